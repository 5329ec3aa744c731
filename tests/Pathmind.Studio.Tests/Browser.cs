using Microsoft.Playwright;
using Pathmind.Studios;

namespace Pathmind.Tests;

/// <summary>A page of the studio in the browser of the run.</summary>
internal sealed class Browser(IPage page) : IAsyncDisposable
{
    public IPage Page => page;

    public List<string> Errors { get; } = [];

    /// <summary>Addresses other than the studio's that the page asked for.</summary>
    public List<string> Elsewhere { get; } = [];

    public static Task<Browser> OpenAsync(
        StudioServer studio, ColorScheme scheme = ColorScheme.Light, int width = 1280, string path = "", bool signsIn = true,
        bool isFirstVisit = false) => OpenAsync($"{studio.Address}", studio.Token, scheme, width, path, signsIn, isFirstVisit);

    public static async Task<Browser> OpenAsync(
        string address, string token, ColorScheme scheme, int width, string path = "", bool signsIn = true, bool isFirstVisit = false)
    {
        var context = await Chromium.OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        Browser opened = new(page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("401"))
                opened.Errors.Add(message.Text);
        };
        page.PageError += (_, error) => opened.Errors.Add(error);
        page.Request += (_, request) =>
        {
            if (!new[] { address, "data:", "blob:" }.Any(own => request.Url.StartsWith(own, StringComparison.Ordinal)))
                opened.Elsewhere.Add(request.Url);
        };
        try
        {
            if (signsIn && !isFirstVisit)
                await page.Context.AddCookiesAsync([new() { Name = "pathmind-tour", Value = "seen", Url = address }]);
            await page.GotoAsync($"{address}{path}{(signsIn ? $"#token={token}" : "")}");
            if (signsIn)                                                     // an event may be over before one waits
            {
                await Assertions.Expect(page.Locator("main#main")).ToBeAttachedAsync();
                await Assertions.Expect(page).ToHaveURLAsync($"{address}{path}");
            }
            await Assertions.Expect(page.Locator("html")).ToHaveJSPropertyAsync("ownerDocument.readyState", "complete");
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the page is alive: its circuit is there.</summary>
    public Task ConnectedAsync() => Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("data-live", "yes");

    /// <summary>Waits until the page's circuit is cut.</summary>
    public Task CutAsync() => Assertions.Expect(Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();

    public async Task PictureAsync(string name)
    {
        await Page.WaitForTimeoutAsync(600);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"{name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await page.Context.CloseAsync();
}
