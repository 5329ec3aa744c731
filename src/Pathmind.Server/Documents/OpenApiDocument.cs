using System.Text;
using System.Text.Json.Nodes;
using Pathmind.Policies;
using Pathmind.Server.Protocol;

namespace Pathmind.Server.Documents;

/// <summary>GET /openapi.json: OpenAPI 3.0 with the exact names, lengths and ranges of the policy that is
/// served.</summary>
internal static class OpenApiDocument
{
    /// <param name="policy">The policy that it describes.</param>
    /// <param name="options">The server's limits.</param>
    /// <param name="name">Name of the policy.</param>
    /// <param name="server">Address that the paths are relative to.</param>
    public static byte[] Of(PolicyDescription policy, ServerOptions options, string name, string server) =>
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject
            {
                ["title"] = $"Policy {name}", ["version"] = PolicyMetadata.KitVersion,
                ["description"] = $"Decides for {policy.Simulation}, whose action space is {policy.Decisions}.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = server.TrimEnd('/') is { Length: > 0 } url ? url : "/" }),
            ["paths"] = Paths(),
            ["components"] =
            new JsonObject { ["schemas"] = PolicySchemas.Of(policy, options.MaxBatch), ["securitySchemes"] = SecuritySchemes() },
            ["security"] = new JsonArray(SecurityNames.Select(scheme => (JsonNode)new JsonObject { [scheme] = new JsonArray() }).ToArray()),
        }.ToJsonString(PolicyJson.Readable));

    static string[] SecurityNames => ["header", "query", "cookie"];

    static JsonObject SecuritySchemes()
    {
        JsonObject schemes = [];
        foreach (var place in SecurityNames)
            schemes[place] = new JsonObject { ["type"] = "apiKey", ["in"] = place, ["name"] = AccessKey.Name };
        return schemes;
    }

    static JsonObject Paths() => new()
    {
        ["/predict/"] = Post("predict", "The action for a named observation.", "Observation", "Prediction"),
        ["/predict_raw/"] =
            Post("predict_raw", "The action for a flat list of numbers in the policy's order.", "RawObservation", "Prediction"),
        ["/predict_deterministic/"] = Post(
            "predict_deterministic", "The best action, also where the server draws actions.", "Observation", "Prediction"),
        ["/predict_batch/"] = Post("predict_batch", "The actions for several observations.", "ObservationBatch", "PredictionBatch"),
        ["/distribution/"] = Post("distribution", "All that the policy says about an observation.", "Observation", "Distribution"),
        ["/schema/"] = Get("schema", "Names, types and lengths.", Answer.JsonType, new() { ["type"] = "object" }),
        ["/clients/"] = Get("clients", "Clients in Python, C#, JavaScript and curl.", "application/zip",
            new() { ["type"] = "string", ["format"] = "binary" }),
    };

    static JsonObject Post(string name, string summary, string request, string response) => new()
    {
        ["post"] = new JsonObject
        {
            ["operationId"] = name, ["summary"] = summary, ["tags"] = new JsonArray("Predictions"),
            ["requestBody"] =
                new JsonObject { ["required"] = true, ["content"] = Content(Answer.JsonType, PolicySchemas.Reference(request)) },
            ["responses"] = new JsonObject
            {
                ["200"] = Response("What the policy decides.", Answer.JsonType, PolicySchemas.Reference(response)),
                ["401"] = Error("The access key is missing or wrong."), ["413"] = Error("The body is too large."),
                ["415"] = Error("The content type is not JSON."),
                ["422"] = Response("Observations failed validation.", Answer.JsonType, PolicySchemas.Reference("ValidationError")),
                ["429"] = Error("Too many requests; the header Retry-After says in how many seconds to try again."),
            },
        },
    };

    static JsonObject Get(string name, string summary, string contentType, JsonObject schema) => new()
    {
        ["get"] = new JsonObject
        {
            ["operationId"] = name, ["summary"] = summary, ["tags"] = new JsonArray("About the policy"),
            ["responses"] = new JsonObject
            {
                ["200"] = Response(summary, contentType, schema), ["401"] = Error("The access key is missing or wrong."),
                ["429"] = Error("Too many requests."),
            },
        },
    };

    static JsonObject Error(string description) => Response(description, Answer.JsonType, PolicySchemas.Reference("Error"));

    static JsonObject Response(string description, string contentType, JsonObject schema) =>
        new() { ["description"] = description, ["content"] = Content(contentType, schema) };

    static JsonObject Content(string contentType, JsonObject schema) => new() { [contentType] = new JsonObject { ["schema"] = schema } };
}
