namespace Pathmind.Displays;

/// <summary>A row of numbers as a row of blocks, ▁ for the smallest and █ for the largest of all of them. What changes
/// by less than a twentieth of its size is drawn on a scale of a twentieth, around the middle: a line that is flat
/// looks flat.</summary>
internal static class Sparkline
{
    /// <summary>The smallest range of the scale, as a share of the largest number.</summary>
    const double SmallestRange = 0.05;

    const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>Draws the values in at most <paramref name="width"/> characters; more values are averaged in groups of
    /// (nearly) equal size. A group without a finite value is a space.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        var groups = Average(values, width);
        var finite = values.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
            return "";
        var (low, high) = (finite.Min(), finite.Max());
        var (middle, half) = ((low + high) / 2, Math.Max(high - low, SmallestRange * Math.Max(Math.Abs(low), Math.Abs(high))) / 2);
        return string.Concat(groups.Select(value => Block(value, middle - half, middle + half)));
    }

    /// <summary>The line with the first and the last number behind it, <c>▁▅█ 0 → 7</c>; empty with fewer than two
    /// finite numbers, which show no course.</summary>
    public static string WithEnds(IReadOnlyList<double> values, int width) =>
        values.Count(double.IsFinite) > 1 && Of(values, width) is { Length: > 0 } line
        ? $"{line} {CellText.Number(values.First(double.IsFinite))} → {CellText.Number(values.Last(double.IsFinite))}"
        : "";

    static char Block(double value, double low, double high) => !double.IsFinite(value)
        ? ' '
        : high > low ? Blocks[(int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1))] : Blocks[Blocks.Length / 2];

    static double[] Average(IReadOnlyList<double> values, int width)
    {
        var groups = new double[Math.Min(values.Count, width)];
        for (var i = 0; i < groups.Length; i++)
        {
            var (from, to) = ((int)((long)i * values.Count / groups.Length), (int)((i + 1L) * values.Count / groups.Length));
            groups[i] = values.Skip(from).Take(to - from).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        }
        return groups;
    }
}
