namespace Pathmind.Displays;

/// <summary>A row of numbers as a row of blocks, ▁ for the smallest and █ for the largest.</summary>
internal static class Sparkline
{
    const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>At most <paramref name="width"/> characters; more values are averaged in groups of (nearly) equal size. A space where nothing is finite.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        var groups = Average(values, width);
        var finite = groups.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
            return "";
        var (low, high) = (finite.Min(), finite.Max());
        return string.Concat(groups.Select(value => Block(value, low, high)));
    }

    static char Block(double value, double low, double high) => !double.IsFinite(value)
        ? ' '
        : high > low ? Blocks[(int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1))] : Blocks[0];

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
