namespace Pathmind;

/// <summary>Mean and spread of a number over episodes.</summary>
/// <param name="Count">How many numbers; at least 1.</param>
/// <param name="Mean">Their arithmetic mean.</param>
/// <param name="Deviation">Their standard deviation, divided by N as NumPy's and Stable-Baselines3's; 0 for one
/// number.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
public readonly record struct Statistic(int Count, double Mean, double Deviation, double Min, double Max)
{
    const double Rounding = 1e-12;

    /// <summary>Computes the statistic of at least one number.</summary>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static Statistic Of(IReadOnlyCollection<double> numbers)
    {
        if (numbers.Count == 0)
            throw new ArgumentException("A mean needs at least one number, but there is none.");
        var (mean, min, max) = (numbers.Average(), numbers.Min(), numbers.Max());
        if (max - min <= Rounding * Math.Max(Math.Abs(min), Math.Abs(max)))
            (min, max) = (mean, mean);                                   // sums of the same terms in another order
        var deviation = min == max ? 0 : Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
        return new(numbers.Count, mean, deviation, min, max);
    }

    /// <summary><c>12.5 ± 0.75</c>.</summary>
    public override string ToString() => $"{Displays.CellText.Number(Mean)} ± {Displays.CellText.Number(Deviation)}";
}
