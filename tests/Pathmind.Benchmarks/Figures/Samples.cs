namespace Pathmind.Benchmarks;

/// <summary>Statistics of samples.</summary>
internal static class Samples
{
    /// <summary>The number below which a share of the samples lies, between two samples by linear interpolation (method
    /// 7 of Hyndman and Fan 1996, NumPy's default).</summary>
    /// <param name="samples">At least one; may be infinite, for what never came to its end.</param>
    /// <param name="share">In [0, 1]: 0.5 for the median.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public static double Quantile(IReadOnlyCollection<double> samples, double share)
    {
        if (samples.Count == 0)
            throw new ArgumentException("A quantile needs at least one sample, but there is none.", nameof(samples));
        double[] sorted = [.. samples.Order()];
        var position = share * (sorted.Length - 1);
        var (below, above) = (sorted[(int)Math.Floor(position)], sorted[(int)Math.Ceiling(position)]);
        return below == above ? below : below + (position - Math.Floor(position)) * (above - below);
    }

    /// <summary>Standard error of the mean; NaN of a single sample.</summary>
    public static double Error(IReadOnlyCollection<double> samples)
    {
        var mean = samples.Average();
        return Math.Sqrt(samples.Sum(sample => Math.Pow(sample - mean, 2)) / (samples.Count - 1.0) / samples.Count);
    }
}
