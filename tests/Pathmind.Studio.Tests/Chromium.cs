using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Pathmind.Tests.Chromium))]

namespace Pathmind.Tests;

/// <summary>The browser of a run: one for all tests, started for the first that asks, closed after the last. What a
/// test opens has cookies, storage and cache of its own.</summary>
public sealed class Chromium : IAsyncDisposable
{
    internal const string Program = "/usr/bin/chromium";

    static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> Started = new(async () =>
    {
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox"] }));
    });

    /// <summary>Whose pages a test opens; closed with it.</summary>
    internal static async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null)
    {
        Assert.SkipUnless(File.Exists(Program), "Chromium is not installed.");
        return await (await Started.Value).Browser.NewContextAsync(options);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Started.IsValueCreated)
            return;
        var (driver, browser) = await Started.Value;
        await browser.CloseAsync();
        driver.Dispose();
    }
}
