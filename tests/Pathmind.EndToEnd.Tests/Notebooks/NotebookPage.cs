using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>A notebook in the browser, used as a person uses it: by its buttons and by what is to be seen.</summary>
internal sealed class NotebookPage(IPage page)
{
    const string Run = "button[data-jupyter-action='jupyter-notebook:run-cell-and-select-next']",
        Stop = "button[data-jupyter-action='jupyter-notebook:interrupt-kernel']";

    /// <summary>Folder of the pictures, kept by CI.</summary>
    static string Screenshots => Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName;

    /// <summary>Opens it, without the outputs that it was saved with.</summary>
    public async Task OpenAsync(Uri server, string notebook)
    {
        await page.GotoAsync(new Uri(server, $"notebooks/{notebook}").ToString());
        await page.WaitForFunctionAsync(
            "() => window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded && Jupyter.notebook.kernel && "
            + "Jupyter.notebook.kernel.is_connected()");
        await page.EvaluateAsync("() => Jupyter.notebook.clear_all_output()");
    }

    /// <summary>How many cells there are.</summary>
    public Task<int> CountAsync() => page.EvaluateAsync<int>("() => Jupyter.notebook.ncells()");

    /// <summary>The cell at a place, counted from 0.</summary>
    public ILocator Cell(int index) => page.Locator(".cell").Nth(index);

    public ILocator Outputs(int index) => Cell(index).Locator(".output");

    public ILocator Pictures(int index) => Outputs(index).Locator("svg");

    /// <summary>Writes a cell of code below all others.</summary>
    /// <returns>Its place.</returns>
    public Task<int> AppendAsync(string code) =>
        page.EvaluateAsync<int>(
            "code => { Jupyter.notebook.insert_cell_at_bottom('code').set_text(code); return Jupyter.notebook.ncells() - 1; }", code);

    /// <summary>Selects a cell and presses Run; does not wait for its end.</summary>
    public async Task PressRunAsync(int index)
    {
        await page.EvaluateAsync("index => { Jupyter.notebook.select(index); Jupyter.notebook.focus_cell(); }", index);
        await page.Locator(Run).ClickAsync();
    }

    /// <summary>Waits until the cell has its number: <c>In [*]</c> has become <c>In [7]</c>.</summary>
    public Task EndedAsync(int index) =>
        Assertions.Expect(Cell(index).Locator(".input_prompt").First)
        .ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"\[\d+\]"), new() { Timeout = 60_000 });

    public Task PressStopAsync() => page.Locator(Stop).ClickAsync();

    /// <summary>A picture of a cell, and of the same in a dark theme.</summary>
    /// <remarks>The classic Notebook has no dark theme: its page is given the colours of one.</remarks>
    public async Task ScreenshotAsync(int index, string name)
    {
        foreach (var dark in new[] { false, true })
        {
            await page.EvaluateAsync("""
                dark => {
                    document.getElementById('dark-theme')?.remove();
                    if (!dark) return;
                    const style = document.createElement('style');
                    style.id = 'dark-theme';
                    style.textContent = 'body, #site, #notebook, #notebook-container, .cell, .output, .output_area, .output_subarea, .rendered_html, .rendered_html * { background-color: #111; color: #e0e0e0 }'
                        + ' .rendered_html tbody tr:nth-child(odd) { background: #1b1b1b } .rendered_html [style*="height:6px"] { background-color: revert-layer }';
                    document.head.append(style);
                }
                """, dark);
            await Cell(index).ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}-{(dark ? "dark" : "light")}.png") });
        }
        await page.EvaluateAsync("() => document.getElementById('dark-theme').remove()");
    }
}
