namespace Pathmind.Displays;

/// <summary>An exponential moving average of a line, so that its course is seen through its noise.</summary>
internal static class Smoothing
{
    /// <summary>Fewer points are shown as they are.</summary>
    const int FewPoints = 10;

    /// <summary>The average reaches back over about 2.5 points (a weight of 0.6 for what was before, as TensorBoard's
    /// default), or over this share of all if that is more.</summary>
    const double Points = 2.5, Share = 0.02;

    /// <summary>The smoothed line, with what it was behind it.</summary>
    public static PlotSeries Of(PlotSeries series) => series.X.Count < FewPoints
        ? series
        : new(series.Name, series.X, Averages(series.Y), series.Low, series.High)
        {
            BandName = series.BandName, IsJoined = series.IsJoined,
            Raw = series.Y
        };

    /// <summary>[N] s(t) = Σ w^k y(t − k) / Σ w^k: the first point counts no more than others; NaN stays NaN and is
    /// skipped.</summary>
    public static double[] Averages(IReadOnlyList<double> values)
    {
        var weight = 1 - 1 / Math.Max(Points, values.Count * Share);
        var (sum, weights) = (0.0, 0.0);
        var averages = new double[values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            averages[i] = double.NaN;
            if (!double.IsFinite(values[i]))
                continue;
            (sum, weights) = (weight * sum + values[i], weight * weights + 1);
            averages[i] = sum / weights;
        }
        return averages;
    }
}
