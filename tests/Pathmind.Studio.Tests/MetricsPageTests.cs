using Microsoft.Playwright;
using Pathmind.Reporting;
using Pathmind.Studios;
using Pathmind.Studios.Experiments;

namespace Pathmind.Tests;

/// <summary>The table of reward, terms and metrics on an experiment's page: what was reached, what is wanted, whether
/// it is kept, what changed.</summary>
public class MetricsPageTests : StudioFolder
{
    const string Markup = "<img src=x onerror=\"document.title='taken'\">";

    static readonly Dictionary<string, string> Goals = new()
    {
        ["late"] = "at most 0.02", ["served"] = "maximise", ["odd"] = "as you like",
    };

    [Fact]
    public void The_last_tenth_is_followed_row_by_row_and_columns_may_come_later()
    {
        LateRows late = new();
        for (var row = 1; row <= 40; row += 4)
            late.Add(ProgressBatch.Of(Enumerable.Range(row, 4).Select(IEnumerable<(string, double?)> (i) =>
                i < 20 ? [("iteration", i), ("a", i)] : [("iteration", i), ("a", i % 2 == 0 ? i : null), ("b", 10)])));
        Assert.Equal(40, late.Count);
        Assert.Equal((39, 1.0), (late["a"]!.Value.Mean, late["a"]!.Value.Deviation));         // of rows 37 to 40: 38 and 40
        Assert.Equal((10, 40.0), (late["b"]!.Value.Mean, late.Last("a")));
        Assert.Null(late["c"]);
    }

    [Theory]                                                                 // at most 0.02
    [InlineData(0.01, 0.005, 0.015, "kept", true)]
    [InlineData(0.01, 0.005, 0.025, "kept in the mean, not certain", true)]
    [InlineData(0.03, 0.015, 0.045, "not kept in the mean, not certain", false)]
    [InlineData(0.03, 0.025, 0.035, "not kept", false)]
    public void Whether_a_limit_is_kept_is_certain_only_if_its_whole_interval_says_the_same(
        double mean, double low, double high, string words, bool isKept)
    {
        ExperimentFigure figure = new("late", FigureKind.Metric)
        {
            Goal = Goal.AtMost(0.02), Judged = new("late", mean, low, high, 100), Late = Statistic.Of([0.5]),
        };
        Assert.Equal((words, isKept), (figure.Kept, figure.IsKept));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_table_says_what_was_reached_and_wanted_and_what_changed_since_the_copied_experiment(ColorScheme scheme, int width)
    {
        await using var studio = await StartAsync();
        await RegisterAsync(studio, served: 20, late: 0.05, copiedFrom: null);
        await studio.Board.EndAsync(1, new()
        {
            Stop = "Steps", Message = "Done.", Limits = [new("late", 0.06, 0.05, 0.07, 400)],
        });
        await RegisterAsync(studio, served: 24, late: 0.01, copiedFrom: 1);
        await using var browser = await Browser.OpenAsync(studio, scheme, width, "experiments/2");
        var page = browser.Page;
        var table = page.Locator(".measured-table").First;
        await Assertions.Expect(Row("late")).ToHaveTextAsync(new[] { "0.0100", "at most 0.02 (limit)", "kept", "1.50", "−0.0400 better" });
        await Assertions.Expect(Row("served")).ToHaveTextAsync(new[] { "24.0", "maximise", "", "", "+4.00 better" });
        await Assertions.Expect(Row("reward")).ToHaveTextAsync(new[] { "38.5 ± 1.12", "", "", "", "0" });      // rows 37 to 40
        await Assertions.Expect(table).ToContainTextAsync("onerror");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await browser.PictureAsync($"metrics-{scheme}-{width}");

        await studio.Board.AppendAsync(2, Rows(41, 50, served: 12, late: 0.03));
        await Assertions.Expect(Row("late")).ToHaveTextAsync(
            new[] { "0.0300", "at most 0.02 (limit)", "not kept", "1.50", "−0.0200 better" });
        await Assertions.Expect(Row("served").Last).ToHaveTextAsync("−8.00 worse");
        await studio.Board.EditAsync(2, one => one with { Start = one.Start.Replace("\"Limits\"", "\"Reward\":\"x => 1\",\"Limits\"") });
        await Assertions.Expect(Row("reward").Last).ToHaveTextAsync("another reward");
        await Assertions.Expect(Row("served").Last).ToHaveTextAsync("−8.00 worse");
        await page.GotoAsync($"{studio.Address}experiments/1");
        await Assertions.Expect(Row("late")).ToHaveTextAsync(
            new[] { "0.0500", "0.060 ± 0.010", "at most 0.02 (limit)", "not kept", "1.50" });
        Assert.Equal("Pathmind", (await page.TitleAsync())[^15..^7]);
        Assert.Empty(browser.Errors);

        ILocator Row(string name) => table.Locator("tbody tr", new() { Has = page.Locator("th", new() { HasTextString = name }) })
            .Locator("td");
    }

    static async Task RegisterAsync(StudioServer studio, double served, double late, int? copiedFrom)
    {
        var start = Registration.Of("Desk", """{ "Limits": { "late": "at most 0.02" } }""") with { Goals = Goals, CopiedFrom = copiedFrom };
        var number = (await studio.Board.RegisterAsync(start)).Number;
        await studio.Board.AppendAsync(number, Rows(1, 40, served, late));
    }

    static ProgressBatch Rows(int from, int to, double served, double late) => ProgressBatch.Of(
        Enumerable.Range(from, to - from + 1).Select(IEnumerable<(string, double?)> (row) =>
        [
            ("iteration", row), ("steps", 100 * row), ("reward_mean", row), ($"reward_{Markup}", row), ("reward_wages", -1),
            ("metric_late", row < 10 ? 0.5 : late), ("metric_served", served), ("limit_late", 0.02), ("weight_late", 1.5),
            ("length_mean", 8), ("entropy", 1), ("steps_per_second", 1_000), ("seconds", row),
        ]));
}
