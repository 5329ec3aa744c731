using Pathmind.Numerics;

namespace Pathmind.Comparisons;

/// <summary>Intervals for means of numbers that are independent of each other, by Student's t.</summary>
/// <remarks>Measured beside the bias-corrected accelerated bootstrap (Efron 1987): t covers as often or more often, but
/// for shares of rare events, and for differences, on which verdicts rest, far more often (docs/comparing.md; so does
/// Hesterberg, "What Teachers Should Know About the Bootstrap", 2015).</remarks>
/// <param name="Confidence">In (0, 1).</param>
internal readonly record struct MeanInterval(double Confidence)
{
    /// <summary>The mean and its interval.</summary>
    /// <param name="numbers">At least one.</param>
    public Estimate Of(ReadOnlySpan<double> numbers)
    {
        var mean = Estimated.Of(numbers);
        if (numbers.Length == 1)
            return new(mean.Value, double.NegativeInfinity, double.PositiveInfinity);
        var half = mean.Error == 0 ? 0 : StudentT.Critical(Confidence, mean.Freedom) * mean.Error;
        return new(mean.Value, mean.Value - half, mean.Value + half);
    }

    /// <summary>How many more numbers would make the interval so narrow that it leaves out a value, if mean and
    /// deviation stay as they are.</summary>
    /// <param name="numbers">At least one.</param>
    /// <param name="value">What is to be told from the mean.</param>
    /// <returns>At least 1, which is all that can be said of a single number; infinite if the mean is the
    /// value.</returns>
    public double More(ReadOnlySpan<double> numbers, double value)
    {
        if (numbers.Length == 1)
            return 1;
        var mean = Estimated.Of(numbers);
        var needed = StudentT.Critical(Confidence, mean.Freedom) * mean.Error * Math.Sqrt(numbers.Length) / (mean.Value - value);
        return Math.Max(1, Math.Ceiling(needed * needed) - numbers.Length);
    }

    /// <summary>[episodes] how much more the second has than the first in the same episode; 0 for what only rounding
    /// distinguishes.</summary>
    public static double[] Differences(double[] first, double[] second) => [.. first.Zip(second, (one, other) =>
        Math.Abs(other - one) <= Estimated.Rounding * Math.Max(Math.Abs(one), Math.Abs(other)) ? 0 : other - one)];
}
