using System.Text.Json;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>What a policy server says of itself at /schema: the observations that it needs and, if it is one of ours, its batches.</summary>
/// <param name="Observations">Names with the shortest and longest list; a number has neither.</param>
/// <param name="MaxBatch">Observations that one request may have; 1 if the server has no batches.</param>
internal sealed record ServerSchema(IReadOnlyDictionary<string, (int? Min, int? Max)> Observations, int MaxBatch)
{
    /// <summary>The parts of the action space in words; null if the server does not say, as the original.</summary>
    public string? Actions { get; init; }

    /// <summary>Whether the policy takes an action mask; true if the server does not say.</summary>
    public bool TakesMask { get; init; } = true;

    /// <summary>Of a server that does not say: the first prediction will tell.</summary>
    public static ServerSchema Unknown { get; } = new(new Dictionary<string, (int?, int?)>(), MaxBatch: 1);

    public static ServerSchema Of(JsonElement json)
    {
        Dictionary<string, (int?, int?)> observations = [];
        if (Property(json, "observations") is { ValueKind: JsonValueKind.Object } fields)
            foreach (var field in fields.EnumerateObject())
                observations[field.Name] = (Whole(field.Value, "min_items"), Whole(field.Value, "max_items"));
        var batch = Property(json, "predict_batch") is { } offered ? Whole(offered, "max_items") : null;
        return new(observations, Math.Max(1, batch ?? 1))
        {
            Actions = Property(json, "actions") is { ValueKind: JsonValueKind.Array } parts ? string.Join(", then ", parts.EnumerateArray().Select(Describe)) : null,
            TakesMask = Property(json, "actions") is null || Property(json, "parameters") is not { } parameters
                || Property(parameters, "action_mask") is not { ValueKind: JsonValueKind.False },
        };
    }

    /// <exception cref="ArgumentException">The simulation lacks observations, or has them in other lengths; the message lists them all.</exception>
    public void CheckFits(SimulationSchema simulation, Uri address)
    {
        List<string> problems = [];
        var shown = simulation.Observations;
        foreach (var (name, (min, max)) in Observations)
        {
            var index = Array.IndexOf(shown.Names, name);
            if (index < 0)
                problems.Add($"the observation '{name}' is missing");
            else if (shown.IsList[index] != (min is not null || max is not null))
                problems.Add($"the observation '{name}' is {(shown.IsList[index] ? "a list" : "a number")}, the server needs {(shown.IsList[index] ? "a number" : "a list")}");
            else if (shown.Lengths[index] < min || shown.Lengths[index] > max)
                problems.Add($"the observation '{name}' has {Counted.Of(shown.Lengths[index], "number")}, the server needs "
                    + $"{(min == max ? $"{min}" : $"{min} .. {max}")}");
        }
        var space = string.Join(", then ", simulation.Actions.Space.Parts.Select(Describe));
        if (Actions is not null && Actions != space)
            problems.Add($"it decides {Actions}, but the simulation takes {space}");
        if (simulation.HasMask && !TakesMask)
            problems.Add("the simulation has action masks, which the policy never learnt to respect");
        if (problems.Count > 0)
            throw new ArgumentException($"The policy at {address} does not fit {simulation.Simulation}: {string.Join("; ", problems)}. Use the address of a policy that was trained on this simulation.");
    }

    static string Describe(JsonElement part) => Whole(part, "choices") is { } choices ? Choices(choices, Whole(part, "size") ?? 1)
        : $"real numbers from [{Bounds(part, "low")}] to [{Bounds(part, "high")}]";

    static string Describe(ActionSpace part) => part switch
    {
        Discrete discrete => Choices(discrete.Choices, discrete.Size),
        Continuous real => $"real numbers from [{string.Join(", ", real.Low.Select(Bound))}] to [{string.Join(", ", real.High.Select(Bound))}]",
        _ => $"{part}",
    };

    static string Choices(int choices, int size) => size == 1 ? $"one of {Counted.Of(choices, "choice")}" : $"{size} times one of "
        + $"{Counted.Of(choices, "choice")}";

    static string Bounds(JsonElement part, string name) => Property(part, name) is { ValueKind: JsonValueKind.Array } bounds
        ? string.Join(", ", bounds.EnumerateArray().Select(bound => Bound(bound.ValueKind == JsonValueKind.Number ? bound.GetSingle() : float.NaN))) : "";

    /// <summary>JSON has no infinity: the server writes null.</summary>
    static string Bound(float bound) => float.IsFinite(bound) ? $"{bound}" : "no bound";

    static JsonElement? Property(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    static int? Whole(JsonElement json, string name) => Property(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;
}
