using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>A token is in an address behind a # alone, and not for long; it is exchanged for a session.</summary>
public sealed class SignInTests : StudioFolder
{
    /// <summary>Posts a token as the page does.</summary>
    internal static async Task<HttpResponseMessage> PostAsync(HttpClient client, string token, string address = "", bool isPage = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"{address}sign-in")
        {
            Content = new FormUrlEncodedContent([new("token", token), new("next", "/compare?e=1,2&x=%22%3E")]),
        };
        if (isPage)
            request.Headers.Accept.Add(new("text/html"));
        return await client.SendAsync(request);
    }

    [Fact]
    public async Task The_token_is_taken_as_header_and_as_cookie_and_a_form_with_it_makes_the_cookie()
    {
        await using var studio = await StartAsync();
        using HttpClient client = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = studio.Address };
        using var signedIn = await PostAsync(client, studio.Token, isPage: true);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        var page = await signedIn.Content.ReadAsStringAsync();
        Assert.Contains("url=/compare?e=1,2&amp;x=%22%3E\"", page);
        Assert.DoesNotContain(studio.Token, page);
        Assert.DoesNotContain(studio.Token, cookie);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Cookie", cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Authorization", $"Bearer {studio.Token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Authorization", $"Basic {studio.Token}"));
        using var wrong = await PostAsync(client, "wrong", isPage: true);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"?token={studio.Token}")).StatusCode);

        async Task<HttpStatusCode> StatusAsync(string header, string value)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "api/experiments");
            request.Headers.TryAddWithoutValidation(header, value);
            return (await client.SendAsync(request)).StatusCode;
        }
    }

    [Theory]
    [InlineData("token=a&next=b", "text/plain", null, HttpStatusCode.BadRequest)]
    [InlineData("{long}", "application/x-www-form-urlencoded", null, HttpStatusCode.BadRequest)]
    [InlineData("token={token}", "application/x-www-form-urlencoded", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("token={token}", "application/x-www-form-urlencoded", "null", HttpStatusCode.OK)]             // of a file
    [InlineData("token=wrong", "application/x-www-form-urlencoded", "null", HttpStatusCode.Unauthorized)]
    [InlineData("token={token}&next=https://evil.example/", "application/x-www-form-urlencoded", null, HttpStatusCode.OK)]
    [InlineData("token={token}&next=//evil.example/", "application/x-www-form-urlencoded", null, HttpStatusCode.OK)]
    [InlineData("token={token}&next=/\\evil.example/", "application/x-www-form-urlencoded", null, HttpStatusCode.OK)]
    public async Task A_form_of_another_page_or_of_another_kind_is_refused_and_none_leads_away(
        string form, string type, string? origin, HttpStatusCode expected)
    {
        await using var studio = await StartAsync();
        using HttpClient client = new() { BaseAddress = studio.Address };
        using HttpRequestMessage request = new(HttpMethod.Post, "sign-in")
        {
            Content = new StringContent(
                form.Replace("{token}", studio.Token).Replace("{long}", $"token={new string('a', 9_000)}"), new MediaTypeHeaderValue(type)),
        };
        request.Headers.Accept.Add(new("text/html"));
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        Assert.DoesNotContain("evil", await answer.Content.ReadAsStringAsync());
        Assert.Equal(expected == HttpStatusCode.OK, answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_printed_address_opens_the_page_that_was_asked_for_and_no_way_back_and_no_request_has_the_token()
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await using var browser = await Browser.OpenAsync(studio, signsIn: false);
        var page = browser.Page;
        List<string> requests = [];
        page.Request += (_, request) =>
            requests.Add($"{request.Url} {string.Join(' ', request.Headers.Select(header => $"{header.Key}={header.Value}"))}");
        Assert.Equal($"{studio.Address}#token={studio.Token}", $"{studio.SignInAddress}");
        await page.GotoAsync($"{studio.Address}compare?e=1,2#token={studio.Token}");
        await SignedInAsync($"{studio.Address}compare?e=1,2");
        await page.GotoAsync($"{studio.Address}experiments/1?smoothing=0.5#token={studio.Token}");          // signed in already
        await SignedInAsync($"{studio.Address}experiments/1?smoothing=0.5");
        await page.EvaluateAsync($"location.hash = 'token={studio.Token}'");                               // pasted into an open page
        await SignedInAsync($"{studio.Address}experiments/1?smoothing=0.5");
        await page.GotoAsync($"{studio.Address}projects?token={studio.Token}");                            // kept from an earlier version
        requests.Clear();                                                                                  // this one had it
        await SignedInAsync($"{studio.Address}projects");
        List<string> seen = [];
        for (var back = 0; back < 6; back++)
        {
            seen.Add(page.Url);
            await page.GoBackAsync();                                                                      // null also within a page
        }
        Assert.Contains(seen, url => url.Contains("compare"));
        Assert.DoesNotContain(seen, url => url.Contains(studio.Token));
        Assert.DoesNotContain(requests, request => request.Contains(studio.Token));
        Assert.Empty(browser.Elsewhere);

        async Task SignedInAsync(string url)
        {
            await Assertions.Expect(page.Locator("main#main")).ToBeAttachedAsync();
            await Assertions.Expect(page).ToHaveURLAsync(url);
            await browser.ConnectedAsync();
        }
    }

    [Fact]
    public async Task The_file_that_the_command_opens_signs_in_and_the_history_of_the_browser_has_no_token()
    {
        Assert.SkipUnless(File.Exists(Chromium.Program), "Chromium is not installed.");
        await using var studio = await StartAsync();
        var profile = Path.Combine(Data, "profile");
        using var playwright = await Playwright.CreateAsync();
        await using (var context = await playwright.Chromium.LaunchPersistentContextAsync(
            profile, new() { ExecutablePath = Chromium.Program, Args = ["--no-sandbox"] }))
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync($"file://{studio.Opener}", new() { WaitUntil = WaitUntilState.Commit });
            await Assertions.Expect(page.Locator("main#main")).ToBeAttachedAsync(new() { Timeout = 60_000 });
            Assert.Equal($"{studio.Address}", page.Url);
        }
        var history = File.ReadAllText(Path.Combine(profile, "Default", "History"), System.Text.Encoding.Latin1);
        Assert.Contains($"{studio.Address}", history);                                                     // it keeps one
        Assert.DoesNotContain(studio.Token, history);
    }

    [Fact]
    public async Task The_form_takes_the_token_says_if_it_is_wrong_and_works_without_a_script()
    {
        await using var studio = await StartAsync();
        await using var browser = await Browser.OpenAsync(studio, path: "projects", signsIn: false);
        var page = browser.Page;
        await page.GetByLabel("Token").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("That is not the token of this studio.");
        await browser.PictureAsync("sign-in");
        await page.GetByLabel("Token").FillAsync(studio.Token);
        await page.GetByLabel("Token").PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Projects" })).ToBeVisibleAsync();
        Assert.Equal($"{studio.Address}projects", page.Url);

        await using var context = await page.Context.Browser!.NewContextAsync(new() { JavaScriptEnabled = false });
        var plain = await context.NewPageAsync();
        await plain.GotoAsync($"{studio.Address}projects");
        await plain.GetByLabel("Token").FillAsync(studio.Token);
        await plain.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(plain.GetByRole(AriaRole.Heading, new() { Name = "Projects" })).ToBeVisibleAsync();
        Assert.Equal($"{studio.Address}projects", plain.Url);
    }
}
