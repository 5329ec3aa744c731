namespace Pathmind.Studios.Experiments;

/// <summary>What is drawn beside others of a training's curve: few points that keep every peak, and the means of its
/// last tenth.</summary>
internal sealed class ComparedCurve
{
    /// <summary>Buckets of rows that a line has at most.</summary>
    const int MostBuckets = 300;

    readonly Dictionary<string, double> late = [];
    readonly CurveWindow window;

    ComparedCurve(CurveWindow window) => this.window = window;

    /// <summary>Names of the columns.</summary>
    public IEnumerable<string> Names => window.Columns.Select(column => column.Name);

    /// <param name="curve">All rows; it is not kept.</param>
    /// <param name="axis">Column across: steps, seconds, episodes.</param>
    /// <param name="smoothing">Weight of what was before, per bucket, in [0, 1).</param>
    public static ComparedCurve Of(Curve curve, string axis, double smoothing)
    {
        ComparedCurve compared = new(CurveWindow.Of(curve, axis, from: null, to: null, MostBuckets, smoothing));
        foreach (var name in compared.Names)
        {
            var (sum, count) = (0.0, 0);
            foreach (var value in curve.Values(name)[(curve.Rows - (curve.Rows + 9) / 10)..])
                if (!double.IsNaN(value))
                    (sum, count) = (sum + value, count + 1);
            if (count > 0)
                compared.late[name] = sum / count;
        }
        return compared;
    }

    /// <summary>Mean of a column over the rows of the last tenth; null if none of them has a value.</summary>
    public double? Late(string column) => late.TryGetValue(column, out var mean) ? mean : null;

    /// <summary>What was measured: of each bucket the smallest and the largest value, in the order in which they
    /// come.</summary>
    public CurvePath Measured(string column) => ColumnOf(column) is { } found ? CurvePath.Of(window.X, found.Extremes) : CurvePath.Empty;

    /// <summary>The smoothed line; what was measured if nothing is smoothed.</summary>
    public CurvePath Smooth(string column) => window.Weight == 0 ? Measured(column)
        : ColumnOf(column) is { } found ? CurvePath.Of(window.SmoothX, found.Smooth) : CurvePath.Empty;

    /// <summary>The line of a column, with what was measured behind it where it is smoothed.</summary>
    /// <param name="line">The columns of the line, and of its band.</param>
    /// <param name="colour">Its place among the others.</param>
    public OverlaidLine Line(ChartLine line, int colour)
    {
        var smooth = Smooth(line.Column);
        return new(line.Name, colour, smooth.X, smooth.Y)
        {
            Measured = window.Weight == 0 ? null : Measured(line.Column),
            Band = line.Low is null || line.High is null || smooth.X.Count == 0 ? null : Band(line.Low, line.High),
        };
    }

    /// <summary>From the smallest of one column to the largest of another, bucket by bucket.</summary>
    OverlaidBand? Band(string low, string high)
    {
        if (ColumnOf(low) is not { } lower || ColumnOf(high) is not { } upper)
            return null;
        var width = window.Stride == 1 ? 1 : 2;
        List<double> x = [], lows = [], highs = [];
        for (var i = 0; i + width <= window.X.Length; i += width)
        {
            var (least, most) = (Math.Min(lower.Extremes[i], lower.Extremes[i + width - 1]),
                Math.Max(upper.Extremes[i], upper.Extremes[i + width - 1]));
            if (double.IsNaN(least) || double.IsNaN(most) || double.IsNaN(window.X[i]))
                continue;
            x.Add(window.X[i]);
            lows.Add(least);
            highs.Add(most);
        }
        return new(x, lows, highs);
    }

    WindowColumn? ColumnOf(string name) => window.Columns.FirstOrDefault(column => column.Name == name);
}

/// <summary>Points of a line, without those that have no value.</summary>
/// <param name="X">[points], rising; of an outline there and back.</param>
/// <param name="Y">[points].</param>
internal sealed record CurvePath(IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    public static CurvePath Empty { get; } = new([], []);

    public static CurvePath Of(double[] x, double[] y)
    {
        List<double> across = [], values = [];
        for (var i = 0; i < y.Length; i++)
            if (!double.IsNaN(x[i]) && !double.IsNaN(y[i]))
            {
                across.Add(x[i]);
                values.Add(y[i]);
            }
        return new(across, values);
    }

    /// <summary>The value at a place, on a straight line between two points; there must be points.</summary>
    public double At(double place)
    {
        var (below, above) = (0, X.Count - 1);
        if (place <= X[0] || place >= X[^1])
            return place <= X[0] ? Y[0] : Y[^1];
        while (above - below > 1)
        {
            var middle = (below + above) / 2;
            (below, above) = X[middle] <= place ? (middle, above) : (below, middle);
        }
        return X[above] == X[below] ? Y[below] : Y[below] + (Y[above] - Y[below]) * (place - X[below]) / (X[above] - X[below]);
    }
}
