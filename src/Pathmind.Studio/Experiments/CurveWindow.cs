namespace Pathmind.Studios.Experiments;

/// <summary>A part of a curve with as many points as a screen shows: of every bucket of rows the smallest and the
/// largest value, so that no peak is lost, and a smoothed line. Buckets begin at multiples of a power of two, so that
/// new rows change the last one alone.</summary>
internal sealed class CurveWindow
{
    /// <summary>Rows of the whole curve, and its newest iteration.</summary>
    public required int Rows { get; init; }

    public required int LastIteration { get; init; }

    /// <summary>Rows of a bucket.</summary>
    public required int Stride { get; init; }

    /// <summary>Whether it reaches to the newest row.</summary>
    public required bool IsToEnd { get; init; }

    /// <summary>Weight of what was before, per row.</summary>
    public required double Weight { get; init; }

    /// <summary>[extremes] places of the extremes on the axis: of a bucket of several rows two, where it begins and in
    /// its middle.</summary>
    public required double[] X { get; init; }

    /// <summary>[buckets] places of the smoothed line: where a bucket ends.</summary>
    public required double[] SmoothX { get; init; }

    public required IReadOnlyList<WindowColumn> Columns { get; init; }

    /// <summary>The rows between two places of an axis, and one more at each side.</summary>
    /// <param name="curve">All rows.</param>
    /// <param name="axis">Column whose values rise.</param>
    /// <param name="from">First place; null for the beginning.</param>
    /// <param name="to">Last place; null for the end.</param>
    /// <param name="most">Buckets at most; at least 1.</param>
    /// <param name="smoothing">Weight of what was before, per bucket, in [0, 1): a zoom smooths over fewer.</param>
    public static CurveWindow Of(Curve curve, string axis, double? from, double? to, int most, double smoothing)
    {
        var across = curve.Values(axis);
        var (first, end) = Range(across, from, to);
        var stride = 1;
        while ((end - first + stride - 1) / stride + 1 > Math.Max(2, most))
            stride *= 2;
        first = first / stride * stride;
        var buckets = (end - first + stride - 1) / stride;
        var (x, smoothX) = (new double[stride == 1 ? buckets : 2 * buckets], new double[buckets]);
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var begin = first + bucket * stride;
            var last = Math.Min(end, begin + stride) - 1;
            smoothX[bucket] = across[last];
            if (stride == 1)
                x[bucket] = across[begin];
            else
                (x[2 * bucket], x[2 * bucket + 1]) = (across[begin], across[(begin + last) / 2]);
        }
        var weight = smoothing <= 0 ? 0 : Math.Pow(smoothing, 1.0 / stride);
        return new()
        {
            Rows = curve.Rows, LastIteration = curve.LastIteration, Stride = stride, IsToEnd = end == across.Length, Weight = weight, X = x,
            SmoothX = smoothX,
            Columns = [.. curve.Names.Select(name => Column(name, curve.Values(name), first, end, stride, weight))],
        };
    }

    static (int First, int End) Range(ReadOnlySpan<double> across, double? from, double? to)
    {
        var (first, end) = (0, across.Length);
        if (from is { } low)
            while (first < across.Length - 1 && !(across[first + 1] >= low))
                first++;
        if (to is { } high)
            while (end > first + 1 && !(across[end - 2] <= high))
                end--;
        return (first, end);
    }

    static WindowColumn Column(string name, ReadOnlySpan<double> values, int first, int end, int stride, double weight)
    {
        var buckets = (end - first + stride - 1) / stride;
        var extremes = new double[stride == 1 ? buckets : 2 * buckets];
        var smooth = new double[weight > 0 ? buckets : 0];
        var (mean, hidden, counted) = (double.NaN, 0, 0);
        for (var row = 0; weight > 0 && row < first; row++)
            mean = Next(mean, values[row], weight);
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var begin = first + bucket * stride;
            var (low, high) = (-1, -1);
            for (var row = begin; row < Math.Min(end, begin + stride); row++)
            {
                var value = values[row];
                if (double.IsNaN(value))
                    continue;
                mean = Next(mean, value, weight);
                low = low < 0 || value < values[low] ? row : low;
                high = high < 0 || value > values[high] ? row : high;
                counted++;
                hidden += value <= 0 ? 1 : 0;
            }
            if (weight > 0)
                smooth[bucket] = low < 0 ? double.NaN : mean;            // the line goes on where there is a value again
            var (one, other) = low < 0 ? (double.NaN, double.NaN) : (values[Math.Min(low, high)], values[Math.Max(low, high)]);
            if (stride == 1)
                extremes[bucket] = one;
            else
                (extremes[2 * bucket], extremes[2 * bucket + 1]) = (one, other);
        }
        return new(name, extremes, smooth, counted, hidden);
    }

    /// <summary>Exponential mean that starts at the first value and skips what is missing.</summary>
    static double Next(double mean, double value, double weight) =>
        double.IsNaN(value) ? mean : double.IsNaN(mean) ? value : value + weight * (mean - value);
}

/// <summary>A column of a window.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Extremes">[extremes] the smallest and the largest value of each bucket, in the order in which they
/// come; NaN for none.</param>
/// <param name="Smooth">[buckets] the smoothed line at the end of each bucket, NaN where it has no value; empty without
/// smoothing.</param>
/// <param name="Counted">Rows that have a value.</param>
/// <param name="Hidden">Those that a logarithmic scale cannot show: not above 0.</param>
internal sealed record WindowColumn(string Name, double[] Extremes, double[] Smooth, int Counted, int Hidden);
