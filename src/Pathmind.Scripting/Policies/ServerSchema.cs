using System.Text.Json;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>What a policy server says of itself at /schema: the observations that it needs and, if it is one of ours, its batches.</summary>
/// <param name="Observations">Names with the shortest and longest list; a number has neither.</param>
/// <param name="MaxBatch">Observations that one request may have; 1 if the server has no batches.</param>
internal sealed record ServerSchema(IReadOnlyDictionary<string, (int? Min, int? Max)> Observations, int MaxBatch)
{
    /// <summary>Of a server that does not say: the first prediction will tell.</summary>
    public static ServerSchema Unknown { get; } = new(new Dictionary<string, (int?, int?)>(), MaxBatch: 1);

    public static ServerSchema Of(JsonElement json)
    {
        Dictionary<string, (int?, int?)> observations = [];
        if (Property(json, "observations") is { ValueKind: JsonValueKind.Object } fields)
            foreach (var field in fields.EnumerateObject())
                observations[field.Name] = (Whole(field.Value, "min_items"), Whole(field.Value, "max_items"));
        var batch = Property(json, "predict_batch") is { } offered ? Whole(offered, "max_items") : null;
        return new(observations, Math.Max(1, batch ?? 1));
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
                problems.Add($"the observation '{name}' has {shown.Lengths[index]} numbers, the server needs {(min == max ? $"{min}" : $"{min} .. {max}")}");
        }
        if (problems.Count > 0)
            throw new ArgumentException($"The policy at {address} does not fit {simulation.Simulation}: {string.Join("; ", problems)}. Use the address of a policy that was trained on this simulation.");
    }

    static JsonElement? Property(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    static int? Whole(JsonElement json, string name) => Property(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;
}
