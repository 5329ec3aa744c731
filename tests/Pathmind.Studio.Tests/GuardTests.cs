using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Pathmind.Studios.Sharing;

namespace Pathmind.Tests;

/// <summary>Nobody without the token gets anything, whatever is asked for and however.</summary>
public sealed class GuardTests : StudioFolder
{
    [Fact]
    public async Task Every_route_of_the_router_answers_401_without_a_token()
    {
        await using var studio = await StartAsync();
        using HttpClient client = new() { BaseAddress = studio.Address };
        var routes = studio.Routes.OfType<RouteEndpoint>().ToArray();
        Assert.Contains(routes, route => route.RoutePattern.RawText == "/experiments/{Number:int}");      // pages, the API and
        Assert.Contains(routes, route => route.RoutePattern.RawText == "/api/experiments/{number:int}/rows");
        Assert.Contains(routes, route => route.RoutePattern.RawText!.Contains("_blazor"));                // what the framework adds
        foreach (var route in routes)
            foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
            {
                var path = Path(route.RoutePattern);
                var expected = route.IsForVisitors() ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized;
                using var without = await client.SendAsync(new(new(method), path));
                Assert.True(without.StatusCode == expected, $"{method} {path} answered {without.StatusCode}");
                using HttpRequestMessage wrong = new(new(method), path);
                wrong.Headers.Authorization = new("Bearer", new string('0', studio.Token.Length));
                using var refused = await client.SendAsync(wrong);
                Assert.True(refused.StatusCode == expected, $"{method} {path} answered {refused.StatusCode}");
            }
        using var nowhere = await client.GetAsync("nowhere");
        Assert.Equal(HttpStatusCode.Unauthorized, nowhere.StatusCode);
    }

    /// <summary>The routes of links are these, and what has the token of the studio does not open them.</summary>
    [Fact]
    public async Task The_routes_that_a_link_opens_are_known_one_by_one()
    {
        await using var studio = await StartAsync();
        var routes = studio.Routes.OfType<RouteEndpoint>().ToArray();
        string[] known = ["", "now", "curves", "chart/{name}", "assets/{digest}/{name}"];
        Assert.Equal(
            known.Select(path => $"/share/{{token}}/{path}").Order(),
            routes.Where(route => route.IsForVisitors()).Select(route => route.RoutePattern.RawText!).Order());
        Assert.All(routes.Where(route => route.RoutePattern.RawText!.StartsWith("/share", StringComparison.OrdinalIgnoreCase)), route =>
            Assert.Equal(["GET"], route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods));
        using HttpClient client = new() { BaseAddress = studio.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
        foreach (var path in new[] { "share/1", $"share/{studio.Token}" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("evil.example", null, HttpStatusCode.MisdirectedRequest)]                                  // rebinding
    [InlineData("evil.example:{port}", null, HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1:1", null, HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost:{port}", null, HttpStatusCode.OK)]
    [InlineData("127.0.0.1:{port}", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1:{port}", "http://127.0.0.1:8888", HttpStatusCode.Forbidden)]                    // a page of another program
    [InlineData("127.0.0.1:{port}", "null", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1:{port}", "http://127.0.0.1:{port}", HttpStatusCode.OK)]
    public async Task Requests_of_other_names_and_other_pages_are_refused_with_the_right_token(
        string host, string? origin, HttpStatusCode expected)
    {
        await using var studio = await StartAsync();
        using HttpClient client = new() { BaseAddress = studio.Address };
        Assert.Equal(expected, await StatusAsync(client, request =>
        {
            request.Headers.Authorization = new("Bearer", studio.Token);
            request.Headers.Host = host.Replace("{port}", $"{studio.Address.Port}");
            if (origin is not null)
                request.Headers.Add("Origin", origin.Replace("{port}", $"{studio.Address.Port}"));
        }));
    }

    [Fact]
    public async Task A_form_of_another_page_cannot_change_anything_though_the_browser_has_the_cookie()
    {
        await using var studio = await StartAsync();
        using HttpClient client = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = studio.Address };
        using HttpRequestMessage request = new(HttpMethod.Post, "api/experiments/1/stop");
        request.Headers.Add("Cookie", $"pathmind-studio-{studio.Address.Port}={studio.Token}");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_page_may_run_scripts_of_this_address_only_and_may_not_be_framed()
    {
        await using var studio = await StartAsync();
        using HttpClient client = new() { BaseAddress = studio.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
        using var response = await client.GetAsync("");
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotMatch("<script(?![^>]*src=)", await response.Content.ReadAsStringAsync());
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }

    static async Task<HttpStatusCode> StatusAsync(HttpClient client, Action<HttpRequestMessage> change)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "api/experiments");
        change(request);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>An address that the pattern takes.</summary>
    static string Path(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment => string.Concat(
        segment.Parts.Select(part => part is RoutePatternLiteralPart literal ? literal.Content : "1"))));
}
