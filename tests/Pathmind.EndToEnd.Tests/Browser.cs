using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>Pages in the browser of the run, and what they complain about.</summary>
sealed class Browser : IAsyncDisposable
{
    readonly List<IBrowserContext> contexts = [];

    public List<string> Errors { get; } = [];

    public async Task<IPage> PageAsync(BrowserNewContextOptions options)
    {
        contexts.Add(await Chromium.OpenAsync(options));
        var page = await contexts[^1].NewPageAsync();
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
        foreach (var context in contexts)
            await context.CloseAsync();
    }
}
