using System.Text.Json;
using Pathmind.Simulations;

namespace Pathmind.Pythons;

/// <summary>An agent of a simulation in Python: its spaces, and where its numbers lie in a message.</summary>
internal sealed class PythonAgent
{
    /// <param name="agent">As the Python side describes it.</param>
    /// <param name="firstChoice">Choices of the agents before it.</param>
    /// <param name="firstReal">Real numbers in the actions of the agents before it.</param>
    /// <param name="firstNumber">Observed numbers of the agents before it.</param>
    /// <param name="firstMask">Mask entries of the agents before it.</param>
    /// <exception cref="ArgumentException">A space cannot be one of the kit.</exception>
    public PythonAgent(JsonElement agent, int firstChoice, int firstReal, int firstNumber, int firstMask)
    {
        (FirstChoice, FirstReal, FirstNumber, FirstMask) = (firstChoice, firstReal, firstNumber, firstMask);
        ActionSpace[] parts = [.. agent.GetProperty("action").EnumerateArray().SelectMany(Parts)];
        Space = parts.Length == 1 ? parts[0] : new Composite(parts);
        Actions = new(Space);
        MaskLength = agent.GetProperty("mask").GetInt32();
        if (MaskLength != 0 && MaskLength != Actions.Logits)
            throw new ArgumentException($"info[\"action_mask\"] has {MaskLength} entries, but {Space} needs {Actions.Logits}: one for each "
                + "alternative of each choice.");
        List<PythonLeaf> leaves = [];
        foreach (var leaf in agent.GetProperty("observation").EnumerateArray())
        {
            leaves.Add(new(leaf, firstNumber + Numbers, Size));
            Numbers += leaves[^1].Numbers;
            Size += leaves[^1].Length;
        }
        Leaves = [.. leaves];
    }

    public ActionSpace Space { get; }

    public ActionLayout Actions { get; }

    public PythonLeaf[] Leaves { get; }

    public int FirstChoice { get; }

    public int FirstReal { get; }

    public int FirstNumber { get; }

    public int FirstMask { get; }

    /// <summary>Numbers of the observation in a message.</summary>
    public int Numbers { get; }

    /// <summary>Numbers of the observation as policies see it.</summary>
    public int Size { get; }

    /// <summary>Entries of the mask; 0 without one.</summary>
    public int MaskLength { get; }

    /// <summary>A leaf of the action space: choices with as many alternatives each, or real numbers.</summary>
    static IEnumerable<ActionSpace> Parts(JsonElement leaf)
    {
        if (!leaf.TryGetProperty("choices", out var choices))
            return
            [
                new Continuous(
                    [.. leaf.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())],
                    Floats(leaf.GetProperty("low")), Floats(leaf.GetProperty("high"))),
            ];
        int[] sizes = [.. choices.EnumerateArray().Select(size => size.GetInt32())];
        return Array.TrueForAll(sizes, size => size == sizes[0]) ? [new Discrete(sizes[0], sizes.Length)]
            : sizes.Select(size => new Discrete(size));
    }

    /// <summary>Bounds; Python writes infinite ones as words.</summary>
    static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(bound => bound.ValueKind == JsonValueKind.String
        ? bound.GetString() == "-inf" ? float.NegativeInfinity : float.PositiveInfinity
        : (float)bound.GetDouble())];
}

/// <summary>A named part of an observation: numbers as they come, or whole numbers as "one of n".</summary>
internal sealed class PythonLeaf
{
    /// <summary>Alternatives up to which a whole number becomes a list that has 1 at its place and 0
    /// elsewhere.</summary>
    const int MostAlternatives = 1024;

    readonly int[] choices;

    /// <param name="leaf">As the Python side describes it.</param>
    /// <param name="from">Place of its first number in a message.</param>
    /// <param name="to">Place of its first number in the agent's observation.</param>
    public PythonLeaf(JsonElement leaf, int from, int to)
    {
        (Name, Numbers, From, To) = (leaf.GetProperty("name").GetString()!, leaf.GetProperty("numbers").GetInt32(), from, to);
        int[] alternatives = leaf.TryGetProperty("choices", out var list)
            ? [.. list.EnumerateArray().Select(size => size.GetInt32())] : [];
        IsFlag = alternatives is [2] && Numbers == 1;
        choices = IsFlag || alternatives.Sum() > MostAlternatives ? [] : alternatives;
        IsList = choices.Length > 0 || leaf.GetProperty("list").GetBoolean();
        Length = choices.Length > 0 ? choices.Sum() : Numbers;
    }

    public string Name { get; }

    /// <summary>Numbers in a message.</summary>
    public int Numbers { get; }

    /// <summary>Numbers in the observation.</summary>
    public int Length { get; }

    public bool IsList { get; }

    /// <summary>Whether it is a choice between 0 and 1.</summary>
    public bool IsFlag { get; }

    public int From { get; }

    public int To { get; }

    /// <summary>Makes the observation's numbers of those of a message.</summary>
    /// <exception cref="BrokenRuleException">A whole number is none of its alternatives.</exception>
    public void Read(ReadOnlySpan<float> message, Span<float> observation)
    {
        var own = message.Slice(From, Numbers);
        var seen = observation.Slice(To, Length);
        if (choices.Length == 0)
        {
            own.CopyTo(seen);
            return;
        }
        seen.Clear();
        for (var (i, first) = (0, 0); i < choices.Length; first += choices[i++])
            if (own[i] >= 0 && own[i] < choices[i])
                seen[first + (int)own[i]] = 1;
            else
                throw new BrokenRuleException($"the observation '{Name}' is choice {own[i]}, counted from the space's start, but there are "
                    + $"{choices[i]}");
    }
}
