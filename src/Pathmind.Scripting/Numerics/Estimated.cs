namespace Pathmind.Numerics;

/// <summary>An estimated number.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Error">Its standard error; NaN if there are too few samples.</param>
/// <param name="Freedom">Degrees of freedom of the error.</param>
internal readonly record struct Estimated(double Value, double Error, int Freedom)
{
    /// <summary>What the true number exceeds with this confidence; NaN if there are too few samples.</summary>
    /// <param name="confidence">In (0.5, 1).</param>
    public double Lower(double confidence = 0.95) => Value - Margin(confidence);

    /// <summary>What the true number stays below with this confidence; NaN if there are too few samples.</summary>
    /// <param name="confidence">In (0.5, 1).</param>
    public double Upper(double confidence = 0.95) => Value + Margin(confidence);

    /// <summary>The mean of independent samples.</summary>
    public static Estimated Of(IReadOnlyList<double> samples)
    {
        var mean = samples.Average();
        return new(
            mean, Math.Sqrt(samples.Sum(sample => Math.Pow(sample - mean, 2)) / (samples.Count - 1.0) / samples.Count), samples.Count - 1);
    }

    double Margin(double confidence) => Freedom < 1 ? double.NaN : StudentT.Quantile(confidence, Freedom) * Error;
}
