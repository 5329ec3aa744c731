namespace Pathmind.Displays;

/// <summary>The part of the plane that a plot shows, from its first to its last tick on either axis.</summary>
internal sealed record PlotRange(double[] XTicks, double[] YTicks)
{
    /// <summary>The range of all finite points and bands; null if there is none.</summary>
    public static PlotRange? Of(LinePlot plot, int xTicks, int yTicks)
    {
        var xs = plot.Series.SelectMany(series => series.X.Where((_, i) => double.IsFinite(series.Y[i]))).ToArray();
        var ys = plot.Series.SelectMany(series => series.Y.Concat(series.Low ?? []).Concat(series.High ?? [])).Where(double.IsFinite).ToArray();
        return xs.Length == 0 ? null : new(AxisTicks.Cover(xs.Min(), xs.Max(), xTicks), AxisTicks.Cover(ys.Min(), ys.Max(), yTicks));
    }

    /// <summary>Share of the way from the left edge to the right one, in [0, 1].</summary>
    public double Right(double x) => (x - XTicks[0]) / (XTicks[^1] - XTicks[0]);

    /// <summary>Share of the way from the lower edge to the upper one, in [0, 1].</summary>
    public double Up(double y) => (y - YTicks[0]) / (YTicks[^1] - YTicks[0]);

    /// <summary>Neighbouring points that a line joins; a point without a finite neighbour is joined to itself.</summary>
    public static IEnumerable<(int From, int To)> Segments(PlotSeries series)
    {
        for (var i = 0; i < series.X.Count; i++)
            if (double.IsFinite(series.Y[i]))
            {
                var joins = i + 1 < series.X.Count && double.IsFinite(series.Y[i + 1]);
                if (joins || i == 0 || !double.IsFinite(series.Y[i - 1]))
                    yield return (i, joins ? i + 1 : i);
            }
    }
}
