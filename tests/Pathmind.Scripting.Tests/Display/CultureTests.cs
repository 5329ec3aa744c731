using System.Globalization;

namespace Pathmind.Tests.Displays;

/// <summary>The kit runs in programs of any culture: most of Europe writes 0,5.</summary>
public class CultureTests
{
    public static TheoryData<DisplayContent> Contents =>
    [
        new LinePlot(new PlotSeries("mean", [0, 0.5, 1], [0.25, 12.75, 3.5])) { Title = "Mouse", XLabel = "steps", YLabel = "reward" },
        new BarPlot([
            "left", "right"], new BarSeries("mean", [0.25, -0.5], [0.1, 0])) { Title = "Mouse", XLabel = "choice", YLabel = "probability" },
        new Table([new("policy", ColumnAlignment.Left), new("reward")], [["random", 0.125], ["trained", 1234.5]]),
        new ProgressReport("Training Mouse") { Fraction = 0.375 },
    ];

    [Theory]
    [MemberData(nameof(Contents), DisableDiscoveryEnumeration = true)]
    public void What_is_shown_has_decimal_points_where_the_program_writes_commas(DisplayContent content)
    {
        var expected = content.ToBundle();
        Assert.Equal("0,5", WithCommas(() => $"{0.5}"));                                       // the control: the culture is in force
        Assert.Equal(expected, WithCommas(content.ToBundle));
        Assert.Equal(content.ToHtml(), WithCommas(content.ToHtml));
    }

    [Fact]
    public void A_picture_leaves_the_culture_as_it_was() =>
        Assert.Equal("0,5", WithCommas(() => (new TextLine("a").ToHtml(), $"{0.5}").Item2));

    static T WithCommas<T>(Func<T> make)
    {
        var before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator,
            commas.NumberFormat.PercentDecimalSeparator) = (",", ".", ",");
        CultureInfo.CurrentCulture = commas;
        try
        {
            return make();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
