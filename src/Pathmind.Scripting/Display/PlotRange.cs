namespace Pathmind.Displays;

/// <summary>The part of the plane that a plot shows.</summary>
internal sealed record PlotRange(double Left, double Right, double Bottom, double Top)
{
    /// <summary>What begins within this share of its end begins at 0: the first iteration of a training ends after some
    /// steps.</summary>
    const double NearZero = 0.2;

    /// <summary>Values further than this many interquartile ranges outside the quartiles are outliers (Tukey's "far
    /// out").</summary>
    const double Far = 3;

    /// <summary>Outliers are few: what more than this share of the values reaches, as the rise of a quick training, is
    /// shown.</summary>
    const double FewValues = 0.03;

    /// <summary>So many are few in every plot.</summary>
    const int FewestValues = 2;

    /// <summary>A plot is cut only if it has at least FewPoints points and its values gain the factor Gain in
    /// height.</summary>
    const int FewPoints = 8, Gain = 2;

    /// <summary>The smallest step between ticks of the horizontal axis: 1 if it counts whole things (episodes, steps),
    /// else 0.</summary>
    public double SmallestStep { get; init; }

    /// <summary>States what is cut off; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The range of all finite points (and of the bands), widened to round numbers, and from 0 if they begin
    /// near it; null if there is no point.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="withBands">Whether bands and the values before smoothing are drawn.</param>
    /// <param name="ticks">Steps between the ticks of the vertical axis at most, about.</param>
    public static PlotRange? Of(LinePlot plot, bool withBands, int ticks = 5)
    {
        var xs = plot.Series.SelectMany(series => series.X.Where((_, i) => double.IsFinite(series.Y[i]))).ToArray();
        double[] lines = [.. plot.Series.SelectMany(series => series.Y).Where(double.IsFinite)];
        if (xs.Length == 0)
            return null;
        var drawn = withBands ? lines.Concat(plot.Series.SelectMany(Around).Where(double.IsFinite)).ToArray() : lines;
        var (left, right) = Widened(xs.Min(), xs.Max());
        if (left > 0 && left <= right * NearZero)
            left = 0;
        var (low, high) = plot.ClipsOutliers ? WithoutOutliers(plot, lines, drawn) : (drawn.Min(), drawn.Max());
        var note = Outside(low > drawn.Min() ? drawn.Min() : null, high < drawn.Max() ? drawn.Max() : null);
        var (bottom, top) = Widened(low, high);
        (bottom, top) = AxisTicks.Around(bottom, top, ticks);
        return new(left, right, bottom, top) { Note = note, SmallestStep = CountsWholes(plot) ? 1 : 0 };
    }

    /// <summary>Whether every place along the horizontal axis is a whole number.</summary>
    public static bool CountsWholes(LinePlot plot) => plot.Series.All(series => series.X.All(x => x == Math.Floor(x)));

    static IEnumerable<double> Around(PlotSeries series) => [.. series.Low ?? [], .. series.High ?? [], .. series.Raw ?? []];

    /// <summary>Share of the way from the left edge to the right one, in [0, 1].</summary>
    public double Across(double x) => (x - Left) / (Right - Left);

    /// <summary>Share of the way from the lower edge to the upper one, in [0, 1].</summary>
    public double Up(double y) => Math.Clamp((y - Bottom) / (Top - Bottom), 0, 1);

    /// <summary>Neighbouring points that a line joins; a point without a finite neighbour is joined to
    /// itself.</summary>
    public static IEnumerable<(int From, int To)> Segments(IReadOnlyList<double> values)
    {
        for (var i = 0; i < values.Count; i++)
            if (double.IsFinite(values[i]))
            {
                var joins = i + 1 < values.Count && double.IsFinite(values[i + 1]);
                if (joins || i == 0 || !double.IsFinite(values[i - 1]))
                    yield return (i, joins ? i + 1 : i);
            }
    }

    /// <summary>The part of a segment between the lower and the upper edge; null if it is outside.</summary>
    public ((double X, double Y) From, (double X, double Y) To)? Clipped((double X, double Y) from, (double X, double Y) to)
    {
        if (Math.Max(from.Y, to.Y) < Bottom || Math.Min(from.Y, to.Y) > Top)
            return null;
        return (Inside(from, to), Inside(to, from));

        (double X, double Y) Inside((double X, double Y) point, (double X, double Y) other)
        {
            var edge = Math.Clamp(point.Y, Bottom, Top);
            return edge == point.Y ? point : (point.X + (edge - point.Y) / (other.Y - point.Y) * (other.X - point.X), edge);
        }
    }

    /// <summary>Lowest and highest of what is drawn within the fences of the lines' values, if that makes the rest
    /// larger.</summary>
    static (double Low, double High) WithoutOutliers(LinePlot plot, double[] lines, double[] drawn)
    {
        var (low, high) = (drawn.Min(), drawn.Max());
        var sorted = lines.Order().ToArray();
        var (lower, upper) = (sorted[(sorted.Length - 1) / 4], sorted[(sorted.Length - 1) * 3 / 4]);
        var reach = Far * (upper - lower);
        if (lines.Length < FewPoints || reach == 0)
            return (low, high);
        double[] values = [.. plot.Series.SelectMany(series => series.Raw ?? series.Y).Where(double.IsFinite).Order()];
        var few = Math.Max(FewestValues, (int)(FewValues * values.Length));
        var (lowest, highest) = (Math.Min(lower - reach, values[few]), Math.Max(upper + reach, values[^(few + 1)]));
        var inside = drawn.Where(value => value >= lowest && value <= highest).ToArray();
        return high - low > Gain * (inside.Max() - inside.Min()) ? (inside.Min(), inside.Max()) : (low, high);
    }

    static string? Outside(double? lowest, double? highest) => (lowest, highest) switch
    {
        (null, null) => null,
        ({ } low, null) => $"outliers down to {CellText.Number(low)} are not shown",
        (null, { } high) => $"outliers up to {CellText.Number(high)} are not shown",
        ({ } low, { } high) => $"outliers from {CellText.Number(low)} to {CellText.Number(high)} are not shown",
    };

    /// <summary>The same range, or some room around a single value.</summary>
    static (double Low, double High) Widened(double low, double high) => high - low > Math.Abs(low) * 1e-9
        ? (low, high)
        : low == 0 ? (-1, 1) : (low - Math.Abs(low) / 2, high + Math.Abs(high) / 2);
}
