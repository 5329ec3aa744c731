using System.Net;
using System.Text;
using System.Text.Json;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>What the server says to requests that it cannot answer.</summary>
public sealed class ErrorTests
{
    const string Good = """{"x": 1, "orders": [1, 2, 3], "y": 0}""";

    [Theory]
    [InlineData("""{"orders": [1, 2, 3], "y": 0}""", """[{"loc":["body","x"],"msg":"field required","type":"value_error.missing"}]""")]
    [InlineData("""{"x": "a", "orders": [1, 2, 3], "y": null}""", """[{"loc":["body","x"],"msg":"value is not a valid float","type":"type_error.float"},{"loc":["body","y"],"msg":"none is not an allowed value","type":"type_error.none.not_allowed"}]""")]
    [InlineData("""{"x": 1, "orders": [1, 2], "y": 0}""", """[{"loc":["body","orders"],"msg":"ensure this value has at least 3 items","type":"value_error.list.min_items","ctx":{"limit_value":3}}]""")]
    [InlineData("""{"x": 1, "orders": [1, 2, 3, 4], "y": 0}""", """[{"loc":["body","orders"],"msg":"ensure this value has at most 3 items","type":"value_error.list.max_items","ctx":{"limit_value":3}}]""")]
    [InlineData("""{"x": 1, "orders": [1, {}, 3], "y": 0}""",
        """[{"loc":["body","orders",1],"msg":"value is not a valid float","type":"type_error.float"}]""")]
    [InlineData("""{"x": 1, "orders": 5, "y": 0}""", """[{"loc":["body","orders"],"msg":"value is not a valid list","type":"type_error.list"}]""")]
    [InlineData("""{"x": 1e308, "orders": [1, 2, 1e999], "y": 0}""", """[{"loc":["body","x"],"msg":"ensure this value is finite and fits into float32","type":"value_error.number.not_finite"},{"loc":["body","orders",2],"msg":"ensure this value is finite and fits into float32","type":"value_error.number.not_finite"}]""")]
    [InlineData("""{"x": 1, "x": 2, "orders": [1, 2, 3], "y": 0}""",
        """[{"loc":["body","x"],"msg":"field given twice","type":"value_error.duplicate"}]""")]
    [InlineData("[1]", """[{"loc":["body"],"msg":"value is not a valid dict","type":"type_error.dict"}]""")]
    public async Task Invalid_observations_are_answered_as_by_the_original(string body, string detail)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        var (status, answer) = await server.PostAsync("predict/", RunningServer.Json(body));
        Assert.Equal(422, status);
        Assert.Equal(detail, answer.GetProperty("detail").GetRawText());
    }

    [Theory]
    [InlineData("""{"x": NaN, "orders": [1, 2, 3], "y": 0}""")]
    [InlineData("""{"x": 1, "orders": [1, 2""")]
    [InlineData("")]
    [InlineData("""{"x": 1, "orders": [1, 2, 3], "y": 0} trailing""")]
    [InlineData("""{"x": 1, "orders": [1, 2, 3], "y": 0, "\ud800": 1}""")]
    public async Task A_body_that_is_no_JSON_is_answered_in_words(string body)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        var (status, answer) = await server.PostAsync("predict/", RunningServer.Json(body));
        Assert.Equal(422, status);
        Assert.Equal("value_error.jsondecode", answer.GetProperty("detail")[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_batch_names_the_row()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"), options => options with { MaxBatch = 2 });
        var (_, missing) = await server.PostAsync(
            "predict_batch", RunningServer.Json($$"""{"observations": [{{Good}}, {"x": 1, "orders": [1, 2, 3]}]}"""));
        Assert.Equal("""["body","observations",1,"y"]""", missing.GetProperty("detail")[0].GetProperty("loc").GetRawText());
        var (_, many) =
            await server.PostAsync("predict_batch", RunningServer.Json($$"""{"observations": [{{Good}}, {{Good}}, {{Good}}]}"""));
        Assert.Equal("ensure this value has at most 2 items", many.GetProperty("detail")[0].GetProperty("msg").GetString());
        var (_, none) = await server.PostAsync("predict_batch", RunningServer.Json("""{"observations": []}"""));
        Assert.Equal("ensure this value has at least 1 items", none.GetProperty("detail")[0].GetProperty("msg").GetString());
    }

    [Theory]
    [InlineData("one choice")]
    [InlineData("unbounded")]
    public async Task Numbers_that_overflow_in_the_network_are_refused_not_a_failure_of_the_server(string space)
    {
        const string Huge = """{"x": 3e38, "orders": [-3e38, 3e38, -3e38], "y": 3e38}""";
        var policy = PolicyCase.Of(space, activation: Activation.Relu, normalise: false);
        await using var server = await RunningServer.StartAsync(policy);
        foreach (var path in new[] { "predict", "predict_deterministic", "distribution" })
        {
            var (status, answer) = await server.PostAsync(path, RunningServer.Json(Huge));
            Assert.True(status == 422, answer.ToString());
            Assert.Equal(
                """{"detail":[{"loc":["body"],"msg":"the policy has no finite answer to these numbers","type":"value_error.no_answer"}]}""",
                answer.GetRawText());
        }
        var (_, batch) = await server.PostAsync("predict_batch", RunningServer.Json($$"""{"observations": [{{Good}}, {{Huge}}]}"""));
        Assert.Equal("""["body","observations",1]""", batch.GetProperty("detail")[0].GetProperty("loc").GetRawText());
    }

    [Fact]
    public async Task A_mask_that_allows_nothing_is_refused()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("several choices", masks: true));
        var (status, answer) =
            await server.PostAsync("predict", RunningServer.Named([0, 0, 0, 0, 0], [true, true, true, false, false, false]));
        Assert.Equal((422, "action_mask"), (status, answer.GetProperty("detail")[0].GetProperty("loc")[1].GetString()));
    }

    [Theory]
    [InlineData("access-token", "secret", "", "", HttpStatusCode.OK)]
    [InlineData("", "", "?access-token=secret", "", HttpStatusCode.OK)]
    [InlineData("", "", "", "access-token=secret", HttpStatusCode.OK)]
    [InlineData("", "", "", "", HttpStatusCode.Unauthorized)]
    [InlineData("access-token", "secre", "", "", HttpStatusCode.Unauthorized)]
    [InlineData("access-token", "secretsecret", "", "", HttpStatusCode.Unauthorized)]
    [InlineData("x-access-token", "secret", "?token=secret", "token=secret", HttpStatusCode.Unauthorized)]
    public async Task The_key_opens_as_header_query_or_cookie(
        string header, string value, string query, string cookie, HttpStatusCode expected)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        using HttpClient client = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        foreach (var path in new[] { "schema", "schema/", "policies/warehouse/schema", "policies/warehouse/schema/" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path + query);
            if (header != "")
                request.Headers.Add(header, value);
            if (cookie != "")
                request.Headers.Add("cookie", cookie);
            using var response = await client.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
            Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_content_type_than_JSON_or_none_is_415_a_large_body_413_and_an_unknown_address_404()
    {
        await using var server =
            await RunningServer.StartAsync(PolicyCase.Of("one choice"), options => options with { MaxBodyBytes = 1000 });
        Assert.Equal(415, (await server.PostAsync("predict", new StringContent(Good, Encoding.UTF8, "text/plain"))).Status);
        Assert.Equal(200, (await server.PostAsync("predict", new ByteArrayContent(Encoding.UTF8.GetBytes(Good)))).Status);
        Assert.Equal(200, (await server.PostAsync("predict", RunningServer.Json(Good.PadRight(1000)))).Status);
        Assert.Equal(413, (await server.PostAsync("predict", RunningServer.Json(Good.PadRight(1001)))).Status);
        Assert.Equal(413, (await server.PostAsync("predict", new Chunked(Good.PadRight(100_000)))).Status);
        Assert.Equal(404, (await server.PostAsync("policies/other/predict", RunningServer.Json(Good))).Status);
    }

    [Fact]
    public async Task A_body_just_below_the_limit_is_read_whole_in_pieces()
    {
        await using var server =
            await RunningServer.StartAsync(PolicyCase.Of("one choice"), options => options with { MaxBodyBytes = 4 << 20 });
        Assert.Equal(200, (await server.PostAsync("predict", new Chunked(Good.PadRight(4 << 20)))).Status);
    }

    [Fact]
    public async Task More_requests_than_allowed_a_second_are_429_with_the_time_to_wait()
    {
        await using var server =
            await RunningServer.StartAsync(PolicyCase.Of("one choice"), options => options with { RequestsPerSecond = 0.01 });
        Assert.Equal(200, (await server.PostAsync("predict", RunningServer.Json(Good))).Status);
        using var refused = await server.Client.PostAsync("predict", RunningServer.Json(Good));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Options_out_of_range_are_named_all_at_once()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => PolicyServer.StartAsync(new() { Policies = [], Port = -1, ApiKey = "", MaxBatch = 0, RequestsPerSecond = double.NaN }));
        foreach (var name in new[] { "Policies", "Port", "ApiKey", "MaxBatch", "RequestsPerSecond" })
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A body whose length is not announced.</summary>
    sealed class Chunked : HttpContent
    {
        readonly byte[] bytes;

        public Chunked(string text)
        {
            bytes = Encoding.UTF8.GetBytes(text);
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var from = 0; from < bytes.Length; from += 10_000)
                await stream.WriteAsync(bytes.AsMemory(from, Math.Min(10_000, bytes.Length - from)));
        }

        protected override bool TryComputeLength(out long length) => (length = 0) > 0;
    }
}
