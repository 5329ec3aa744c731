using Microsoft.Playwright;
using Pathmind.Studios.Experiments;

namespace Pathmind.Tests;

public sealed class ComparePageTests : StudioFolder
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Ticked_experiments_are_compared_with_seeds_as_one_band_and_what_differs_marked(ColorScheme scheme, int width)
    {
        await using var studio = await StartAsync();
        var random = new Random(1);
        foreach (var (discount, seed) in new[] { (0.99, 0), (0.99, 1), (0.9, 0) })
        {
            var number = (await studio.Board.RegisterAsync(Registration.Of(
                "MouseAndCheese", $$"""{ "Seed": {{seed}}, "Ppo": { "Discount": {{discount}}, "Epochs": 10 } }""", 98_000))).Number;
            await studio.Board.AppendAsync(number, Registration.Rows(
                1, 98, i => 0.65 - 2.5 * Math.Exp(-i / (20.0 + 10 * number)) + 0.08 * (random.NextDouble() - 0.5)));
            await studio.Board.EndAsync(number, new() { Stop = "Steps", Message = "Training finished.", Reward = 0.7 - 0.1 * number });
        }
        await using var browser = await Browser.OpenAsync(studio, scheme, width);
        var page = browser.Page;
        await browser.ConnectedAsync();
        foreach (var number in new[] { 1, 2, 3 })
            await page.GetByLabel($"Compare experiment {number}").CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare 3" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Compare" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".compared li")).ToHaveCountAsync(2);                  // two seeds, and one
        var policy = page.Locator("tr", new() { HasText = "Reward of the policy" });
        await Assertions.Expect(policy.Locator("td").Nth(0)).ToContainTextAsync("0.550 ± 0.635");   // t(1) = 12.7 standard errors
        await Assertions.Expect(policy.Locator("td").Nth(1)).ToContainTextAsync("0.400");
        await Assertions.Expect(policy.Locator(".difference")).ToHaveTextAsync("−0.150");
        await Assertions.Expect(page.Locator("mark")).ToHaveTextAsync("0.9");
        await Assertions.Expect(page.GetByText("Ppo.Epochs")).ToHaveCountAsync(0);                  // it is the same
        await Assertions.Expect(page.Locator(".chart-grid")).ToHaveAttributeAsync("data-lines", "8");    // four charts, two lines each
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await browser.PictureAsync($"compare-{scheme}-{width}");

        await page.GetByLabel("seeds as one band").UncheckAsync();
        await Assertions.Expect(page.Locator(".compared li")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".chart-grid")).ToHaveAttributeAsync("data-lines", "12");
        await page.GetByLabel("Leave out experiment 2").ClickAsync();
        await Assertions.Expect(page.Locator(".compared li")).ToHaveCountAsync(2);
        Assert.EndsWith("compare?e=1,3&seeds=0", page.Url);
        await page.GetByLabel("Horizontal axis").SelectOptionAsync("seconds");
        await page.GetByLabel("Smoothing").FillAsync("0.9");
        await Until(() => page.Url.EndsWith("compare?e=1,3&axis=seconds&smoothing=0.9&seeds=0", StringComparison.Ordinal), "it is said");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Horizontal axis")).ToHaveValueAsync("seconds");
        await Assertions.Expect(page.GetByLabel("Smoothing")).ToHaveValueAsync("0.9");
        await Assertions.Expect(page.GetByLabel("seeds as one band")).Not.ToBeCheckedAsync();
        Assert.Empty(browser.Errors);
        Assert.Empty(browser.Elsewhere);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task On_a_phone_a_comparison_of_many_is_read_without_scrolling_sideways(ColorScheme scheme)
    {
        await using var studio = await StartAsync();
        for (var number = 1; number <= 4; number++)
        {
            await studio.Board.RegisterAsync(Registration.Of("WarehouseWithALongName", $$"""{ "Ppo": { "Epochs": {{number}} } }"""));
            await studio.Board.AppendAsync(number, Registration.Rows(1, 30, row => -1_234.5 * number + row));
        }
        await using var browser = await Browser.OpenAsync(studio, scheme, 390, "compare?e=1,2,3,4");
        var page = browser.Page;
        await browser.ConnectedAsync();
        var cells = page.Locator(".beside tbody tr").First.Locator("td");
        await Assertions.Expect(cells).ToHaveCountAsync(4);
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.scrolling')].every(box => box.scrollWidth <= box.clientWidth)"));
        Assert.Equal(4, (await cells.EvaluateAllAsync<double[]>("cells => cells.map(cell => cell.getBoundingClientRect().top)"))
            .Distinct().Count());                                                                   // one below the other,
        var column = await page.Locator(".beside").First.Locator("thead th").Nth(2).TextContentAsync();
        Assert.Equal($"\"{column}\"", await cells.Nth(1).EvaluateAsync<string>("cell => getComputedStyle(cell, '::before').content"));
        await browser.PictureAsync($"compare-many-{scheme}-390");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_training_under_way_grows_in_an_open_comparison()
    {
        await using var studio = await StartAsync();
        foreach (var most in new[] { 20_000, 30_000 })
            await studio.Board.RegisterAsync(Registration.Of("Mouse", $$"""{ "Steps": {{most}} }"""));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 20));
        await using var browser = await Browser.OpenAsync(studio);
        await browser.Page.GotoAsync($"{studio.Address}compare?e=1,2");
        await browser.ConnectedAsync();
        await studio.Board.AppendAsync(2, Registration.Rows(1, 4));
        var steps = browser.Page.Locator("tr", new() { HasText = "Steps made" });
        await Assertions.Expect(steps.Locator("td").Nth(1)).ToContainTextAsync("4\u202f000");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public void Another_version_of_the_code_is_a_difference_too()
    {
        Experiment Of(int number, string digest) => new()
        {
            Number = number, Key = $"{number}", Simulation = "Mouse", Started = DateTime.UnixEpoch, Start = "{}",
            Source = $"code/{digest}/mouse.cs",
        };
        var groups = ExperimentGroup.Of([Of(1, "aaaa"), Of(2, "bbbb")], bySeed: true);
        Assert.Equal(["Code"], SettingsDifference.Differing(groups.Select(group => ("", group.SettingsBeside(groups)))));
    }

    [Fact]
    public void Words_that_are_new_or_gone_are_told_from_those_that_stayed()
    {
        Assert.Equal("-2-+3+ * sales - waste+ - late+", Words("2 * sales - waste", "3 * sales - waste - late"));
        Assert.Equal("sales- - 3 * waste-", Words("sales - 3 * waste", "sales"));
        Assert.Equal("a<b>", Words("a<b>", "a<b>"));
        Assert.Equal("+all+", Words("", "all"));
        Assert.Equal("+0.9+", Words("0.99", "0.9"));                         // wholly another value: the first one stands beside it
        Assert.Equal("-gone-", Words("gone", ""));

        static string Words(string before, string after) => string.Concat(WordDifference.Of(before, after).Select(piece =>
            piece.Change switch { WordChange.New => $"+{piece.Piece}+", WordChange.Gone => $"-{piece.Piece}-", _ => piece.Piece }));
    }

    [Fact]
    public void A_band_reaches_as_far_as_all_of_its_seeds()
    {
        Experiment Of(int number) => new()
        {
            Number = number, Key = $"{number}", Simulation = "Mouse", Started = DateTime.UnixEpoch, Start = "{}",
        };
        Curve Rising(int rows, double slope)
        {
            Curve curve = new();
            curve.Add(Registration.Rows(1, rows, i => slope * i));
            return curve;
        }
        var groups = ExperimentGroup.Of([Of(1), Of(2)], bySeed: true);
        Dictionary<int, ComparedCurve> curves = new()
        {
            [1] = ComparedCurve.Of(Rising(10, 1), "steps", smoothing: 0), [2] = ComparedCurve.Of(Rising(20, 3), "steps", smoothing: 0),
        };
        var line = Assert.Single(ComparedCurves.Of(groups, curves)[0].Lines);
        Assert.Equal((1_000, 10_000), (line.X[0], line.X[^1]));
        Assert.Equal((10, 20, 30), (line.Band!.Low[^1], line.Y[^1], line.Band.High[^1]));
    }

    /// <summary>A single row of a hundred thousand, alone, in a band of two seeds, and where a link leads.</summary>
    [Fact]
    public async Task A_peak_of_one_row_is_not_lost_beside_others()
    {
        const double Peak = 777;
        await using var studio = await StartAsync();
        foreach (var seed in new[] { 0, 1 })
        {
            await studio.Board.RegisterAsync(Registration.Of("Mouse", $$"""{ "Seed": {{seed}} }""", 100_000_000));
            await studio.Board.AppendAsync(
                seed + 1, Registration.Rows(1, 100_000, i => seed == 0 && i == 45_678 ? Peak : Math.Sin(i / 9_000.0)));
        }
        var (_, link) = await studio.Shares.CreateAsync(new([1, 2], ""));
        await using var browser = await Browser.OpenAsync(studio);
        foreach (var path in new[] { "compare?e=1,2", "compare?e=1,2&seeds=0", "compare?e=1,2&smoothing=0", $"share/{link}" })
        {
            await browser.Page.GotoAsync($"{studio.Address}{path}");
            var plot = browser.Page.Locator("[data-chart=reward_mean] .js-plotly-plot");
            await Assertions.Expect(plot).ToBeVisibleAsync();
            await Until(
                () => plot.EvaluateAsync<double>("plot => Math.max(...plot.data.flatMap(one => one.y))").GetAwaiter().GetResult() == Peak,
                $"the peak is drawn at {path}");
            Assert.InRange(await plot.EvaluateAsync<int>("plot => Math.max(...plot.data.map(one => one.y.length))"), 300, 600);
        }
    }
}
