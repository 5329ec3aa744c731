namespace Pathmind.Displays;

/// <summary>Round numbers along an axis: multiples of 1, 2 or 5 × a power of ten.</summary>
internal static class AxisTicks
{
    /// <summary>The number of ticks to aim for where there is room.</summary>
    const int Enough = 3;

    /// <summary>The round numbers in <paramref name="low"/> .. <paramref name="high"/>.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, above low.</param>
    /// <param name="wanted">At most as many steps between ticks, as long as this leaves three ticks; at least
    /// 2.</param>
    /// <param name="most">At most as many steps otherwise; at least 5, of which two ticks are certain, and three with
    /// 8.</param>
    /// <param name="smallest">The smallest step: 1 on an axis that counts whole things, such as episodes; 0 for
    /// none.</param>
    /// <returns>At least two ticks, ascending; of a smallest step as many as there are in the range.</returns>
    public static double[] Within(double low, double high, int wanted, int most, double smallest = 0)
    {
        var ticks = Multiples(low, high, Math.Max(smallest, RoundUp((high - low) / wanted)));
        return ticks.Length >= Enough
            ? ticks
            : Multiples(low, high, Math.Max(smallest, RoundUp((high - low) / Math.Max(wanted, most))));
    }

    /// <summary>The range widened to ticks, so that the largest value has a tick above it.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, above low.</param>
    /// <param name="wanted">The same as for <see cref="Within"/>.</param>
    public static (double Low, double High) Around(double low, double high, int wanted)
    {
        var (bottom, top) = (low, high);
        for (var round = 0; round < 3; round++)                          // the wider range may ask for a larger step
        {
            var step = RoundUp((top - bottom) / wanted);
            (bottom, top) = (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
        }
        return (bottom, top);
    }

    /// <summary>Ticks with their text: thousands as k, millions as M, the same on the whole axis, since axes count
    /// steps.</summary>
    public static IEnumerable<(double Tick, string Label)> Labelled(double[] ticks, double largest)
    {
        var (unit, name) = largest switch { >= 1e6 => (1e6, " M"), >= 1e4 => (1e3, " k"), _ => (1, "") };
        return ticks.Zip(Labels(ticks, unit), (tick, label) => (tick, tick == 0 ? "0" : label + name));
    }

    /// <summary>The ticks as text: four significant digits, or as many decimals as neighbours need to differ.</summary>
    /// <param name="ticks">At least one, ascending.</param>
    /// <param name="unit">Value of one written unit: 1000 writes 20 for 20 000.</param>
    public static string[] Labels(double[] ticks, double unit = 1)
    {
        string[] labels = [.. ticks.Select(tick => CellText.Number(tick / unit))];
        if (labels.Distinct().Count() == ticks.Length)
            return labels;
        var decimals = Math.Clamp(-(int)Math.Floor(Math.Log10((ticks[1] - ticks[0]) / unit * 1.0000001)), 0, 15);
        return [.. ticks.Select(tick => CellText.Minus((tick / unit).ToString($"0.{new string('#', decimals)}")))];
    }

    static double[] Multiples(double low, double high, double step)
    {
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
