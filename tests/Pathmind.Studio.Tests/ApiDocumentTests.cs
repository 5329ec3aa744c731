using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;

namespace Pathmind.Tests;

/// <summary>The OpenAPI document against the routes and the answers themselves.</summary>
public sealed class ApiDocumentTests : StudioFolder
{
    [Fact]
    public async Task Every_route_of_the_API_is_described()
    {
        await using var studio = await StartAsync();
        using var client = Client(studio);
        var paths = (await client.GetFromJsonAsync<JsonObject>("api/openapi.json"))!["paths"]!.AsObject();
        var described = paths.SelectMany(
            path => path.Value!.AsObject(), (path, operation) => $"{operation.Key.ToUpperInvariant()} {path.Key}");
        var real =
            from route in studio.Routes.OfType<RouteEndpoint>()
            where route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
            from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            select $"{method} {route.RoutePattern.RawText}";
        Assert.Equal(real.Select(Plain).Order(), described.Select(Plain).Order());
        var silent =
            from path in paths
            from operation in path.Value!.AsObject()
            where !((string)operation.Value!["summary"]!).EndsWith('.')
            select $"{operation.Key} {path.Key}";
        Assert.Empty(silent);
    }

    [Fact]
    public async Task Answers_are_as_their_schemas_say()
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 3));
        await studio.Board.RegisterAsync(Registration.Of("Ended"));
        await studio.Board.EndAsync(2, new() { Stop = "Steps", Message = "Done." });
        using var client = Client(studio);
        var paths = (await client.GetFromJsonAsync<JsonObject>("api/openapi.json"))!["paths"]!.AsObject();
        var compared = 0;
        foreach (var (path, operations) in paths)
            if (SchemaOf(operations) is { } schema && !path.Contains("{id}"))
            {
                var answer = await client.GetFromJsonAsync<JsonNode>(path.Replace("{number}", "1")[1..]);
                Schema.Check(answer, schema, path);
                compared++;
            }
        Assert.True(compared >= 4, $"only {compared} answers have a schema");
        await Assert.ThrowsAsync<InvalidDataException>(async () => Schema.Check(
            JsonNode.Parse("""{ "number": "one" }"""), SchemaOf(paths["/api/experiments/{number}"])!, "a wrong answer"));
    }

    static HttpClient Client(Studios.StudioServer studio) => new()
    {
        BaseAddress = studio.Address, DefaultRequestHeaders = { Authorization = new("Bearer", studio.Token) },
    };

    static JsonNode? SchemaOf(JsonNode? operations) =>
        operations?["get"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"];

    static string Plain(string route) => route.Replace(":int", "").Replace("**", "").TrimEnd('/');

    /// <summary>As much of JSON Schema as the document uses.</summary>
    static class Schema
    {
        public static void Check(JsonNode? value, JsonNode schema, string place)
        {
            if (schema is not JsonObject rules)
                return;                                                  // true: anything
            var kind = value?.GetValueKind() switch
            {
                null or JsonValueKind.Null => "null",
                JsonValueKind.Object => "object",
                JsonValueKind.Array => "array",
                JsonValueKind.String => "string",
                JsonValueKind.Number => "number",
                _ => "boolean",
            };
            var allowed = rules["type"] switch
            {
                JsonArray several => several.Select(one => (string)one!).ToArray(),
                { } one => [(string)one!],
                null => [],
            };
            if (allowed.Length > 0 && !allowed.Contains(kind)
                && !(kind == "number" && allowed.Contains("integer") && value!.ToJsonString().All(c => char.IsDigit(c) || c == '-')))
                throw new InvalidDataException($"{place} is {value?.ToJsonString() ?? "null"}, not {string.Join(" or ", allowed)}.");
            if (rules["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
                throw new InvalidDataException($"{place} is {value}, which is not one of the words.");
            if (value is JsonArray items && rules["items"] is { } each)
                foreach (var (i, item) in items.Index())
                    Check(item, each, $"{place}[{i}]");
            if (value is not JsonObject fields)
                return;
            foreach (var name in rules["required"]?.AsArray() ?? [])
                if (!fields.ContainsKey((string)name!))
                    throw new InvalidDataException($"{place} lacks {name}.");
            foreach (var (name, field) in fields)
                Check(field, rules["properties"]?[name] ?? throw new InvalidDataException($"{place} has {name}, which no schema has."),
                    $"{place}.{name}");
        }
    }
}
