using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>A browser, and what its pages complain about.</summary>
sealed class Browser(IPlaywright playwright, IBrowser browser) : IAsyncDisposable
{
    const string Chromium = "/usr/bin/chromium";

    public static bool IsInstalled => File.Exists(Chromium);

    public List<string> Errors { get; } = [];

    public static async Task<Browser> OpenAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] }));
    }

    public async Task<IPage> PageAsync(BrowserNewPageOptions options)
    {
        var page = await browser.NewPageAsync(options);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Errors.Add(message.Text);
        };
        page.PageError += (_, error) => Errors.Add(error);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
