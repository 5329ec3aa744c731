using Pathmind.Simulations;
using Fields = System.Collections.Generic.OrderedDictionary<string, object>;

namespace Pathmind.Policies;

/// <summary>The contents of a policy's documents, field by field. The metadata of its .onnx file, schema.yaml, the
/// server's /schema and its OpenAPI description are written from these fields, so that none of them can differ from
/// another.</summary>
internal sealed class PolicyDocument(PolicyDescription policy)
{
    public const string Simulation = "simulation", Agents = "agents", Observations = "observations", Actions = "actions",
        ActionMask = "action_mask", RewardTerms = "reward_terms", Kinds = "agent_kinds", History = "history", Memory = "memory",
        StateSize = "state_size";

    /// <summary>Fields of an action space.</summary>
    public const string Choices = "choices", Size = "size", Names = "names", Shape = "shape", Low = "low", High = "high", Parts = "parts";

    const string Type = "type";

    /// <summary>Schema.yaml and /schema: the format of the original policy server (observations with types and lengths,
    /// parameters), and in addition simulation, action space and reward terms.</summary>
    /// <param name="observationFields">Fields of an observation that the document has, in its order.</param>
    public Fields Schema(params string[] observationFields) => new()
    {
        [Simulation] = policy.Simulation,
        [Agents] = policy.Agents,
        [Observations] = new Fields(ObservationEntry.Of(policy.Observations).Select(
            entry => KeyValuePair.Create(entry.Name, (object)entry.Fields(observationFields)))),
        [Actions] = TypedParts(policy.Actions.Space),
        ["parameters"] = new Fields
        {
            ["discrete"] = policy.Actions.Reals == 0,
            ["tuple"] = policy.Actions.Size > 1,
            [ActionMask] = policy.HasMask,
        },
        [RewardTerms] = policy.RewardTerms,
    };

    /// <summary>[kinds] each kind of agents; empty if all are alike.</summary>
    /// <param name="space">How the document writes an action space.</param>
    public Fields[] KindFields(Func<ActionSpace, object> space) => [.. policy.Kinds.Select(kind => new Fields
    {
        [Agents] = kind.Agents,
        [Observations] = kind.Observations.Names,
        [Actions] = space(kind.Actions.Space),
        [ActionMask] = kind.HasMask,
    })];

    /// <summary>An action space with its parts inside each other, as it was declared.</summary>
    public static Fields Space(ActionSpace space) => space switch
    {
        Discrete { Names.Count: > 0 } named =>
            new() { [Choices] = named.Choices, [Size] = named.Size, [Names] = named.Names.ToArray() },
        Discrete discrete => new() { [Choices] = discrete.Choices, [Size] = discrete.Size },
        Continuous continuous => new()
        {
            [Shape] = continuous.Shape.ToArray(), [Low] = continuous.Low.ToArray(), [High] = continuous.High.ToArray(),
        },
        Composite composite => new() { [Parts] = composite.Spaces.Select(Space).ToArray() },
        _ => throw new ArgumentException($"{space} is not an action space that documents describe."),
    };

    /// <summary>An action space as the list of its parts, each with its type.</summary>
    public static Fields[] TypedParts(ActionSpace space) => [.. space.Parts.Select(part =>
    {
        var fields = Space(part);
        fields.Insert(0, Type, part is Discrete ? "discrete" : "continuous");
        return fields;
    })];
}
