using System.Text;

namespace Pathmind.Displays;

/// <summary>Draws a line plot.</summary>
internal static class SvgLines
{
    /// <summary>Points drawn of a line at most: two a pixel.</summary>
    const int MostPoints = 1000;

    /// <summary>Of a band; its legend a little stronger, since it is small.</summary>
    const double BandOpacity = 0.22, BandLegendOpacity = 0.25;

    /// <param name="svg">The document.</param>
    /// <param name="plot">What to draw.</param>
    /// <param name="width">Of the plot.</param>
    /// <param name="height">Of the plot.</param>
    /// <param name="top">Where the field of the data begins at least.</param>
    public static void Draw(StringBuilder svg, LinePlot plot, double width, double height, double top = 0)
    {
        SvgFrame frame = new(svg, width, height, plot.Title, [.. Legend(plot)], top);
        if (PlotRange.Of(plot, withBands: true) is not { } range)
        {
            frame.SayThereIsNoData();
            return;
        }
        frame.AppendVerticalAxis(range.Bottom, range.Top, baseline: range.Bottom, plot.XLabel, plot.YLabel);
        frame.AppendHorizontalTicks(range.Left, range.Right);
        for (var i = 0; i < plot.Series.Count; i++)
            AppendSeries(plot.Series[i].Thinned(MostPoints), SvgRenderer.SeriesColor(i));

        void AppendSeries(PlotSeries series, string color)
        {
            AppendBand(series, color);
            var (line, end) = (new StringBuilder(), -1);
            foreach (var (from, to) in PlotRange.Segments(series))
            {
                if (from != end)
                    line.Append('M').Append(Point(series.X[from], series.Y[from]));
                line.Append('L').Append(Point(series.X[to], series.Y[to]));
                end = to;
            }
            svg.Append($"<path d=\"{line}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\n");
        }

        void AppendBand(PlotSeries series, string color)
        {
            if (series is not { Low: { } low, High: { } high })
                return;
            var banded = Enumerable.Range(0, series.X.Count).Where(i => double.IsFinite(low[i]) && double.IsFinite(high[i])).ToArray();
            var edge = banded.Select(i => Point(series.X[i], high[i])).Concat(banded.Reverse().Select(i => Point(series.X[i], low[i])));
            if (banded.Length > 1)
                svg.Append($"<path d=\"M{string.Join('L', edge)}Z\" fill=\"{color}\" fill-opacity=\"{BandOpacity}\"/>\n");
        }

        string Point(double x, double y) =>
            $"{frame.Left + range.Across(x) * (frame.Right - frame.Left):0.#} {frame.Bottom - range.Up(y) * (frame.Bottom - frame.Top):0.#}";
    }

    /// <summary>Where the field of the data would begin.</summary>
    public static double TopOf(LinePlot plot, double width) => SvgFrame.TopOf(width, plot.Title, [.. Legend(plot)]);

    /// <summary>None for a single line without a band: the axis says what it is.</summary>
    static IEnumerable<LegendEntry> Legend(LinePlot plot)
    {
        if (plot.Series.Count == 1 && plot.Series[0].Low is null)
            yield break;
        for (var i = 0; i < plot.Series.Count; i++)
        {
            yield return new(plot.Series[i].Name, SvgRenderer.SeriesColor(i));
            if (plot.Series[i] is { Low: not null, BandName: { } band })
                yield return new(band, SvgRenderer.SeriesColor(i)) { IsArea = true, Opacity = BandLegendOpacity };
        }
    }
}
