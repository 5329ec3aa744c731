using System.Globalization;

namespace Pathmind.Studios.Experiments;

/// <summary>The course of a number as at most 120 points, each the mean of equally many values: a sparkline that costs
/// nothing, however long the training.</summary>
internal sealed class Trend
{
    const int MostPoints = 120;

    readonly List<double> points = [];
    int stride = 1, count;
    double sum;

    /// <summary>The points, the last one of the values that make no whole one yet.</summary>
    public IReadOnlyList<double> Points => count == 0 ? points : [.. points, sum / count];

    /// <summary>Reads what <see cref="ToString"/> wrote; empty if it is something else.</summary>
    public static Trend Parse(string text)
    {
        Trend trend = new();
        if (text.Split(' ') is not [var stride, var count, var sum, .. var points]
            || !int.TryParse(stride, CultureInfo.InvariantCulture, out trend.stride) || trend.stride < 1
            || !int.TryParse(count, CultureInfo.InvariantCulture, out trend.count)
            || !double.TryParse(sum, CultureInfo.InvariantCulture, out trend.sum))
            return new();
        foreach (var point in points)
            if (double.TryParse(point, CultureInfo.InvariantCulture, out var value))
                trend.points.Add(value);
        return trend;
    }

    public void Add(double value)
    {
        (sum, count) = (sum + value, count + 1);
        if (count < stride)
            return;
        points.Add(sum / count);
        (sum, count) = (0, 0);
        if (points.Count < MostPoints)
            return;
        for (var i = 0; i < MostPoints / 2; i++)
            points[i] = (points[2 * i] + points[2 * i + 1]) / 2;
        points.RemoveRange(MostPoints / 2, MostPoints / 2);
        stride *= 2;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{stride} {count} {sum:R} {string.Join(' ', points.Select(point => point.ToString("R", CultureInfo.InvariantCulture)))}")
        .TrimEnd();
}
