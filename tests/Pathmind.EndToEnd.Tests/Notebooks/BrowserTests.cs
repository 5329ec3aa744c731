using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>The tutorial in a real browser, in Debian's classic Notebook.</summary>
[Collection(nameof(InstalledKernel))]
public sealed class BrowserTests(InstalledKernel kernel)
{
    [Fact]
    public async Task The_tutorial_runs_the_plot_moves_stop_keeps_the_best_policy_and_the_next_cell_works()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/jupyter-notebook"), "Jupyter is not installed.");
        await using var server = await JupyterServer.StartAsync(kernel.Jupyter, kernel.Notebooks);
        await using var context = await Chromium.OpenAsync(new() { ViewportSize = new() { Width = 1280, Height = 1000 } });
        NotebookPage notebook = new(await context.NewPageAsync());
        await notebook.OpenAsync(server.Address, "1-mouse-and-cheese.ipynb");

        await RunAllCellsAsync(notebook);

        var training = await notebook.AppendAsync("%train --steps 2000000000 --seed 2 --as other");
        await notebook.PressRunAsync(training);
        await Assertions.Expect(notebook.Outputs(training)).ToContainTextAsync("steps/s", new() { Timeout = 60_000 });
        await Assertions.Expect(notebook.Pictures(training)).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        var first = await notebook.Pictures(training).InnerHTMLAsync();
        await Assertions.Expect(notebook.Pictures(training)).Not.ToHaveJSPropertyAsync("innerHTML", first, new() { Timeout = 30_000 });
        await notebook.ScreenshotAsync(training, "training");

        await notebook.PressStopAsync();
        await Assertions.Expect(notebook.Outputs(training)).ToContainTextAsync("Stopped, best policy kept", new() { Timeout = 30_000 });
        await notebook.EndedAsync(training);
        await notebook.ScreenshotAsync(training, "stopped");

        var next = await notebook.AppendAsync("simulation.Compare(episodes: 20, seed: 3, other)");
        await notebook.PressRunAsync(next);
        await Assertions.Expect(notebook.Outputs(next).Locator("table").First).ToContainTextAsync("other", new() { Timeout = 30_000 });
        await notebook.ScreenshotAsync(next, "next");

        var replay = await notebook.AppendAsync("simulation.Run(other, display: Pathmind.Display.None).Replay()");
        await notebook.PressRunAsync(replay);
        await notebook.Outputs(replay).GetByRole(AriaRole.Button, new() { Name = "To the beginning" }).ClickAsync();
        await notebook.Outputs(replay).GetByRole(AriaRole.Button, new() { Name = "One step forward" }).ClickAsync();
        await Assertions.Expect(notebook.Outputs(replay).GetByRole(AriaRole.Status)).ToContainTextAsync("step 1 of");
        await notebook.ScreenshotAsync(replay, "replay");
    }

    /// <summary>Runs every cell of the notebook, from the first to the last, and photographs those that show
    /// something.</summary>
    static async Task RunAllCellsAsync(NotebookPage notebook)
    {
        for (var index = 0; index < await notebook.CountAsync(); index++)
        {
            if (!(await notebook.Cell(index).GetAttributeAsync("class"))!.Contains("code_cell", StringComparison.Ordinal))
                continue;
            await notebook.PressRunAsync(index);
            await notebook.EndedAsync(index);
            await Assertions.Expect(notebook.Outputs(index).Locator(".output_error")).ToHaveCountAsync(0);
            if (await notebook.Outputs(index).Locator("img, svg, table").CountAsync() > 0)
                await notebook.ScreenshotAsync(index, $"tutorial-{index:00}");
        }
    }
}
