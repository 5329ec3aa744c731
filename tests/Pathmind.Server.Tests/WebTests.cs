using System.IO.Compression;
using System.Net;
using System.Text;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>What web pages and proxies do: other origins, packed bodies, wrong methods.</summary>
public sealed class WebTests
{
    static readonly float[] Values = [0.5f, 1, -1, 2, 0.25f];

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_ask_and_others_may_not()
    {
        await using var server = await RunningServer.StartAsync(
            PolicyCase.Of("unbounded"), options => options with { AllowedOrigins = ["https://shop.example"] });

        Assert.Equal("https://shop.example", await AllowedAsync(server, "https://shop.example"));
        Assert.Null(await AllowedAsync(server, "https://other.example"));
    }

    [Fact]
    public async Task Without_allowed_origins_no_page_may_ask()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("unbounded"));

        Assert.Null(await AllowedAsync(server, "https://shop.example"));
    }

    [Fact]
    public async Task A_body_packed_by_gzip_is_read_and_a_bomb_is_not()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("unbounded"));
        var plain = await server.PostAsync("predict", RunningServer.Named(Values));
        var packed = await server.PostAsync("predict", Packed(RunningServer.Named(Values).ToJsonString(), "gzip"));

        Assert.Equal(200, packed.Status);
        Assert.Equal(plain.Body.ToString(), packed.Body.ToString());
        Assert.Equal(413, (await server.PostAsync("predict", Packed(new string(' ', 50_000_000), "gzip"))).Status);
        Assert.Equal(415, (await server.PostAsync("predict", Packed("{}", "br"))).Status);
        var damaged = RunningServer.Json("{}");
        damaged.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(400, (await server.PostAsync("predict", damaged)).Status);
    }

    [Fact]
    public async Task A_wrong_method_is_405_and_says_which_is_right()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("unbounded"));
        using var predict = await server.Client.GetAsync("predict");
        using var schema = await server.Client.PostAsync("policies/warehouse/schema/", RunningServer.Json("{}"));

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (predict.StatusCode, predict.Content.Headers.Allow.Single()));
        Assert.Contains("/predict takes POST, not GET", await predict.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET"), (schema.StatusCode, schema.Content.Headers.Allow.Single()));
    }

    [Fact]
    public async Task The_root_is_ok_for_programs()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("unbounded"));

        Assert.Equal("\"ok\"", await server.Client.GetStringAsync(""));
    }

    static async Task<string?> AllowedAsync(RunningServer server, string origin)
    {
        using HttpRequestMessage request = new(HttpMethod.Options, "predict");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "access-token,content-type");
        using var response = await server.Client.SendAsync(request);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }

    static ByteArrayContent Packed(string text, string encoding)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal, leaveOpen: true))
            stream.Write(Encoding.UTF8.GetBytes(text));
        ByteArrayContent content = new(packed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }
}
