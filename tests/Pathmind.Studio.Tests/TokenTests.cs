using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Pathmind.Reporting;
using Pathmind.Studios;
using Pathmind.Studios.Tokens;

namespace Pathmind.Tests;

/// <summary>Tokens with a name, a scope and an end.</summary>
public class TokenTests : StudioFolder
{
    [Theory]
    [InlineData(TokenScope.Read, "GET", "api/experiments", HttpStatusCode.OK)]
    [InlineData(TokenScope.Read, "GET", "api/experiments/1/curve", HttpStatusCode.OK)]
    [InlineData(TokenScope.Read, "GET", "api/openapi.json", HttpStatusCode.OK)]
    [InlineData(TokenScope.Read, "POST", "api/experiments", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.Read, "POST", "api/experiments/1/stop", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.Read, "GET", "api/tokens", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.Read, "GET", "", HttpStatusCode.Forbidden)]                                     // pages change things
    [InlineData(TokenScope.Read, "GET", "_blazor", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.Submit, "GET", "api/experiments/1", HttpStatusCode.OK)]
    [InlineData(TokenScope.Submit, "POST", "api/experiments/1/stop", HttpStatusCode.OK)]
    [InlineData(TokenScope.Submit, "POST", "api/experiments", HttpStatusCode.BadRequest)]                  // admitted, and without a body
    [InlineData(TokenScope.Submit, "GET", "api/experiments/1/curve", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.Submit, "GET", "api/tokens", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.Submit, "POST", "api/tokens", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.Submit, "DELETE", "api/tokens/1", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.Submit, "GET", "settings", HttpStatusCode.Forbidden)]
    [InlineData(TokenScope.All, "GET", "api/tokens", HttpStatusCode.OK)]
    [InlineData(TokenScope.All, "GET", "settings", HttpStatusCode.OK)]
    public async Task A_token_may_what_its_scope_says_and_no_more(TokenScope scope, string method, string path, HttpStatusCode expected)
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        var (_, secret) = await studio.Tokens.CreateAsync("a job", scope, expires: null);
        using var client = Client(studio, secret);
        using var response = await client.SendAsync(new(new(method), path));
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Forbidden)
            Assert.Contains("a job", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_file_for_trainings_has_a_token_that_reports_and_submits_alone()
    {
        await using var studio = await StartAsync();
        var file = StudioFile.TryRead(Path.Combine(Data, "studio", StudioFile.Name))!;
        Assert.NotEqual(studio.Token, file.Token);
        using StudioClient client = new(file, TimeSpan.FromMinutes(1));
        Assert.Equal(1, client.Register(Registration.Of("Mouse")).Number);
        client.Append(1, Registration.Rows(1, 3));
        Assert.Equal(3, client.Get(1).Rows);
        using var http = Client(studio, file.Token);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync("")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsJsonAsync("api/tokens", new { name = "mine", scope = "all" })).StatusCode);
    }

    [Fact]
    public async Task A_token_is_made_used_rotated_and_revoked_by_the_API_and_survives_a_restart()
    {
        string old, rotated;
        await using (var studio = await StartAsync())
        {
            using var client = Client(studio, studio.Token);
            var made = await SendAsync(client, HttpMethod.Post, "api/tokens", new { name = "nightly", scope = "read", days = 30 });
            old = (string)made["token"]!;
            Assert.Equal(("nightly", "read"), ((string)made["name"]!, (string)made["scope"]!));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(studio, old));
            var listed = await client.GetStringAsync("api/tokens");
            Assert.DoesNotContain(old, listed);
            Assert.DoesNotContain("digest", listed);
            rotated = (string)(await SendAsync(client, HttpMethod.Post, "api/tokens/1/rotate"))["token"]!;
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(studio, old));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(studio, rotated));
        }
        Assert.DoesNotContain(rotated, string.Concat(
            Directory.GetFiles(Path.Combine(Data, "studio"), "studio.db*").Select(file => File.ReadAllText(file, Encoding.Latin1))));
        await using var next = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(next, rotated));
        using var again = Client(next, next.Token);
        Assert.NotNull((await again.GetFromJsonAsync<JsonArray>("api/tokens"))!.Single(token => (int)token!["id"]! == 1)!["last_used"]);
        Assert.Equal(HttpStatusCode.NoContent, (await again.DeleteAsync("api/tokens/1")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(next, rotated));
        Assert.Equal(HttpStatusCode.NotFound, (await again.DeleteAsync("api/tokens/1")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.DeleteAsync("api/tokens/0")).StatusCode);
    }

    [Fact]
    public async Task An_expired_token_is_worth_nothing()
    {
        await using var studio = await StartAsync();
        var (_, secret) = await studio.Tokens.CreateAsync("short", TokenScope.Read, DateTime.UtcNow.AddSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(studio, secret));
        await Task.Delay(1_100);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(studio, secret));
    }

    [Theory]
    [InlineData("", "read", 1.0, "1 to 100 characters")]
    [InlineData("a", "read", -1.0, "above 0")]
    [InlineData("a", "everything", 1.0, "not what this address takes")]
    public async Task A_token_that_cannot_be_is_refused_in_words(string name, string scope, double days, string message)
    {
        await using var studio = await StartAsync();
        using var client = Client(studio, studio.Token);
        using var content = await ContentAsync(new { name, scope, days });
        using var response = await client.PostAsync("api/tokens", content);
        Assert.Contains(message, await response.Content.ReadAsStringAsync());
        Assert.Equal(2, studio.Tokens.All.Count);
    }

    [Theory]
    [InlineData("0.{time}.{signature}", HttpStatusCode.OK)]
    [InlineData("1.{time}.{signature}", HttpStatusCode.Unauthorized)]                                      // the signature of another token
    [InlineData("0.{later}.{signature}", HttpStatusCode.Unauthorized)]                                     // a time that was not signed
    [InlineData("0.{time}.", HttpStatusCode.Unauthorized)]
    [InlineData("0.{time}", HttpStatusCode.Unauthorized)]
    [InlineData("{token}", HttpStatusCode.Unauthorized)]                                                   // a token is not a session
    public async Task A_session_is_what_the_studio_signed_and_nothing_else(string form, HttpStatusCode expected)
    {
        await using var studio = await StartAsync();
        await studio.Tokens.CreateAsync("other", TokenScope.All, expires: null);
        using HttpClient client = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = studio.Address };
        using var signedIn = await SignInTests.PostAsync(client, studio.Token);
        var parts = Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0].Split('=');
        var (time, signature) = (parts[1].Split('.')[1], parts[1].Split('.')[2]);
        var given = form.Replace("{time}", time).Replace("{later}", $"{long.Parse(time) + 1}").Replace("{signature}", signature)
            .Replace("{token}", studio.Token);
        using HttpRequestMessage request = new(HttpMethod.Get, "api/experiments");
        request.Headers.Add("Cookie", $"{parts[0]}={given}");
        Assert.Equal(expected, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_page_ends_with_the_token_that_opened_it()
    {
        await using var studio = await StartAsync();
        var (token, secret) = await studio.Tokens.CreateAsync("a colleague", TokenScope.All, expires: null);
        await using var browser = await Browser.OpenAsync(studio, signsIn: false);
        await browser.Page.GotoAsync($"{studio.Address}#token={secret}");
        await browser.ConnectedAsync();
        await studio.Tokens.RevokeAsync(token.Id);
        await Assertions.Expect(browser.Page.GetByLabel("Token")).ToBeVisibleAsync();       // it asks for another one by itself
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_settings_page_makes_rotates_and_revokes_tokens(ColorScheme scheme, int width)
    {
        await using var studio = await StartAsync();
        await using var browser = await Browser.OpenAsync(studio, scheme, width, "settings");
        var page = browser.Page;
        await browser.ConnectedAsync();
        await page.GetByLabel("Name of the new token").FillAsync("nightly <b>job</b>");
        await page.GetByLabel("What the new token may").SelectOptionAsync("read");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();
        var first = await page.Locator(".secret input").InputValueAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(studio, first));
        await browser.PictureAsync($"settings-{scheme}-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate nightly" }).ClickAsync();
        await Assertions.Expect(page.Locator(".secret input")).Not.ToHaveValueAsync(first);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(studio, first));
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke nightly" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Revoke nightly" })).ToContainTextAsync("Really");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke nightly" }).ClickAsync();
        await Assertions.Expect(page.Locator(".tokens tbody tr")).ToHaveCountAsync(2);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.scrolling')].every(box => box.scrollWidth <= box.clientWidth)"));
        var before = studio.Token;
        await page.EvaluateAsync("document.documentElement.dataset.old = 'yes'");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate Start" }).ClickAsync();               // signs itself in again
        await Assertions.Expect(page.Locator("html:not([data-old])[data-live=yes]")).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator(".tokens tbody tr")).ToHaveCountAsync(2);
        Assert.NotEqual(before, studio.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(studio, before));
        Assert.Empty(browser.Elsewhere);
    }

    static HttpClient Client(StudioServer studio, string token) => new()
    {
        BaseAddress = studio.Address, DefaultRequestHeaders = { Authorization = new("Bearer", token) },
    };

    static async Task<HttpStatusCode> StatusAsync(StudioServer studio, string token)
    {
        using var client = Client(studio, token);
        using var response = await client.GetAsync("api/experiments");
        return response.StatusCode;
    }

    /// <summary>JSON that says how long it is.</summary>
    static async Task<HttpContent> ContentAsync(object body)
    {
        var content = JsonContent.Create(body);
        await content.LoadIntoBufferAsync();
        return content;
    }

    static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : await ContentAsync(body) };
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
