using Pathmind.Numerics;

namespace Pathmind.Comparisons;

/// <summary>Intervals for means of numbers that are independent of each other, by Student's t.</summary>
/// <remarks>Measured beside the bias-corrected accelerated bootstrap (Efron 1987): t covers as often or more often, but
/// for shares of rare events, and for differences, on which verdicts rest, far more often (docs/comparing.md; so does
/// Hesterberg, "What Teachers Should Know About the Bootstrap", 2015).</remarks>
/// <param name="Confidence">In (0, 1).</param>
internal readonly record struct MeanInterval(double Confidence)
{
    /// <summary>Numbers that differ by less than this share of their size are equal: sums in another order.</summary>
    const double Rounding = 1e-9;

    /// <summary>The mean and its interval.</summary>
    /// <param name="numbers">At least one.</param>
    public Estimate Of(ReadOnlySpan<double> numbers)
    {
        var (mean, deviation) = MeanAndDeviation(numbers);
        if (numbers.Length == 1)
            return new(mean, double.NegativeInfinity, double.PositiveInfinity);
        var half = deviation == 0 ? 0 : StudentT.Critical(Confidence, numbers.Length - 1) * deviation / Math.Sqrt(numbers.Length);
        return new(mean, mean - half, mean + half);
    }

    /// <summary>How many more numbers would make the interval so narrow that it leaves out a value, if mean and
    /// deviation stay as they are.</summary>
    /// <param name="numbers">At least two.</param>
    /// <param name="value">What is to be told from the mean.</param>
    /// <returns>At least 1; infinite if the mean is the value.</returns>
    public double More(ReadOnlySpan<double> numbers, double value)
    {
        var (mean, deviation) = MeanAndDeviation(numbers);
        var needed = StudentT.Critical(Confidence, Math.Max(1, numbers.Length - 1)) * deviation / (mean - value);
        return Math.Max(1, Math.Ceiling(needed * needed) - numbers.Length);
    }

    /// <summary>[episodes] how much more the second has than the first in the same episode; 0 for what only rounding
    /// distinguishes.</summary>
    public static double[] Differences(double[] first, double[] second) => [.. first.Zip(second, (one, other) =>
        Math.Abs(other - one) <= Rounding * Math.Max(Math.Abs(one), Math.Abs(other)) ? 0 : other - one)];

    /// <summary>Mean, and standard deviation divided by N − 1; 0 where all numbers are the same but for
    /// rounding.</summary>
    static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<double> numbers)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var number in numbers)
            sum += number;
        var mean = sum / numbers.Length;
        foreach (var number in numbers)
            squares += (number - mean) * (number - mean);
        var deviation = Math.Sqrt(squares / Math.Max(1, numbers.Length - 1));
        return (mean, deviation <= Rounding * Math.Abs(mean) ? 0 : deviation);
    }
}
