namespace Pathmind.Displays;

/// <summary>Round numbers along an axis: multiples of 1, 2 or 5 × a power of ten.</summary>
internal static class AxisTicks
{
    /// <summary>Ticks that cover <paramref name="low"/> .. <paramref name="high"/>: the first is at or below low, the last at or above high.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, at least low.</param>
    /// <param name="wanted">About how many steps between ticks; at least 1.</param>
    /// <returns>At least two ticks, ascending.</returns>
    public static double[] Cover(double low, double high, int wanted)
    {
        if (!(high - low > Math.Abs(low) * 1e-9))
            (low, high) = low == 0 ? (0, 1) : (low - Math.Abs(low) / 2, high + Math.Abs(low) / 2);
        var step = RoundUp((high - low) / wanted);
        var (first, last) = (Math.Floor(low / step + 1e-9), Math.Ceiling(high / step - 1e-9));
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, 12))];
    }

    static double RoundUp(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1.0000001 => power,
            <= 2.0000001 => 2 * power,
            <= 5.0000001 => 5 * power,
            _ => 10 * power,
        };
    }
}
