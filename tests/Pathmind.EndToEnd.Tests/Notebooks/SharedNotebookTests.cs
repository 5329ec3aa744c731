using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>A notebook that is handed to a colleague: exported by Debian's nbconvert, opened in a browser without
/// network.</summary>
public sealed class SharedNotebookTests : IDisposable
{
    const string Nbconvert = "/usr/bin/jupyter-nbconvert";

    /// <summary>How many pixels of each picture are not transparent, and how many of them are blue, as the line
    /// is.</summary>
    const string CountPixels = """
        () => [...document.querySelectorAll('img[src^="data:image/svg"]')].map(image => {
            const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
            let [seen, blue] = [0, 0];
            for (let i = 0; i < pixels.length; i += 4) {
                seen += pixels[i + 3] > 100;
                blue += pixels[i + 3] > 200 && pixels[i + 2] > pixels[i] + 80;
            }
            return [seen, blue];
        })
        """;

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-shared-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task An_exported_notebook_shows_its_plots(ColorScheme scheme)
    {
        Assert.SkipUnless(File.Exists(Chromium.Program) && File.Exists(Nbconvert), "Chromium or nbconvert is not installed.");
        LinePlot plot = new(new PlotSeries("mean reward", [0, 100, 200], [0, 3, 4], [-1, 2, 3], [1, 4, 5]) { BandName = "worst to best" })
        {
            Title = "Training", XLabel = "steps", YLabel = "reward",
        };
        File.WriteAllText(Path.Combine(folder, "shared.ipynb"), Notebook(plot.ToBundle()));
        using (var export = Process.Start(new ProcessStartInfo(Nbconvert, ["--to", "html", "shared.ipynb"]) { WorkingDirectory = folder })!)
            await export.WaitForExitAsync(TestContext.Current.CancellationToken);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.Program, Args = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"] });
        var page = await (await browser.NewContextAsync(new() { ColorScheme = scheme })).NewPageAsync();
        await page.GotoAsync(new Uri(Path.Combine(folder, "shared.html"))
            .ToString(), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        var pixels = Assert.Single(await page.EvaluateAsync<int[][]>(CountPixels));
        // text, axes, band and line, not a filled or an empty picture
        Assert.InRange(pixels[0], 3_000, 200_000);
        Assert.InRange(pixels[1], 500, 20_000);
    }

    static string Notebook(IReadOnlyDictionary<string, string> bundle) => new JsonObject
    {
        ["nbformat"] = 4, ["nbformat_minor"] = 5, ["metadata"] = new JsonObject(),
        ["cells"] = new JsonArray(new JsonObject
        {
            ["cell_type"] = "code", ["id"] = "a", ["execution_count"] = 1, ["metadata"] = new JsonObject(), ["source"] = "history.Plot()",
            ["outputs"] = new JsonArray(new JsonObject
            {
                ["output_type"] = "execute_result", ["execution_count"] = 1, ["metadata"] = new JsonObject(),
                ["data"] = new JsonObject(bundle.Select(form => KeyValuePair.Create(form.Key,
                    form.Key.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(form.Value) : JsonValue.Create(form.Value)))),
            }),
        }),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
