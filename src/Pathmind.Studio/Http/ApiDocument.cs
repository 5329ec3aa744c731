using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Http;

/// <summary>The API as an OpenAPI 3.1 document, made of the routes themselves: what a route says of itself, and the
/// types by which its messages are written and read.</summary>
internal static class ApiDocument
{
    /// <summary>Describes a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="summary">What it does, one sentence.</param>
    /// <param name="body">How its body is read; null if it has none, or one that is not JSON.</param>
    /// <param name="answer">How its answer is written; null if that is not JSON.</param>
    /// <param name="status">Of the answer if all is well.</param>
    public static TBuilder Says<TBuilder>(
        this TBuilder route, string summary, JsonTypeInfo? body = null, JsonTypeInfo? answer = null, int status = 200)
        where TBuilder : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new Description(summary, body, answer, status)));
        return route;
    }

    /// <summary>GET /api/openapi.json.</summary>
    public static void MapTo(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/openapi.json", context => Answer.WriteAsync(
            context, StatusCodes.Status200OK, Answer.JsonType,
            Encoding.UTF8.GetBytes(Of(context.RequestServices.GetRequiredService<EndpointDataSource>()).ToJsonString())))
        .ForScopes(TokenScope.Read, TokenScope.Submit).Says("This document.");

    /// <summary>The document of all routes below /api.</summary>
    static JsonObject Of(EndpointDataSource source)
    {
        JsonObject paths = [];
        var routes = source.Endpoints.OfType<RouteEndpoint>()
            .Where(route => (route.RoutePattern.RawText ?? "").StartsWith("/api/", StringComparison.Ordinal))
            .OrderBy(route => route.RoutePattern.RawText, StringComparer.Ordinal);
        foreach (var route in routes)
        {
            var path = PathOf(route.RoutePattern);
            paths.TryAdd(path, new JsonObject());
            foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                paths[path]![method.ToLowerInvariant()] = Operation(route);
        }
        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Pathmind studio",
                ["version"] = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
                ["schemas"] = new JsonObject
                {
                    ["Error"] = new JsonObject
                    {
                        ["type"] = "object", ["required"] = new JsonArray("detail"),
                        ["properties"] = new JsonObject { ["detail"] = new JsonObject { ["type"] = "string" } },
                    },
                },
            },
        };
    }

    static JsonObject Operation(RouteEndpoint route)
    {
        var description = route.Metadata.GetMetadata<Description>();
        JsonObject success = new() { ["description"] = "All is well." };
        if (description?.Answer is { } answer)
            success["content"] = Content(answer);
        JsonObject failure = new()
        {
            ["description"] = "What is wrong, in words.",
            ["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Error" } },
            },
        };
        JsonObject operation = new()
        {
            ["summary"] = description?.Summary ?? "",
            ["parameters"] = new JsonArray([.. route.RoutePattern.Parameters.Select(Parameter)]),
            ["responses"] = new JsonObject { [$"{description?.Status ?? 200}"] = success, ["default"] = failure },
        };
        if (description?.Body is { } body)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(body) };
        return operation;
    }

    static JsonObject Content(JsonTypeInfo type) =>
        new() { ["application/json"] = new JsonObject { ["schema"] = JsonSchemaExporter.GetJsonSchemaAsNode(type) } };

    static JsonNode Parameter(RoutePatternParameterPart parameter) => new JsonObject
    {
        ["name"] = parameter.Name, ["in"] = "path", ["required"] = true,
        ["schema"] = new JsonObject
        {
            ["type"] = parameter.ParameterPolicies.Any(policy => policy.Content == "int") ? "integer" : "string",
        },
    };

    static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(
        segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            _ => "",
        }))));

    sealed record Description(string Summary, JsonTypeInfo? Body, JsonTypeInfo? Answer, int Status);
}
