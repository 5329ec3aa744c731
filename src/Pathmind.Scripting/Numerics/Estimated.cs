namespace Pathmind.Numerics;

/// <summary>An estimated number.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Error">Its standard error; NaN if there are too few samples.</param>
/// <param name="Freedom">Degrees of freedom of the error.</param>
internal readonly record struct Estimated(double Value, double Error, int Freedom)
{
    /// <summary>Numbers that differ by less than this share of their size are equal: sums in another order.</summary>
    public const double Rounding = 1e-9;

    /// <summary>What the true number exceeds with this confidence; NaN if there are too few samples.</summary>
    /// <param name="confidence">In (0.5, 1).</param>
    public double Lower(double confidence = 0.95) => Value - Margin(confidence);

    /// <summary>What the true number stays below with this confidence; NaN if there are too few samples.</summary>
    /// <param name="confidence">In (0.5, 1).</param>
    public double Upper(double confidence = 0.95) => Value + Margin(confidence);

    /// <summary>The mean of independent samples; its error is 0 where they differ by no more than sums in another order
    /// do.</summary>
    /// <param name="samples">At least one; the error of one is NaN.</param>
    public static Estimated Of(ReadOnlySpan<double> samples)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var sample in samples)
            sum += sample;
        var mean = sum / samples.Length;
        foreach (var sample in samples)
            squares += (sample - mean) * (sample - mean);
        var deviation = Math.Sqrt(squares / (samples.Length - 1.0));
        return new(
            mean, deviation <= Rounding * Math.Abs(mean) ? 0 : deviation / Math.Sqrt(samples.Length), samples.Length - 1);
    }

    double Margin(double confidence) => Freedom < 1 ? double.NaN : StudentT.Quantile(confidence, Freedom) * Error;
}
