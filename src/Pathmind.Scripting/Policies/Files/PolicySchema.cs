using System.Text;
using Pathmind.Files;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>Writes schema.yaml: the original policy server's format (observations with types and lengths, parameters),
/// and, beyond it, simulation, action space and reward terms. The server's api_key is not part of it: a secret does not
/// belong in a file that is passed on.</summary>
internal static class PolicySchema
{
    public static void Write(Stream stream, PolicyDescription policy)
    {
        var parts = policy.Actions.Space.Parts.ToArray();
        OrderedDictionary<string, object> schema = new()
        {
            ["simulation"] = policy.Simulation,
            ["agents"] = policy.Agents,
            ["observations"] = Observations(policy.Observations),
            ["actions"] = parts.Select(Part).ToArray(),
            ["parameters"] = new OrderedDictionary<string, object>
            {
                ["discrete"] = parts.All(part => part is Discrete),
                ["tuple"] = policy.Actions.Size > 1,
                ["action_mask"] = policy.HasMask,
            },
            ["reward_terms"] = policy.RewardTerms,
        };
        if (policy.Kinds.Count > 0)
            schema["agent_kinds"] = policy.Kinds.Select(Kind).ToArray();
        stream.Write(Encoding.UTF8.GetBytes(YamlWriter.Write(schema)));
    }

    static OrderedDictionary<string, object> Kind(AgentKind kind) => new()
    {
        ["agents"] = kind.Agents, ["observations"] = kind.Observations.Names, ["actions"] = kind.Actions.Space.Parts.Select(Part).ToArray(),
        ["action_mask"] = kind.HasMask,
    };

    static OrderedDictionary<string, object> Observations(ObservationLayout layout)
    {
        OrderedDictionary<string, object> observations = [];
        for (var i = 0; i < layout.Names.Length; i++)
        {
            var type = layout.Types[i]?.Python ?? "float";
            OrderedDictionary<string, object> entry = new() { ["type"] = layout.IsList[i] ? $"List[{type}]" : type };
            if (layout.Types[i] is { Names: { Count: > 0 } names })
                entry["names"] = names.ToArray();
            if (layout.IsList[i])
                (entry["min_items"], entry["max_items"]) = (layout.Lengths[i], layout.Lengths[i]);
            observations[layout.Names[i]] = entry;
        }
        return observations;
    }

    static OrderedDictionary<string, object> Part(ActionSpace part) => part switch
    {
        Discrete { Names.Count: 0 } discrete => new() { ["type"] = "discrete", ["choices"] = discrete.Choices, ["size"] = discrete.Size },
        Discrete discrete => new()
        {
            ["type"] = "discrete", ["choices"] = discrete.Choices, ["size"] = discrete.Size, ["names"] = discrete.Names.ToArray(),
        },
        Continuous continuous =>
        new()
        {
            ["type"] = "continuous", ["shape"] = continuous.Shape.ToArray(), ["low"] = continuous.Low.ToArray(),
            ["high"] = continuous.High.ToArray()
        },
        _ => throw new ArgumentException($"{part} is not a part of a space."),
    };
}
