using System.Text.Json;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>The description that a policy server publishes at /schema: the observations that it needs and, for servers
/// of this kit, its largest batch and its kinds of agents.</summary>
/// <param name="Observations">Names with the shortest and longest list; a number has neither.</param>
/// <param name="MaxBatch">Observations that one request may have; 1 if the server has no batches.</param>
internal sealed record ServerSchema(IReadOnlyDictionary<string, (int? Min, int? Max)> Observations, int MaxBatch)
{
    /// <summary>The parts of the action space; null if the server does not state them, as the original
    /// server.</summary>
    public ServerPart[]? Actions { get; init; }

    /// <summary>Whether the policy takes an action mask; true if the server does not state it.</summary>
    public bool TakesMask { get; init; } = true;

    /// <summary>Numbers of an agent's state, which a policy with a memory answers and takes; 0 without.</summary>
    public int StateSize { get; init; }

    /// <summary>What the server needs of each kind of agents, and decides for it; empty if all agents are
    /// alike.</summary>
    public IReadOnlyList<ServerSchema> Kinds { get; init; } = [];

    /// <summary>Schema of a server that publishes none: the first prediction shows whether the policy fits.</summary>
    public static ServerSchema Unknown { get; } = new(new Dictionary<string, (int?, int?)>(), MaxBatch: 1);

    public static ServerSchema Of(JsonElement json)
    {
        Dictionary<string, (int?, int?)> observations = [];
        if (Property(json, "observations") is { ValueKind: JsonValueKind.Object } fields)
            foreach (var field in fields.EnumerateObject())
                observations[field.Name] = (Whole(field.Value, "min_items"), Whole(field.Value, "max_items"));
        var batch = Property(json, "predict_batch") is { } offered ? Whole(offered, "max_items") : null;
        var mask = Property(json, "parameters") is { } parameters ? Property(parameters, "action_mask") : null;
        return new(observations, Math.Max(1, batch ?? 1))
        {
            Actions = PartsOf(json), TakesMask = Property(json, "actions") is null || mask is not { ValueKind: JsonValueKind.False },
            StateSize = Math.Max(0, Whole(json, PolicyDocument.StateSize) ?? 0),
            Kinds = Property(json, "agent_kinds") is { ValueKind: JsonValueKind.Array } kinds
                ? [.. kinds.EnumerateArray().Select(kind => OfKind(kind, observations))] : [],
        };
    }

    /// <summary>Finds for each kind of a simulation's agents the server's.</summary>
    /// <returns>[kinds of the simulation] number of the server's kind; null if the server has only one.</returns>
    /// <exception cref="ArgumentException">The simulation lacks observations, has them in other lengths, or takes other
    /// actions; the message lists them all.</exception>
    public int?[] Match(SimulationSchema simulation, Uri address)
    {
        List<string> problems = [];
        var kinds = new int?[simulation.Kinds.Length];
        foreach (var (i, kind) in simulation.Kinds.Index())
            if (Kinds.Count == 0)
                problems.AddRange(Problems(kind).Select(problem => simulation.HasKinds ? $"of {kind.Who} {problem}" : problem));
            else if (Kinds.Index().Where(known => !known.Item.Problems(kind).Any()).ToArray() is { Length: > 0 } fitting)
                kinds[i] = fitting.MaxBy(known => known.Item.Observations.Count).Index;
            else
                problems.Add($"{kind} fits none of its kinds of agents: {string.Join(", ", Kinds)}");
        return problems.Count == 0 ? kinds
            : throw new ArgumentException(
                $"The policy at {address} does not fit {simulation.Simulation}: {string.Join("; ", problems)}. "
                + "Use the address of a policy that was trained on this simulation.");
    }

    /// <summary>What a kind of agents is like, as in <c>(sees a, b; decides one of 3 choices)</c>.</summary>
    public override string ToString() =>
        $"(sees {NameDifference.Short([.. Observations.Keys])}; "
        + $"decides {string.Join(", then ", (Actions ?? []).Select(part => part.Words))})";

    IEnumerable<string> Problems(AgentKind kind)
    {
        var shown = kind.Observations;
        foreach (var (name, (min, max)) in Observations)
        {
            var index = Array.IndexOf(shown.Names, name);
            if (index < 0)
                yield return $"the observation '{name}' is missing";
            else if (shown.IsList[index] != (min is not null || max is not null))
                yield return $"the observation '{name}' is {(shown.IsList[index] ? "a list" : "a number")}, "
                    + $"the server needs {(shown.IsList[index] ? "a number" : "a list")}";
            else if (shown.Lengths[index] < min || shown.Lengths[index] > max)
                yield return $"the observation '{name}' has {Counted.Of(shown.Lengths[index], "number")}, "
                    + $"the server needs {(min == max ? $"{min}" : $"{min} .. {max}")}";
        }
        ServerPart[] taken = [.. kind.Actions.Space.Parts.Select(ServerPart.Of)];
        if (Actions is not null && !(Actions.Length == taken.Length && Actions.Zip(taken).All(pair => pair.First.Fits(pair.Second))))
            yield return $"it decides {string.Join(", then ", Actions.Select(part => part.Words))}, "
                + $"but the simulation takes {string.Join(", then ", taken.Select(part => part.Words))}";
        if (kind.HasMask && !TakesMask)
            yield return "the simulation has action masks, which the policy never learnt to respect";
    }

    static ServerSchema OfKind(JsonElement kind, Dictionary<string, (int?, int?)> all)
    {
        Dictionary<string, (int?, int?)> own = [];
        if (Property(kind, "observations") is { ValueKind: JsonValueKind.Array } names)
            foreach (var name in names.EnumerateArray())
                own[name.ToString()] = all.GetValueOrDefault(name.ToString());
        return new(own, MaxBatch: 1)
        {
            Actions = PartsOf(kind), TakesMask = Property(kind, "action_mask") is not { ValueKind: JsonValueKind.False },
        };
    }

    static ServerPart[]? PartsOf(JsonElement json) => Property(json, "actions") is { ValueKind: JsonValueKind.Array } parts
        ? [.. parts.EnumerateArray().Select(ServerPart.Of)] : null;

    static JsonElement? Property(JsonElement json, string name) => ServerPart.Property(json, name);

    static int? Whole(JsonElement json, string name) => ServerPart.Whole(json, name);
}
