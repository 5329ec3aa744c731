using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Policies;

namespace Pathmind.Documents;

/// <summary>GET /schema: the contents of schema.yaml, and what the server offers beyond the original's. No secret is in it.</summary>
internal static class SchemaDocument
{
    public static byte[] Of(PolicyDescription policy, ServerOptions options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["simulation"] = policy.Simulation,
        ["agents"] = policy.Agents,
        ["observations"] = Observations(policy),
        ["actions"] = Json.Array(policy.Actions.Space.Parts.Select(Part)),
        ["parameters"] = new JsonObject
        {
            ["discrete"] = policy.Actions.Reals == 0,
            ["tuple"] = policy.Actions.Size > 1,
            ["action_mask"] = policy.HasMask,
        },
        ["reward_terms"] = Json.Array(policy.RewardTerms.Select(term => (JsonNode)term)),
        ["predict_batch"] = new JsonObject { ["max_items"] = options.MaxBatch },
    }.ToJsonString(Json.Readable));

    static JsonObject Observations(PolicyDescription policy)
    {
        JsonObject observations = [];
        var layout = policy.Observations;
        for (var i = 0; i < layout.Names.Length; i++)
            observations[layout.Names[i]] = layout.IsList[i]
                ? new JsonObject { ["type"] = "List[float]", ["min_items"] = layout.Lengths[i], ["max_items"] = layout.Lengths[i] }
                : new JsonObject { ["type"] = "float" };
        return observations;
    }

    static JsonObject Part(ActionSpace part) => part switch
    {
        Discrete discrete => new() { ["type"] = "discrete", ["choices"] = discrete.Choices, ["size"] = discrete.Size },
        Continuous continuous => new()
        {
            ["type"] = "continuous", ["shape"] = Json.Array(continuous.Shape.Select(length => (JsonNode)length)),
            ["low"] = Json.Array(continuous.Low.Select(Json.Bound)), ["high"] = Json.Array(continuous.High.Select(Json.Bound)),
        },
        _ => throw new ArgumentException($"{part} is no part of a space."),
    };
}
