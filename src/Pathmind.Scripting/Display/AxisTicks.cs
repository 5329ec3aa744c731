namespace Pathmind.Displays;

/// <summary>Round numbers along an axis: multiples of 1, 2 or 5 × a power of ten.</summary>
internal static class AxisTicks
{
    /// <summary>The round numbers in <paramref name="low"/> .. <paramref name="high"/>.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, above low.</param>
    /// <param name="wanted">At most as many steps between ticks; at least 2.</param>
    /// <returns>At least one tick, ascending.</returns>
    public static double[] Within(double low, double high, int wanted)
    {
        var step = RoundUp((high - low) / wanted);
        var (first, last) = (Math.Ceiling(low / step - 1e-9), Math.Floor(high / step + 1e-9));
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
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
