using Pathmind.Displays;

namespace Pathmind;

/// <summary>A mean over episodes, and the interval that holds the mean over all possible episodes.</summary>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="Low">Lower end of the interval; −∞ after a single episode, which tells nothing about it.</param>
/// <param name="High">Upper end of the interval; ∞ after a single episode.</param>
public readonly record struct Estimate(double Mean, double Low, double High)
{
    /// <summary>Half of the interval's width: what follows the ±.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>Whether a number lies in the interval.</summary>
    public bool Contains(double number) => number >= Low && number <= High;

    /// <summary><c>45.1 ± 1.2</c>: no finer than two digits of the half width. Without an interval the mean
    /// alone.</summary>
    public override string ToString() => HalfWidth switch
    {
        0 => $"{CellText.Number(Mean)} ± 0",
        var half when double.IsFinite(half) => $"{Rounded(Mean, half)} ± {Rounded(half, half)}",
        _ => CellText.Number(Mean),
    };

    /// <summary>The same with a plus sign where the mean is above 0, for differences.</summary>
    internal string Signed => Mean > 0 ? $"+{this}" : ToString();

    /// <summary>A number that is not negative in the digits of the interval, and not less than it is.</summary>
    internal string RoundedUp(double number)
    {
        if (HalfWidth is not > 0 or double.PositiveInfinity)
            return CellText.Number(number);
        var unit = Math.Pow(10, Math.Min(0, Math.Floor(Math.Log10(HalfWidth)) - 1));
        return Rounded(Math.Max(number, Math.Ceiling(Math.Round(number / unit, 6)) * unit), HalfWidth);
    }

    static string Rounded(double number, double half)
    {
        var decimals = 1 - (int)Math.Floor(Math.Log10(half));
        return decimals > 6 || Math.Abs(number) >= 1e9
            ? CellText.Number(number)
            : CellText.Minus(Math.Round(number, Math.Max(0, decimals)).ToString($"#,0.{new string('0', Math.Max(0, decimals))}"));
    }
}
