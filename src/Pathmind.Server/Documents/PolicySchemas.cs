using System.Text.Json.Nodes;
using Pathmind.Policies;
using Pathmind.Server.Predictions;
using Pathmind.Simulations;

namespace Pathmind.Server.Documents;

/// <summary>JSON schemas of a policy's requests and answers.</summary>
internal static class PolicySchemas
{
    /// <summary>What a request and its answer are made of; each kind of agents has its own.</summary>
    static readonly (string Name, Func<PolicyDescription, JsonObject> Schema)[] Parts =
        [("Observation", Observation), ("RawObservation", RawObservation), ("Prediction", Prediction), ("Distribution", Distribution)];

    public static JsonObject Of(PolicyDescription policy, int maxBatch)
    {
        JsonObject schemas = [];
        foreach (var (name, schema) in Parts)
            if (policy.Kinds.Count == 0)
                schemas[name] = schema(policy);
            else
            {
                foreach (var (number, kind) in policy.ByKind.Index())
                    schemas[$"{name}{number}"] = OfKind(schema(kind), name, number, policy.Kinds[number]);
                JsonNode[] references = [.. policy.Kinds.Select((_, number) => Reference($"{name}{number}"))];
                schemas[name] = new JsonObject { ["oneOf"] = new JsonArray(references) };
            }
        foreach (var (name, schema) in Common(maxBatch))
            schemas[name] = schema;
        return schemas;
    }

    /// <summary>Adds the agents of the kind; a request may name its kind, and one with a flat list must.</summary>
    static JsonObject OfKind(JsonObject schema, string name, int number, AgentKind kind)
    {
        schema["description"] = $"Of {kind.Who}.";
        if (!name.EndsWith("Observation", StringComparison.Ordinal))
            return schema;
        schema["properties"]![AgentUnion.KindName] = new JsonObject { ["type"] = "integer", ["enum"] = new JsonArray(number) };
        if (name == "RawObservation")
            schema["required"]!.AsArray().Add(AgentUnion.KindName);
        return schema;
    }

    static JsonObject Prediction(PolicyDescription policy)
    {
        var schema = WithNames(Object(("actions", Actions(policy)), ("probability", Probability(policy))), policy);
        if (policy.StateSize > 0)
            schema["properties"]!["decisions"] = new JsonObject
            {
                ["type"] = "integer", ["minimum"] = 1,
                ["description"] = "Of the session, this one included: 1 where it begins, or was forgotten.",
            };
        return WithState(schema, policy, "To be given with the agent's next observation; not with a session.");
    }

    static JsonObject Distribution(PolicyDescription policy) => WithState(WithNames(
        Object(
            ("actions", Actions(policy)), ("probability", Probability(policy)),
            ("choices", List(
                policy.Actions.Heads.Length, new() { ["type"] = "array", ["items"] = Number(0, 1) },
                "Probabilities of each choice's alternatives.")),
            ("mean", List(policy.Actions.Reals, Number(), "Of the real numbers, before they are clipped to their bounds.")),
            ("std", List(policy.Actions.Reals, Number(), "Standard deviations of the real numbers.")),
            ("value", Number())),
        policy), policy, "As in a prediction.");

    static (string Name, JsonObject Schema)[] Common(int maxBatch) =>
    [
        ("ObservationBatch", Object((PredictionReader.Observations, new()
        {
            ["type"] = "array", ["items"] = Reference("Observation"), ["minItems"] = 1, ["maxItems"] = maxBatch,
        }))),
        ("PredictionBatch", Object(("predictions", new() { ["type"] = "array", ["items"] = Reference("Prediction") }))),
        ("ValidationError", Object(("detail", new()
        {
            ["type"] = "array",
            ["items"] = Object(("loc", new() { ["type"] = "array", ["items"] = new JsonObject() }), ("msg", Text()), ("type", Text())),
        }))),
        ("Error", Object(("detail", Text()))),
    ];

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    static JsonObject Observation(PolicyDescription policy)
    {
        (string, JsonObject)[] fields = [.. ObservationEntry.Of(policy.Observations).Select(entry =>
            (entry.Name, entry.Length is { } length ? List(length, Item(entry.NumberType)) : Item(entry.NumberType)))];
        return WithFurther(Object(fields), policy);
    }

    /// <summary>A number as its author wrote it; a real one if that is not known.</summary>
    static JsonObject Item(ObservationType? type) => type?.Form switch
    {
        NumberForm.Flag => new() { ["type"] = "boolean" },
        NumberForm.Whole => new() { ["type"] = "integer" },
        NumberForm.Named => new()
        {
            ["type"] = "integer", ["enum"] = PolicyJson.Node(Enumerable.Range(0, type.Names.Count)),
            ["x-enum-varnames"] = PolicyJson.Node(type.Names),
            ["description"] = string.Join(", ", type.Names.Select((name, number) => $"{number}: {name}")),
        },
        _ => Number(),
    };

    static JsonObject RawObservation(PolicyDescription policy) =>
        WithFurther(Object(
            (PredictionReader.Raw, List(policy.Observations.Size, Number(), string.Join(", ", policy.Observations.ColumnNames())))),
                policy);

    /// <summary>What may be left out: without a mask everything is allowed, without a state or a session an episode
    /// begins.</summary>
    static JsonObject WithFurther(JsonObject schema, PolicyDescription policy)
    {
        if (policy.HasMask)
            schema["properties"]![ObservationFields.MaskName] = List(policy.Actions.Logits, new() { ["type"] = "boolean" },
                "Which alternatives are allowed, choice by choice; all, if left out.");
        if (policy.StateSize > 0)
            schema["properties"]![ObservationFields.SessionName] = new JsonObject
            {
                ["type"] = "string", ["minLength"] = 1, ["maxLength"] = PolicySessions.LongestKey,
                ["description"] = "Key of an agent's episode, under which the server remembers; not with a state.",
            };
        return WithState(schema, policy, "What the last prediction answered; left out, an episode begins.");
    }

    static JsonObject WithState(JsonObject schema, PolicyDescription policy, string description)
    {
        if (policy.StateSize > 0)
            schema["properties"]![ObservationFields.StateName] = List(policy.StateSize, Number(), description);
        return schema;
    }

    /// <summary>Where choices have names, an answer has those of the action: as many as <c>actions</c>, null for what
    /// has none.</summary>
    static JsonObject WithNames(JsonObject schema, PolicyDescription policy)
    {
        var actions = policy.Actions;
        if (!actions.HasNames)
            return schema;
        JsonObject name = new() { ["type"] = "string" };
        if (actions.Reals > 0 || actions.Names.Any(names => names.Count == 0))
            name["nullable"] = true;
        else
            name["enum"] = PolicyJson.Node(actions.Names.SelectMany(names => names).Distinct());
        schema["properties"]!["names"] = List(actions.Size, name, "Names of the chosen alternatives; null for what has no name.");
        schema["required"]!.AsArray().Add("names");
        return schema;
    }

    /// <summary>Choices and real numbers in the order of the space's parts. OpenAPI 3.0 has no schema for a position,
    /// so only one choice gives exact bounds.</summary>
    static JsonObject Actions(PolicyDescription policy)
    {
        JsonObject item = policy.Actions switch
        {
            { Reals: 0 } => new() { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = policy.Actions.Heads.Max() - 1 },
            { Logits: 0 } => Number(policy.Actions.Low.Min(), policy.Actions.High.Max()),
            _ => Number(),
        };
        return List(policy.Actions.Size, item, $"{policy.Actions.Space}");
    }

    static JsonObject Probability(PolicyDescription policy)
    {
        var schema = Number(low: 0, high: policy.Actions.Reals == 0 ? 1 : float.PositiveInfinity);
        schema["description"] = policy.Actions.Reals == 0 ? "Of the action." : "Of the choices, times the density of the real numbers.";
        return schema;
    }

    static JsonObject Object(params (string Name, JsonObject Schema)[] fields)
    {
        JsonObject properties = [];
        foreach (var (name, schema) in fields)
            properties[name] = schema;
        return new()
        {
            ["type"] = "object", ["properties"] = properties,
            ["required"] = PolicyJson.Node(fields.Select(field => field.Name)),
        };
    }

    static JsonObject List(int length, JsonObject item, string? description = null)
    {
        JsonObject schema = new() { ["type"] = "array", ["items"] = item, ["minItems"] = length, ["maxItems"] = length };
        if (description is not null)
            schema["description"] = description;
        return schema;
    }

    static JsonObject Number(float low = float.NegativeInfinity, float high = float.PositiveInfinity)
    {
        JsonObject schema = new() { ["type"] = "number" };
        if (PolicyJson.Node(low) is { } minimum)
            schema["minimum"] = minimum;
        if (PolicyJson.Node(high) is { } maximum)
            schema["maximum"] = maximum;
        return schema;
    }

    static JsonObject Text() => new() { ["type"] = "string" };
}
