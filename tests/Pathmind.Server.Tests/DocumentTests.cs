using System.Net;
using System.Text.Json.Nodes;
using Pathmind.Simulations;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>What the server says about itself.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task The_type_of_an_observation_is_described()
    {
        var parts = PolicyCase.Of("one choice").Parts;
        ObservationLayout typed = new(
            ["busy", "light", "level", "waiting"], [1, 1, 1, 2], [false, false, false, true],
            [new(NumberForm.Flag, []), new(NumberForm.Named, ["Red", "Amber", "Green"]),
                new(NumberForm.Real, []), new(NumberForm.Whole, [])]);
        await using var server = await RunningServer.StartAsync(
            change: null, ("warehouse", TrainedPolicy.From(parts with { Description = parts.Description with { Observations = typed } })));

        var schema = JsonNode.Parse(await server.Client.GetStringAsync("schema"))!["observations"]!;
        Assert.Equal("""{"type":"bool","values":"bool"}""", schema["busy"]!.ToJsonString());
        Assert.Equal("""{"type":"int","values":"whole","names":["Red","Amber","Green"]}""", schema["light"]!.ToJsonString());
        Assert.Equal("""{"type":"List[int]","min_items":2,"max_items":2,"values":"whole"}""", schema["waiting"]!.ToJsonString());
        var api = JsonNode.Parse(await server.Client.GetStringAsync("openapi.json"))!;
        var fields = api["components"]!["schemas"]!["Observation"]!["properties"]!;
        Assert.Equal(["boolean", "integer", "number", "array"], fields.AsObject().Select(field => (string?)field.Value!["type"]));
        Assert.Equal("0: Red, 1: Amber, 2: Green", (string?)fields["light"]!["description"]);
        var (status, _) = await server.PostAsync("predict", RunningServer.Json("""{"busy":true,"light":1,"level":0.5,"waiting":[1,2]}"""));
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task The_schema_is_the_originals_with_actions_and_batches()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("choice, then number", masks: true));
        var schema = JsonNode.Parse(await server.Client.GetStringAsync("schema/"))!;
        Assert.Equal("""{"x":{"type":"float"},"orders":{"type":"List[float]","min_items":3,"max_items":3},"y":{"type":"float"}}""",
            schema["observations"]!.ToJsonString());
        Assert.Equal("""[{"type":"discrete","choices":5,"size":1},{"type":"continuous","shape":[1],"low":[0],"high":[10]}]""",
            schema["actions"]!.ToJsonString());
        Assert.Equal("""{"discrete":false,"tuple":true,"action_mask":true}""", schema["parameters"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(PolicyCase.All), MemberType = typeof(PolicyCase))]
    public async Task The_description_names_the_very_fields(string space, bool masks)
    {
        var policy = PolicyCase.Of(space, masks);
        await using var server = await RunningServer.StartAsync(policy);
        var document = JsonNode.Parse(await server.Client.GetStringAsync("policies/warehouse/openapi.json"))!;
        var schemas = document["components"]!["schemas"]!;
        Assert.Equal("/policies/warehouse", (string?)document["servers"]![0]!["url"]);
        Assert.Equal("""["x","orders","y"]""", schemas["Observation"]!["required"]!.ToJsonString());
        Assert.Equal(masks, schemas["Observation"]!["properties"]!["action_mask"] is not null);
        Assert.Equal("""{"type":"array","items":{"type":"number"},"minItems":3,"maxItems":3}""",
            schemas["Observation"]!["properties"]!["orders"]!.ToJsonString());
        Assert.Equal(policy.Actions.Size, (int)schemas["Prediction"]!["properties"]!["actions"]!["minItems"]!);
        foreach (var (path, operations) in document["paths"]!.AsObject())   // every path is answered, and every reference leads somewhere
            foreach (var (method, _) in operations!.AsObject())
            {
                using HttpRequestMessage request = new(new HttpMethod(method), $"policies/warehouse{path}");
                using var response = await server.Client.SendAsync(request);
                Assert.NotEqual(HttpStatusCode.NotFound, response.StatusCode);
            }
        foreach (var reference in document.ToJsonString().Split("#/components/schemas/").Skip(1).Select(rest => rest[..rest.IndexOf('"')]))
            Assert.NotNull(schemas[reference]);
    }

    [Fact]
    public async Task What_needs_no_key_is_open_and_health_is_ok()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        using HttpClient stranger = new() { BaseAddress = server.Address };
        Assert.Equal("\"ok\"", await stranger.GetStringAsync(""));
        Assert.Contains("swagger-ui", await stranger.GetStringAsync("docs/index.html"), StringComparison.Ordinal);
        foreach (var path in new[] { "docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "openapi.json", "try", "try/",
            "policies/warehouse/try", "try.js", "try.css", "metrics" })
            Assert.NotEmpty(await stranger.GetStringAsync(path));
    }

    [Fact]
    public async Task Metrics_count_requests_by_status_and_their_latencies()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        for (var i = 0; i < 3; i++)
            await server.PostAsync("predict", RunningServer.Named(new float[5]));
        await server.PostAsync("policies/warehouse/predict", RunningServer.Json("{}"));
        var text = await server.Client.GetStringAsync("metrics");
        foreach (var line in new[]
        {
            "pathmind_requests_total{policy=\"warehouse\",endpoint=\"predict\",status=\"200\"} 3",
            "pathmind_requests_total{policy=\"warehouse\",endpoint=\"predict\",status=\"422\"} 1",
            "pathmind_request_duration_seconds_bucket{policy=\"warehouse\",endpoint=\"predict\",le=\"+Inf\"} 4",
            "pathmind_request_duration_seconds_count{policy=\"warehouse\",endpoint=\"predict\"} 4",
        })
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_policies_answer_under_their_names_and_the_first_at_the_root()
    {
        var (one, other) = (PolicyCase.Of("unbounded", seed: 1), PolicyCase.Of("unbounded", seed: 2));
        await using var server = await RunningServer.StartAsync(null, ("one", one.Trained), ("other", other.Trained));
        foreach (var (path, policy) in new[] { ("predict", one), ("policies/one/predict", one), ("policies/other/predict/", other) })
        {
            var (_, body) = await server.PostAsync(path, RunningServer.Named([1, 2, 3, 4, 5]));
            Assert.Equal(policy.Trained.Evaluate([1, 2, 3, 4, 5]).Action, body.GetProperty("actions").EnumerateArray()
                .Select(number => number.GetSingle()));
        }
    }
}
