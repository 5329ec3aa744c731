namespace Pathmind.Displays;

/// <summary>The part of the plane that a plot shows.</summary>
internal sealed record PlotRange(double Left, double Right, double Bottom, double Top)
{
    /// <summary>What begins within this share of its end begins at 0: the first iteration of a training ends after some steps.</summary>
    const double NearZero = 0.2;

    /// <summary>The range of all finite points (and of the bands), with a margin below and above, and from 0 if they begin near it; null if there is no point.</summary>
    public static PlotRange? Of(LinePlot plot, bool withBands)
    {
        var xs = plot.Series.SelectMany(series => series.X.Where((_, i) => double.IsFinite(series.Y[i]))).ToArray();
        var ys = plot.Series.SelectMany(series => withBands ? series.Y.Concat(series.Low ?? []).Concat(series.High ?? []) : series.Y).Where(double.IsFinite).ToArray();
        if (xs.Length == 0)
            return null;
        var ((left, right), (bottom, top)) = (Widened(xs.Min(), xs.Max()), Widened(ys.Min(), ys.Max()));
        if (left > 0 && left <= right * NearZero)
            left = 0;
        var margin = (top - bottom) * 0.04;
        return new(left, right, bottom - margin, top + margin);
    }

    /// <summary>Share of the way from the left edge to the right one, in [0, 1].</summary>
    public double Across(double x) => (x - Left) / (Right - Left);

    /// <summary>Share of the way from the lower edge to the upper one, in [0, 1].</summary>
    public double Up(double y) => (y - Bottom) / (Top - Bottom);

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

    /// <summary>The same range, or some room around a single value.</summary>
    static (double Low, double High) Widened(double low, double high) => high - low > Math.Abs(low) * 1e-9
        ? (low, high)
        : low == 0 ? (-1, 1) : (low - Math.Abs(low) / 2, high + Math.Abs(high) / 2);
}
