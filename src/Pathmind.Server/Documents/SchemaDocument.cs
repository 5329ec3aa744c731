using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Server.Documents;

/// <summary>GET /schema: the contents of schema.yaml, and what the server offers beyond the original's. No secret is in
/// it.</summary>
internal static class SchemaDocument
{
    /// <param name="policy">What it decides about.</param>
    /// <param name="statistics">Of the training's observations; null if the policy does not say.</param>
    /// <param name="options">The server's limits.</param>
    public static byte[] Of(PolicyDescription policy, ObservationStatistics? statistics, ServerOptions options)
    {
        var document = Common(policy, statistics, options);
        if (policy.Kinds.Count > 0)
            document["agent_kinds"] = DocumentJson.Array(policy.Kinds.Select(Kind));
        return Encoding.UTF8.GetBytes(document.ToJsonString(DocumentJson.Readable));
    }

    static JsonObject Common(PolicyDescription policy, ObservationStatistics? statistics, ServerOptions options) => new()
    {
        ["simulation"] = policy.Simulation,
        ["agents"] = policy.Agents,
        ["observations"] = Observations(policy),
        ["actions"] = DocumentJson.Array(policy.Actions.Space.Parts.Select(Part)),
        ["parameters"] = new JsonObject
        {
            ["discrete"] = policy.Actions.Reals == 0,
            ["tuple"] = policy.Actions.Size > 1,
            ["action_mask"] = policy.HasMask,
        },
        ["reward_terms"] = DocumentJson.Array(policy.RewardTerms.Select(term => (JsonNode)term)),
        ["statistics"] = statistics is null ? null : Statistics(policy, statistics),
        ["predict_batch"] = new JsonObject { ["max_items"] = options.MaxBatch },
    };

    static JsonObject Kind(AgentKind kind) => new()
    {
        ["agents"] = DocumentJson.Array(kind.Agents.Select(agent => (JsonNode)agent)),
        ["observations"] = DocumentJson.Array(kind.Observations.Names.Select(name => (JsonNode)name)),
        ["actions"] = DocumentJson.Array(kind.Actions.Space.Parts.Select(Part)),
        ["action_mask"] = kind.HasMask,
    };

    static JsonObject Observations(PolicyDescription policy)
    {
        JsonObject observations = [];
        var layout = policy.Observations;
        for (var i = 0; i < layout.Names.Length; i++)
            observations[layout.Names[i]] = Observation(layout, i);
        return observations;
    }

    static JsonObject Observation(ObservationLayout layout, int i)
    {
        var type = layout.Types[i];
        var python = type?.Python ?? "float";
        JsonObject observation = new() { ["type"] = layout.IsList[i] ? $"List[{python}]" : python };
        if (layout.IsList[i])
            (observation["min_items"], observation["max_items"]) = (layout.Lengths[i], layout.Lengths[i]);
        if (type is not null)
            observation["values"] = type.Word;
        if (type is { Names.Count: > 0 })
            observation["names"] = DocumentJson.Array(type.Names.Select(name => (JsonNode)name));
        return observation;
    }

    /// <summary>What each observation was like in the training: a number, or a list of as many as the observation
    /// has.</summary>
    static JsonObject Statistics(PolicyDescription policy, ObservationStatistics statistics)
    {
        JsonObject observations = [];
        var layout = policy.Observations;
        for (var i = 0; i < layout.Names.Length; i++)
        {
            var (from, length) = (layout.Offset(i), layout.Lengths[i]);
            observations[layout.Names[i]] = layout.IsList[i]
                ? new JsonObject
                {
                    ["mean"] = Numbers(statistics.Means, from, length),
                    ["deviation"] = Numbers(statistics.Deviations, from, length)
                }
                : new JsonObject
                {
                    ["mean"] = DocumentJson.Bound(statistics.Means[from]), ["deviation"] = DocumentJson.Bound(statistics.Deviations[from]),
                    ["binary"] = statistics.IsBinary(from),
                };
        }
        return observations;
    }

    static JsonArray Numbers(float[] numbers, int from, int length) =>
        DocumentJson.Array(numbers.AsSpan(from, length).ToArray().Select(DocumentJson.Bound));

    static JsonObject Part(ActionSpace part) => part switch
    {
        Discrete { Names.Count: > 0 } named => new()
        {
            ["type"] = "discrete", ["choices"] = named.Choices, ["size"] = named.Size,
            ["names"] = DocumentJson.Array(named.Names.Select(name => (JsonNode)name)),
        },
        Discrete discrete => new() { ["type"] = "discrete", ["choices"] = discrete.Choices, ["size"] = discrete.Size },
        Continuous continuous => new()
        {
            ["type"] = "continuous", ["shape"] = DocumentJson.Array(continuous.Shape.Select(length => (JsonNode)length)),
            ["low"] = DocumentJson.Array(continuous.Low.Select(DocumentJson.Bound)),
            ["high"] = DocumentJson.Array(continuous.High.Select(DocumentJson.Bound)),
        },
        _ => throw new ArgumentException($"{part} is no part of a space."),
    };
}
