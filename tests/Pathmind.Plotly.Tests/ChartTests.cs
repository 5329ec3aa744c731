using System.Diagnostics;
using System.Text.Json.Nodes;
using Pathmind.Charts;
using Plotly.NET;

namespace Pathmind.Tests;

public sealed class ChartTests : IDisposable
{
    const string Chromium = "/usr/bin/chromium";

    static readonly LinePlot Lines = new(
        new PlotSeries(
            "mean", [0, 1, 2, 3], [1, double.NaN, 3, 4], [0, double.NaN, 2, 3], [2, double.NaN, 4, 5])
        { BandName = "worst to best" })
    { Title = "Training Mouse", XLabel = "steps", YLabel = "reward" };

    static readonly BarPlot Bars =
        new(["left", "right"], new BarSeries("mean", [0.25, -0.5], [0.1, 0])) { XLabel = "choice", YLabel = "probability" };

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-chart-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_chart_is_the_figure_of_the_plot() => Assert.All(
        [(Lines.ToPlotlyJson(), Lines.ToChart()), (Bars.ToPlotlyJson(), Bars.ToChart()),
            (new PlotGrid(Lines, Lines, Lines).ToPlotlyJson(), new PlotGrid(Lines, Lines, Lines).ToChart())],
        pair =>
        {
            var figure = JsonNode.Parse(GenericChart.toFigureJson(pair.Item2))!.AsObject();
            figure.Remove("frames");
            Assert.True(JsonNode.DeepEquals(Numbers(JsonNode.Parse(pair.Item1)!), Numbers(figure)), $"{pair.Item1}\n{figure}");
        });

    [Fact]
    public async Task A_saved_chart_draws_without_network()
    {
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed.");
        var page = Path.Combine(folder, "chart.html");
        Lines.ToChart().SaveOffline(page);
        var dom = await DomOf(page);
        Assert.Contains("Training Mouse</text>", dom);
        Assert.Contains("class=\"js-line\"", dom);
        Assert.DoesNotContain("src=\"http", File.ReadAllText(page)[..2000]);
    }

    [Fact]
    public async Task The_figure_as_json_is_drawn_by_plotly_js()
    {
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed.");
        Lines.ToChart().SaveOffline(Path.Combine(folder, "chart.html"));
        var script = File.ReadAllText(Path.Combine(folder, "chart.html"));
        // plotly.js itself, as Plotly.NET brings it
        var library = script[..(script.IndexOf("</script>", StringComparison.Ordinal) + 9)];
        var page = Path.Combine(folder, "figure.html");
        File.WriteAllText(page, $"{library}<div id=\"here\"></div><script>Plotly.newPlot('here', {Bars.ToPlotlyJson()})</script>");
        Assert.Contains("probability</text>", await DomOf(page));
    }

    [Theory]
    [InlineData("10.0", true)]
    [InlineData("9.0.300", true)]
    [InlineData("10.1", false)]
    [InlineData("11.0", false)]
    [InlineData(null, false)]
    public void A_host_with_an_older_FSharp_Core_is_told_so(string? version, bool isRefused)
    {
        var error = Record.Exception(() => HostSupport.Require(version is null ? null : Version.Parse(version)));
        Assert.Equal(isRefused, error is NotSupportedException { Message: var text }
            && text.Contains("use Plot(), which needs no package", StringComparison.Ordinal));
    }

    /// <summary>JSON in which 1 and 1.0 are the same.</summary>
    static JsonNode? Numbers(JsonNode? node) => node switch
    {
        JsonObject entries => new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, Numbers(entry.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Numbers)]),
        JsonValue value when value.TryGetValue(out double number) => JsonValue.Create(number),
        _ => node?.DeepClone(),
    };

    /// <summary>What the page has become after its scripts, in a browser that reaches no host.</summary>
    static async Task<string> DomOf(string page)
    {
        ProcessStartInfo start = new(Chromium,
            ["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000",
                "--dump-dom", new Uri(page).ToString()])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var browser = Process.Start(start)!;
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        var (dom, noise) = (browser.StandardOutput.ReadToEndAsync(limit.Token), browser.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await noise;
            return await dom;
        }
        finally
        {
            if (!browser.HasExited)
                browser.Kill(entireProcessTree: true);
        }
    }
}
