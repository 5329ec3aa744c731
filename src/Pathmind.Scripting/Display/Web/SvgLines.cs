using System.Text;

namespace Pathmind.Displays;

/// <summary>Draws a line plot.</summary>
internal static class SvgLines
{
    /// <summary>Points drawn of a line at most: one for each pixel, about.</summary>
    const int MostPoints = 500;

    /// <summary>Lines of which each has its last value written at its end.</summary>
    const int MostEnds = 8;

    /// <summary>Opacities of a band, of its legend (stronger, since it is small) and of a line before
    /// smoothing.</summary>
    const double BandOpacity = 0.16, BandLegendOpacity = 0.25, RawOpacity = 0.6;

    /// <param name="svg">The document.</param>
    /// <param name="plot">What to draw.</param>
    /// <param name="width">Of the plot.</param>
    /// <param name="height">Of the plot.</param>
    /// <param name="top">Where the field of the data begins at least.</param>
    public static void Draw(StringBuilder svg, LinePlot plot, double width, double height, double top = 0)
    {
        var ends = Ends(plot);
        var margin = ends.Length == 0 ? 0 : ends.Max(end => SvgFrame.WidthOfEnd(end.Text));
        SvgFrame frame = new(svg, width, height, plot.Title, [.. Legend(plot)], plot.YLabel, top, margin);
        if (PlotRange.Of(plot, withBands: true, frame.VerticalSteps) is not { } range)
        {
            frame.SayThereIsNoData();
            return;
        }
        frame.AppendVerticalAxis(range.Bottom, range.Top, baseline: range.Bottom, plot.XLabel);
        frame.AppendHorizontalTicks(range.Left, range.Right, range.SmallestStep);
        PlotSeries[] thinned = [.. plot.Series.Select(series => series.Thinned(MostPoints))];
        for (var i = 0; i < thinned.Length; i++)
            AppendBand(thinned[i], SvgRenderer.SeriesColor(i));
        for (var i = 0; i < thinned.Length; i++)
            if (thinned[i].Raw is { } raw)
                AppendLine(thinned[
                    i].X, raw, $"stroke=\"{SvgRenderer.SeriesColor(i)}\" stroke-width=\"1\" stroke-opacity=\"{RawOpacity}\"");
        for (var i = 0; i < thinned.Length; i++)
            if (thinned[i].IsJoined)
                AppendLine(thinned[i].X, thinned[i].Y,
                    $"stroke=\"{SvgRenderer.SeriesColor(i)}\" stroke-width=\"2\"{SvgRenderer.DashAttribute(SvgRenderer.SeriesDash(i))}");
            else
                AppendPoints(thinned[i], SvgRenderer.SeriesColor(i), SvgRenderer.SeriesDash(i));
        if (range.Note is { } note)
            frame.AppendNote(note, plot.XLabel);
        frame.AppendEnds(ends.Select(end => (Down(end.Value), end.Text, end.Color)));

        void AppendLine(IReadOnlyList<double> x, IReadOnlyList<double> y, string stroke)
        {
            var (line, end) = (new StringBuilder(), "");
            foreach (var (from, to) in PlotRange.Segments(y))
                if (range.Clipped((x[from], y[from]), (x[to], y[to])) is { } part)
                {
                    var start = Point(part.From.X, part.From.Y);
                    if (start != end)
                        line.Append('M').Append(start);
                    line.Append('L').Append(end = Point(part.To.X, part.To.Y));
                }
            svg.Append($"<path d=\"{line}\" fill=\"none\" {stroke} stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\n");
        }

        void AppendPoints(PlotSeries series, string color, LineDash dash)
        {
            var radius = series.X.Count > 100 ? 1.5 : 3;
            var paint = SvgRenderer.PointPaint(color, dash);
            for (var i = 0; i < series.X.Count; i++)
                if (series.Y[i] >= range.Bottom && series.Y[i] <= range.Top)
                    svg.Append($"<circle cx=\"{Along(series.X[i]):0.#}\" cy=\"{Down(series.Y[i]):0.#}\" r=\"{radius}\" {paint}/>\n");
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

        double Along(double x) => frame.Left + range.Across(x) * (frame.Right - frame.Left);
        double Down(double y) => frame.Bottom - range.Up(y) * (frame.Bottom - frame.Top);
        string Point(double x, double y) => $"{Along(x):0.#} {Down(y):0.#}";
    }

    /// <summary>Where the field of the data would begin.</summary>
    public static double TopOf(LinePlot plot, double width, double height) =>
        SvgFrame.TopOf(width, height, plot.Title, [.. Legend(plot)], plot.YLabel);

    /// <summary>The last value of each line, if they are few.</summary>
    static (double Value, string Text, string Color)[] Ends(LinePlot plot) => plot.Series.Count > MostEnds
        ? []
        :
        [
            .. from place in plot.Series.Select((series, i) => (Series: series, Color: SvgRenderer.SeriesColor(i)))
               where place.Series.IsJoined && place.Series.Y.Any(double.IsFinite)
               let last = place.Series.Y.Last(double.IsFinite)
               select (last, CellText.Number(last), place.Color),
        ];

    /// <summary>The legend is empty for a single line without a band, which the axis names. What all bands show is
    /// named once.</summary>
    static IEnumerable<LegendEntry> Legend(LinePlot plot)
    {
        if (plot.Series.Count == 1 && plot.Series[0].Low is null)
            yield break;
        for (var i = 0; i < plot.Series.Count; i++)
            yield return new(plot.Series[i].Name, SvgRenderer.SeriesColor(i))
            {
                Dash = SvgRenderer.SeriesDash(i), IsPoint = !plot.Series[i].IsJoined,
            };
        (string Name, string Color)[] bands =
        [
            .. plot.Series.Select((series, i) => (Name: series.Low is null ? null : series.BandName, Color: SvgRenderer.SeriesColor(i)))
                .Where(band => band.Name is not null).Select(band => (band.Name!, band.Color)),
        ];
        foreach (var name in bands.Select(band => band.Name).Distinct())
        {
            var colors = bands.Where(band => band.Name == name).Select(band => band.Color).ToArray();
            yield return new(name, colors is [var only] ? only : "#888888") { IsArea = true, Opacity = BandLegendOpacity };
        }
    }
}
