using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Pathmind.Reporting;
using Pathmind.Studios;
using Pathmind.Studios.Experiments;

namespace Pathmind.Tests;

/// <summary>Curves of long trainings: thinned without losing a peak, and drawn further as rows come.</summary>
public class ChartTests : StudioFolder
{
    [Fact]
    public void A_window_keeps_every_peak_and_its_buckets_stay_where_they_are()
    {
        var curve = Curve(100_000, row => row switch { 77_777 => 1_000, 12_345 => -1_000, _ => Math.Sin(row) });
        var window = CurveWindow.Of(curve, "steps", from: null, to: null, most: 600, smoothing: 0);
        var reward = Column(window, "reward_mean");
        Assert.Equal((256, 391, 782), (window.Stride, window.SmoothX.Length, reward.Extremes.Length));   // 100,000 / 256, two each
        Assert.Equal((1_000, -1_000), (reward.Extremes.Max(), reward.Extremes.Min()));
        Assert.Equal(77_777_000, window.X[Array.IndexOf(reward.Extremes, 1_000)], 256_000.0);              // in its bucket
        Assert.True(window.X.Zip(window.X.Skip(1)).All(pair => pair.First <= pair.Second));
        curve.Add(Registration.Rows(100_001, 100_500));
        var later = Column(CurveWindow.Of(curve, "steps", null, null, 600, 0), "reward_mean");
        Assert.Equal(reward.Extremes[..780], later.Extremes[..780]);
    }

    [Fact]
    public void A_zoom_shows_every_row_of_its_range_and_one_more_at_each_side()
    {
        var window = CurveWindow.Of(Curve(1_000, row => row), "steps", 200_000, 300_000, most: 600, smoothing: 0);
        Assert.Equal((1, 199_000, 301_000), (window.Stride, window.X[0], window.X[^1]));
        Assert.Equal([199, 200, 201], Column(window, "reward_mean").Extremes[..3]);
        Assert.False(window.IsToEnd);
        Assert.True(CurveWindow.Of(Curve(1_000, row => row), "steps", 900_000, 2_000_000, 600, 0).IsToEnd);
        Assert.Empty(CurveWindow.Of(new(), "steps", 1, 2, 600, 0.5).X);
        Assert.NotEmpty(CurveWindow.Of(Curve(10, row => row), "steps", 1e9, 2e9, 600, 0.5).X);               // beside all rows
    }

    /// <summary>0.5 per bucket: of one row m ← (m + v) / 2; of four, 0.5^(1/4) of m stays per row.</summary>
    [Fact]
    public void Smoothing_is_of_all_rows_and_its_weight_of_what_is_seen()
    {
        var fine = CurveWindow.Of(Curve(4, row => row == 1 ? 0 : 8), "steps", null, null, 600, 0.5);
        Assert.Equal([0, 4, 6, 7], Column(fine, "reward_mean").Smooth);
        var coarse = CurveWindow.Of(Curve(1_024, row => row == 1 ? 0 : 8), "steps", null, null, 257, 0.5);
        Assert.Equal((4, 256), (coarse.Stride, coarse.SmoothX.Length));
        Assert.Equal(8 - 8 * Math.Pow(0.5, 3.0 / 4), Column(coarse, "reward_mean").Smooth[0], 1e-12);        // three rows of 8 after a 0
        var zoomed = CurveWindow.Of(Curve(1_024, row => row), "steps", 500_000, 510_000, 600, 0.5);
        Assert.Equal(499 - 1 + Math.Pow(0.5, 498), Column(zoomed, "reward_mean").Smooth[0], 1e-9);         // knows the rows before
    }

    [Fact]
    public void Missing_values_are_skipped_and_those_that_a_log_scale_hides_are_counted()
    {
        Curve curve = new();
        curve.Add(ProgressBatch.Of(new double?[] { null, -1, 0, 4, null }.Index().Select(IEnumerable<(string, double?)> (row) =>
            [("iteration", row.Index + 1), ("steps", row.Index), ("reward_mean", row.Item)])));
        var reward = Column(CurveWindow.Of(curve, "steps", null, null, 600, 0.5), "reward_mean");
        Assert.Equal((3, 2), (reward.Counted, reward.Hidden));
        Assert.Equal([double.NaN, -1, -0.5, 1.75, double.NaN], reward.Smooth);
    }

    [Fact]
    public void Settings_of_charts_are_read_from_an_address_and_what_is_out_of_range_is_as_usual()
    {
        var settings = ChartSettings.Parse("?axis=seconds&smoothing=0.8&log=1&zoom=1.5~20");
        Assert.Equal(("seconds", 0.8, true), (settings.Axis, settings.Smoothing, settings.IsLogarithmic));
        Assert.Equal([1.5, 20], settings.Zoom!);
        var odd = ChartSettings.Parse("?axis=alert(1)&smoothing=1e9&log=yes&zoom=2~1");
        Assert.Equal(new ChartSettings(), odd);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_long_curve_grows_without_a_new_drawing_and_what_is_seen_stands_in_the_address(ColorScheme scheme, int width)
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse", totalSteps: 100_000_000));
        var random = new Random(1);
        for (var row = 1; row <= 20_000; row += 10_000)
            await studio.Board.AppendAsync(1, Registration.Rows(
                row, row + 9_999, one => one == 15_000 ? 40 : 10 * Math.Sin(one / 3_000.0) + random.NextDouble()));
        await using var browser = await Browser.OpenAsync(studio, scheme, width, "experiments/1");
        var page = browser.Page;
        var grid = page.Locator(".chart-grid");
        await browser.ConnectedAsync();
        await Assertions.Expect(grid).ToHaveAttributeAsync("data-rows", "20000");
        Assert.Equal(40, (await TraceAsync(page, "reward", 2))["max"]!.GetValue<double>());                  // the peak is there
        await page.EvaluateAsync(
            "document.querySelector('[data-chart=reward] .plot').mark = document.querySelector('[data-chart=reward] .plot').data");
        for (var row = 20_001; row <= 20_010; row += 2)
        {
            await studio.Board.AppendAsync(1, Registration.Rows(row, row + 1, _ => 12));
            await Assertions.Expect(grid).ToHaveAttributeAsync("data-rows", $"{row + 1}");
        }
        var line = await TraceAsync(page, "reward", 3);
        Assert.Equal(20_010_000, line["lastX"]!.GetValue<double>());
        Assert.True(await page.EvaluateAsync<bool>(
            "document.querySelector('[data-chart=reward] .plot').mark === document.querySelector('[data-chart=reward] .plot').data"));
        await browser.PictureAsync($"chart-{scheme}-{width}");
        await RowsThatComeDuringARequestAreDrawnAsync(studio, page, 20_010);

        await page.GetByLabel("log scale").CheckAsync();
        await Assertions.Expect(page.Locator("[data-chart=reward] .chart-note")).ToContainTextAsync(" of 20012");
        await page.GetByLabel("Horizontal axis").SelectOptionAsync("episodes");
        await page.GetByLabel("Smoothing").FillAsync("0.8");
        await Until(() => page.Url.EndsWith("?axis=episodes&smoothing=0.8&log=1", StringComparison.Ordinal), "the address says it");
        await page.GotoAsync($"{studio.Address}experiments/1?axis=episodes&smoothing=0&zoom=149990~150010");
        await Assertions.Expect(page.GetByLabel("Horizontal axis")).ToHaveValueAsync("episodes");
        await Assertions.Expect(grid).ToHaveAttributeAsync("data-rows", "20012");
        var zoomed = await TraceAsync(page, "reward", 2);
        Assert.Equal((5, 40.0), (zoomed["points"]!.GetValue<int>(), zoomed["max"]!.GetValue<double>()));     // 3 rows, and 2 beside
        await browser.PictureAsync($"chart-zoomed-{scheme}-{width}");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Whole training" }).ClickAsync();
        await Until(() => page.Url.EndsWith("?axis=episodes&smoothing=0", StringComparison.Ordinal), "the zoom is over");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Whole training" })).ToHaveCountAsync(0);
        foreach (var wider in new[] { width + 430, width })                                                 // more columns, and fewer
        {
            await page.SetViewportSizeAsync(wider, 800);
            await Until(() => page.EvaluateAsync<bool>("""
                () => [...document.querySelectorAll('.chart .plot')].every(plot =>
                  plot.querySelector('.main-svg').getBoundingClientRect().width === plot.clientWidth)
                """).GetAwaiter().GetResult(), "charts are as wide as their place");
        }
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_one_value_that_a_logarithmic_scale_has_a_place_for_is_a_point()
    {
        await using var studio = await StartAsync();
        foreach (var value in new[] { 5, -3 })
        {
            await studio.Board.RegisterAsync(Registration.Of("Mouse"));
            await studio.Board.AppendAsync(value > 0 ? 1 : 2, Registration.Rows(1, 2, row => row == 1 ? -1 : value));
        }
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1?smoothing=0&log=1");
        var points = browser.Page.Locator("[data-chart=reward] .scatterlayer .point");
        await browser.ConnectedAsync();
        await Assertions.Expect(points).ToHaveCountAsync(1);
        await studio.Board.AppendAsync(1, Registration.Rows(3, 3, _ => 7));                                  // now it is a line
        await Assertions.Expect(points).ToHaveCountAsync(0);
        await browser.Page.GotoAsync($"{studio.Address}experiments/2?smoothing=0&log=1");                    // nothing is above 0
        await Assertions.Expect(browser.Page.Locator("[data-chart=reward] .chart-note")).ToContainTextAsync("all");
        await Assertions.Expect(points).ToHaveCountAsync(0);
        Assert.Empty(browser.Errors);
    }

    /// <summary>What is fetched lacks them, and need not be fetched again for them.</summary>
    static async Task RowsThatComeDuringARequestAreDrawnAsync(StudioServer studio, IPage page, int rows)
    {
        var grid = page.Locator(".chart-grid");
        TaskCompletionSource asked = new(), released = new();
        var requests = 0;
        await page.RouteAsync("**/window?*", async route =>
        {
            Interlocked.Increment(ref requests);
            var answer = await route.FetchAsync();
            asked.TrySetResult();
            await released.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.GetByLabel("Smoothing").FillAsync("0.5");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await studio.Board.AppendAsync(1, Registration.Rows(rows + 1, rows + 1, _ => 12));
        await page.GetByText("20\u202f011\u202f000").First.WaitForAsync();                                    // the page has heard of it
        released.SetResult();
        await Assertions.Expect(grid).ToHaveAttributeAsync("data-rows", $"{rows + 1}");
        await studio.Board.AppendAsync(1, Registration.Rows(rows + 2, rows + 2, _ => 12));
        await Assertions.Expect(grid).ToHaveAttributeAsync("data-rows", $"{rows + 2}");
        Assert.Equal(1, requests);
        await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
    }

    [Fact]
    public async Task A_window_that_cannot_be_is_refused_and_one_of_a_training_under_way_is_as_it_is_now()
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        using HttpClient http = new() { BaseAddress = studio.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
        foreach (var (query, status) in new[]
        {
            ("", 200), ("?axis=kl", 422), ("?points=0", 422), ("?points=1e9", 422), ("?smoothing=1", 422), ("?from=x", 422),
            ("?from=NaN", 422), ("?from=-5&to=1e300&points=1&smoothing=0.5", 200),
        })
            Assert.Equal(status, (int)(await http.GetAsync($"api/experiments/1/window{query}")).StatusCode);
        Assert.Equal(404, (int)(await http.GetAsync("api/experiments/9/window")).StatusCode);
        for (var rows = 10; rows <= 30; rows += 10)
        {
            await studio.Board.AppendAsync(1, Registration.Rows(rows - 9, rows));
            Assert.Equal(rows, await RowsAsync());
        }
        await studio.Board.ReplaceAsync(1, Registration.Rows(1, 5));
        Assert.Equal(5, await RowsAsync());

        async Task<int> RowsAsync()
        {
            var bytes = await http.GetByteArrayAsync("api/experiments/1/window");
            return JsonNode.Parse(bytes.AsSpan(4, BitConverter.ToInt32(bytes)))!["rows"]!.GetValue<int>();
        }
    }

    static async Task<JsonNode> TraceAsync(IPage page, string chart, int trace) => JsonNode.Parse(await page.EvaluateAsync<string>($$"""
        () => {
          const { x, y } = document.querySelector('[data-chart={{chart}}] .plot').data[{{trace}}];
          return JSON.stringify({ points: y.length, max: Math.max(...y), lastX: x.at(-1) });
        }
        """))!;

    static WindowColumn Column(CurveWindow window, string name) => window.Columns.Single(column => column.Name == name);

    static Curve Curve(int rows, Func<int, double> reward)
    {
        Curve curve = new();
        curve.Add(Registration.Rows(1, rows, reward));
        return curve;
    }
}
