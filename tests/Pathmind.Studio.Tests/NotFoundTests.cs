using System.Net;
using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>An address where nothing is.</summary>
public sealed class NotFoundTests : StudioFolder
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task It_answers_404_with_a_page_that_says_what_was_asked_and_where_to_go(ColorScheme scheme, int width)
    {
        const string Markup = "<img src=x onerror=\"document.title='taken'\">";
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await using var browser = await Browser.OpenAsync(studio, scheme, width);
        var page = browser.Page;
        foreach (var (path, said) in new[]
        {
            ("nowhere/at/all", "asked for /nowhere/at/all,"), ($"nowhere/{Uri.EscapeDataString(Markup)}", $"asked for /nowhere/{Markup},"),
            ("experiments/x", "asked for /experiments/x,"), ("experiments/7", "There is no experiment 7"),
            ("experiments/7/lab", "There is no experiment 7"), ("projects/Cat", "There is no project Cat"),
            ("not-found", "There is nothing at this address"),
        })
        {
            var answer = await page.GotoAsync($"{studio.Address}{path}");
            Assert.True(answer!.Status == 404, $"{path}: {answer.Status}");
            Assert.Contains(said.Split(' ')[^1].TrimEnd(',', '>'), WebUtility.HtmlDecode(await answer.TextAsync()));   // before it is alive
            await browser.ConnectedAsync();
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(said);
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "All experiments", Exact = true })).ToBeVisibleAsync();
            Assert.NotEqual("taken", await page.TitleAsync());
        }
        await page.GotoAsync($"{studio.Address}nowhere");
        await browser.PictureAsync($"not-found-{scheme}-{width}");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await browser.ConnectedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "All experiments", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".experiments tbody tr")).ToHaveCountAsync(1);
        Assert.DoesNotContain(browser.Errors, error => !error.Contains("404"));
    }

    [Fact]
    public async Task Programs_get_words_and_without_a_token_an_unknown_address_is_as_any_other()
    {
        await using var studio = await StartAsync();
        using HttpClient client = new() { BaseAddress = studio.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("nowhere")).StatusCode);
        using var shared = await client.GetAsync("share/unknown");
        Assert.Equal(HttpStatusCode.NotFound, shared.StatusCode);
        Assert.Contains("This link leads nowhere", await shared.Content.ReadAsStringAsync());
        client.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
        foreach (var path in new[] { "api/nowhere", "nowhere" })
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(
                $$"""{"detail":"There is nothing at /{{path}}: /api/openapi.json says what there is."}""",
                await answer.Content.ReadAsStringAsync());
        }
    }
}
