using System.Text.Json;

namespace Pathmind.Pythons;

/// <summary>What a simulation in Python looks like, as its process tells when it has started: agents with their spaces,
/// names of reward terms and metrics, and so the lengths of messages.</summary>
internal sealed class PythonSpec
{
    const int Version = 2;

    /// <param name="text">JSON of the Python side.</param>
    /// <exception cref="ArgumentException">A space cannot be one of the kit.</exception>
    public PythonSpec(byte[] text)
    {
        Text = text;
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        if (root.GetProperty("protocol").GetInt32() is var version and not Version)
            throw new ArgumentException($"The Python side speaks protocol {version}, but this is {Version}.");
        (Rewards, Metrics) = (Strings(root.GetProperty("rewards")), Strings(root.GetProperty("metrics")));
        MaxSteps = root.GetProperty("max_steps") is { ValueKind: JsonValueKind.Number } steps ? steps.GetInt32() : null;
        Shares = root.GetProperty("shares").GetBoolean();
        List<PythonAgent> agents = [];
        foreach (var described in root.GetProperty("agents").EnumerateArray())
        {
            PythonAgent agent = new(described, Choices, Reals, Numbers, Mask);
            agents.Add(agent);
            Choices += agent.Actions.Heads.Length;
            Reals += agent.Actions.Reals;
            Numbers += agent.Numbers;
            Mask += agent.MaskLength;
        }
        Agents = [.. agents];
        Columns = [8 * agents.Count * Rewards.Length, 8 * agents.Count * Metrics.Length, 4 * Numbers, agents.Count, Mask, 1];
        RecordLength = Columns.Sum();
    }

    /// <summary>As it came: a process that replaces another one must say the same.</summary>
    public byte[] Text { get; }

    public PythonAgent[] Agents { get; }

    /// <summary>Names of the reward terms.</summary>
    public string[] Rewards { get; }

    public string[] Metrics { get; }

    /// <summary>After which the environment itself cuts an episode; null if it does not say.</summary>
    public int? MaxSteps { get; }

    /// <summary>Whether several may live in one process: what keeps its chance in the instance.</summary>
    public bool Shares { get; }

    /// <summary>Choices in the actions of all agents.</summary>
    public int Choices { get; }

    /// <summary>Real numbers in the actions of all agents.</summary>
    public int Reals { get; }

    /// <summary>Numbers that are sent of the observations of all agents.</summary>
    public int Numbers { get; }

    /// <summary>Entries in the masks of all agents.</summary>
    public int Mask { get; }

    /// <summary>Bytes of a simulation in each column of a reply: rewards, metrics, observations, endings, masks, and
    /// whether it failed.</summary>
    public int[] Columns { get; }

    /// <summary>Bytes of a simulation in all columns.</summary>
    public int RecordLength { get; }

    static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];
}
