using Pathmind.Displays;

namespace Pathmind.Tests.Displays;

public class AxisTicksTests
{
    [Theory]
    [InlineData(0, 10, 5, new[] { 0.0, 2, 4, 6, 8, 10 })]
    [InlineData(-0.2, 1.1, 5, new[] { 0, 0.5, 1 })]
    [InlineData(3, 23, 4, new[] { 5.0, 10, 15, 20 })]
    [InlineData(0, 0.3, 3, new[] { 0, 0.1, 0.2, 0.3 })]                  // 0.3 / 0.1 is below 3 in float64
    [InlineData(-0.3, 0, 3, new[] { -0.3, -0.2, -0.1, 0 })]
    public void Ticks_are_round_numbers_within_the_axis(double low, double high, int wanted, double[] expected) =>
        Assert.Equal(expected, AxisTicks.Within(low, high, wanted, most: 8), (one, other) => Math.Abs(one - other) < 1e-9);

    [Theory]
    // 4 steps wanted: 81 / 4 asks for 50, which lies alone; 81 / 5 for 20
    [InlineData(5, new[] { 20.0, 40, 60, 80 })]
    [InlineData(8, new[] { 20.0, 40, 60, 80 })]
    public void Where_one_round_number_would_stand_alone_the_steps_are_finer(int most, double[] expected) =>
        Assert.Equal(expected, AxisTicks.Within(8, 89, wanted: 4, most));

    [Theory]
    [InlineData(5, 2)]
    [InlineData(8, 3)]
    public void Every_axis_has_two_ticks_and_three_where_there_is_room(int most, int least)
    {
        Random random = new(1);
        for (var i = 0; i < 10_000; i++)
        {
            var low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 7));
            var high = low + random.NextDouble() * Math.Pow(10, random.Next(-6, 7)) + Math.Abs(low) * 1e-6 + 1e-9;
            var ticks = AxisTicks.Within(low, high, wanted: 4, most);
            Assert.InRange(ticks.Length, least, most + 1);
            Assert.Equal(ticks.Length, AxisTicks.Labels(ticks).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(new[] { 0, 0.5, 1 }, 1, new[] { "0", "0.5", "1" })]
    // four digits would be 1234.5 three times
    [InlineData(new[] { 1234.505, 1234.51, 1234.515 }, 1, new[] { "1234.505", "1234.51", "1234.515" })]
    [InlineData(new[] { 1_000_500.0, 1_001_000 }, 1e6, new[] { "1.0005", "1.001" })]
    public void Ticks_are_told_apart_by_as_many_decimals_as_that_takes(double[] ticks, double unit, string[] expected) =>
        Assert.Equal(expected, AxisTicks.Labels(ticks, unit));

    [Theory]
    [InlineData(1, 1, new[] { "1" })]
    [InlineData(1, 3, new[] { "1", "2", "3" })]
    [InlineData(1, 50, new[] { "10", "20", "30", "40", "50" })]
    public void An_axis_of_episodes_has_whole_numbers_only(int first, int last, string[] expected)
    {
        double[] episodes = [.. Enumerable.Range(first, last - first + 1).Select(episode => (double)episode)];
        LinePlot plot = new(new PlotSeries("reward", episodes, episodes)) { XLabel = "episode", YLabel = "reward" };

        Assert.Equal(expected, TicksBelow(plot.ToSvg()).Where(tick => tick != "0"));
        Assert.Equal(last < 10, plot.ToPlotlyJson().Contains("\"dtick\":1", StringComparison.Ordinal));
        Assert.DoesNotContain(".5", plot.ToString().Split('└')[1]);
    }

    [Fact]
    public void An_axis_of_seconds_keeps_its_fractions()
    {
        LinePlot plot = new(new PlotSeries("reward", [0, 0.5, 1], [1, 2, 3])) { XLabel = "seconds", YLabel = "reward" };
        Assert.Contains("0.2", TicksBelow(plot.ToSvg()));
        Assert.DoesNotContain("dtick", plot.ToPlotlyJson());
    }

    /// <summary>The numbers at the marks below the field of the data.</summary>
    static IEnumerable<string> TicksBelow(string svg) => System.Text.RegularExpressions.Regex
        .Matches(svg, "v5\"[^>]*/><text[^>]*>([^<]*)<").Select(match => match.Groups[1].Value);
}
