using System.Xml.Linq;
using Pathmind.Displays;

namespace Pathmind.Tests.Displays;

/// <summary>Curves of trainings: smoothed, without outliers, with their last value.</summary>
public class CurveTests
{
    static readonly double[] X = [.. Enumerable.Range(0, 20).Select(i => (double)i)];

    [Fact]
    public void A_smoothed_line_is_the_weighted_mean_of_what_was_so_far()
    {
        Assert.Equal([4, (0.6 * 4 + 9) / 1.6, double.NaN], Smoothing.Averages([4, 9, double.NaN]));
        Assert.All(Smoothing.Averages([.. X.Select(_ => 7.0)]), value => Assert.Equal(7, value, 1e-12));
        var smooth = Smoothing.Of(new("comb", X, [.. X.Select(x => x % 2)]));
        Assert.All(smooth.Y.Skip(10), value => Assert.InRange(value, 0.3, 0.7));
        Assert.Equal([.. X.Select(x => x % 2)], smooth.Raw!);
    }

    [Fact]
    public void The_rise_of_a_training_that_soon_is_at_its_best_is_shown()
    {
        double[] y = [.. X.Select((_, i) => 0.6 - 3.6 * Math.Exp(-i / 3.0) - 0.002 * (i % 3))];
        var svg = new LinePlot(new PlotSeries("reward", X, y)) { XLabel = "steps", YLabel = "reward", ClipsOutliers = true }.ToSvg();
        Assert.Matches(">−[12](.5)?<", svg);
    }

    [Fact]
    public void Outliers_are_cut_off_and_the_plot_says_so_where_it_is_asked_for()
    {
        double[] y = [-11_000, -4_000, .. Enumerable.Range(0, 18).Select(i => -427.0 + i * 10)];
        var plot = new LinePlot(new PlotSeries("reward", X, y)) { XLabel = "steps", YLabel = "reward", ClipsOutliers = true };

        Assert.Equal((-450, -250), (PlotRange.Of(plot, withBands: true)!.Bottom, PlotRange.Of(plot, withBands: true)!.Top));
        Assert.Contains("outliers down to −11,000 are not shown", plot.ToSvg());
        Assert.Contains("outliers down to −11,000 are not shown", plot.ToText(60));
        Assert.DoesNotContain("outliers", (plot with { ClipsOutliers = false }).ToSvg());

        var even = new LinePlot(new PlotSeries("reward", X, X)) { XLabel = "steps", YLabel = "reward", ClipsOutliers = true };
        Assert.Null(PlotRange.Of(even, withBands: true)!.Note);                                // the control: nothing far out
        Assert.Equal((0, 20), (PlotRange.Of(even, withBands: true)!.Bottom, PlotRange.Of(even, withBands: true)!.Top));
    }

    [Fact]
    public void A_line_that_leaves_the_field_is_cut_at_its_edge()
    {
        var range = new PlotRange(0, 10, 0, 10);
        Assert.Equal(((5, 0), (10, 10)), range.Clipped((0, -10), (10, 10)));
        Assert.Null(range.Clipped((0, -10), (10, -1)));
    }

    [Fact]
    public void The_last_value_stands_at_the_end_of_each_line_and_the_highest_tick_is_not_below_the_curve()
    {
        var svg = XDocument.Parse(
            new LinePlot(
                new PlotSeries("a", [0, 1], [-3.5, 0.61]), new PlotSeries("b", [0, 1], [0, 0.59]))
            { XLabel = "", YLabel = "" }.ToSvg());
        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").ToArray();
        var ends = texts.Where(text => text.Value is "0.61" or "0.59").Select(text => double.Parse(text.Attribute("y")!.Value)).ToArray();
        Assert.Equal(2, ends.Length);
        Assert.True(Math.Abs(ends[0] - ends[1]) > 13.5, "The values touch.");
        Assert.Contains("1", texts.Select(text => text.Value));
    }

    [Fact]
    public void Runs_of_one_name_become_one_line_with_a_band_that_is_named_once()
    {
        var histories = new[] { History(1, 5), History(3, 9), History(2, 2) };
        var plot = TrainingHistory.Compare(("a", histories[0]), ("a", histories[1]), ("b", histories[2]));

        Assert.Equal(["a (2 runs)", "b"], plot.Series.Select(series => series.Name));
        Assert.Equal([2, 7], plot.Series[0].Y);
        Assert.Equal([1, 5], plot.Series[0].Low!);
        Assert.Equal([3, 9], plot.Series[0].High!);
        Assert.Single(XDocument.Parse(plot.ToSvg()).Descendants(), element => element.Value == "lowest to highest run"
            && !element.HasElements);
    }

    [Fact]
    public void Twenty_lines_look_different_from_each_other_in_the_plot_and_in_its_legend()
    {
        const int Lines = 20;
        LinePlot plot = new(Enumerable.Range(0, Lines).Select(i => new PlotSeries($"{i}", [0, 1], [i, i + 1])))
        {
            XLabel = "steps", YLabel = "reward",
        };
        var paths = XDocument.Parse(plot.ToSvg()).Descendants().Where(path => path.Name.LocalName == "path").ToArray();
        string[] drawn = [.. paths.Where(path => (string?)path.Attribute("stroke-linejoin") is not null).Select(Look)];
        string[] legend = [.. paths.Where(path => (string?)path.Attribute("stroke-width") == "3").Select(Look)];

        Assert.Equal(Lines, drawn.Distinct().Count());
        Assert.True(legend.Length > 6 && legend.SequenceEqual(drawn.Take(legend.Length)), string.Join('\n', legend));
        var figure = System.Text.Json.JsonDocument.Parse(plot.ToPlotlyJson()).RootElement.GetProperty("data").EnumerateArray();
        Assert.Equal(Lines, figure.Select(line => line.GetProperty("line").GetRawText()).Distinct().Count());

        static string Look(XElement path) => $"{path.Attribute("stroke")?.Value} {path.Attribute("stroke-dasharray")?.Value}";
    }

    [Fact]
    public void The_length_of_episodes_is_left_out_where_it_is_constant() =>
        Assert.Equal([1, 2], new[] { History(1, 5), History(1, 5, lengths: [50, 70]) }.Select(history => history.PlotAll().Plots.Count));

    [Fact]
    public void A_plot_is_saved_as_svg_and_as_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-plot-").FullName;
        try
        {
            LinePlot plot = new(new PlotSeries("a", [0, 1], [1, 2])) { XLabel = "steps", YLabel = "reward" };
            plot.Save(Path.Combine(folder, "a.svg"));
            Assert.Equal(plot.ToSvg(), File.ReadAllText(Path.Combine(folder, "a.svg")));
            Assert.Contains(
                "a name that ends in .svg", Assert.Throws<ArgumentException>(() => plot.Save(Path.Combine(folder, "a.png"))).Message);
            Assert.Single(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static TrainingHistory History(double first, double last, double[]? lengths = null) =>
        new("Mouse", new[] { first, last }.Select((reward, i) => new IterationRow
        {
            Iteration = i + 1, Steps = 100 * (i + 1), Episodes = i + 1, RewardMean = reward, RewardMin = reward - 1, RewardMax = reward + 1,
            LengthMean = lengths?[i] ?? 50,
            StepsPerSecond = 0, Seconds = 0,
        }));
}
