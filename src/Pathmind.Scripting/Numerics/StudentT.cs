namespace Pathmind.Numerics;

/// <summary>Quantiles of Student's t distribution: how many standard errors a mean of few samples may be away from the
/// true one.</summary>
internal static class StudentT
{
    /// <summary>Intervals of Simpson's rule; even. The integrand is a power of a cosine: far more than
    /// enough.</summary>
    const int Intervals = 200;

    /// <summary>Newton's steps at most, and the change of the angle below which they end.</summary>
    const int MostSteps = 100;

    /// <inheritdoc cref="MostSteps"/>
    const double Exact = 1e-13;

    /// <summary>Half width, in standard errors, of the interval that holds the true mean with a confidence; exact, for
    /// a whole number of degrees of freedom, and for any confidence.</summary>
    /// <param name="confidence">In (0, 1): 0.95.</param>
    /// <param name="freedom">Degrees of freedom ν: one less than the numbers; at least 1.</param>
    /// <remarks>With t = √ν·tan θ, P(|T| ≤ t) = 2 Γ((ν+1)/2) / (√π Γ(ν/2)) ∫ cos^(ν−1) over 0 .. θ (Abramowitz and
    /// Stegun, 26.7.1). The integral is concave in θ, so that Newton's steps from 0 approach it from below.</remarks>
    public static double Critical(double confidence, int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        if (!(confidence is > 0 and < 1))
            throw new ArgumentException($"The confidence is {confidence}, but must lie between 0 and 1.");
        var factor = 2 * GammaRatio(freedom) / Math.Sqrt(Math.PI);
        var (angle, change) = (0.0, 1.0);
        for (var i = 0; i < MostSteps && change > Exact; i++)
        {
            change = (confidence / factor - CosinePower(angle, freedom - 1)) / Math.Pow(Math.Cos(angle), freedom - 1);
            angle += change;
        }
        return Math.Sqrt(freedom) * Math.Tan(angle);
    }

    /// <summary>The value that a t-distributed variable stays below with the given probability.</summary>
    /// <param name="probability">In (0, 1): 0.95 for a one-sided, 0.975 for a two-sided test at 5 %.</param>
    /// <param name="freedom">Degrees of freedom, at least 1: samples less the fitted numbers.</param>
    /// <remarks>Exact for 1 and 2 degrees; otherwise the series in 1 / freedom of Abramowitz and Stegun 26.7.5, which
    /// is off by at most 0.03 at 3 degrees and 0.001 from 8 on, for the probabilities named above.</remarks>
    public static double Quantile(double probability, double freedom)
    {
        if (freedom < 2)
            return Math.Tan(Math.PI * (probability - 0.5));
        if (freedom < 3)
            return (2 * probability - 1) / Math.Sqrt(2 * probability * (1 - probability));
        var x = Normal(probability);
        double x3 = x * x * x, x5 = x3 * x * x, x7 = x5 * x * x, x9 = x7 * x * x;
        return x + (x3 + x) / (4 * freedom) + (5 * x5 + 16 * x3 + 3 * x) / (96 * Math.Pow(freedom, 2))
            + (3 * x7 + 19 * x5 + 17 * x3 - 15 * x) / (384 * Math.Pow(freedom, 3))
            + (79 * x9 + 776 * x7 + 1482 * x5 - 1920 * x3 - 945 * x) / (92160 * Math.Pow(freedom, 4));
    }

    /// <summary>The quantile of N(0, 1), by bisection of Abramowitz and Stegun 26.2.17, whose error is below
    /// 7.5e-8.</summary>
    static double Normal(double probability)
    {
        if (probability < 0.5)
            return -Normal(1 - probability);
        var (low, high) = (0.0, 40.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Above(middle) > 1 - probability ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    /// <summary>Probability of a draw from N(0, 1) above x, which is at least 0.</summary>
    static double Above(double x)
    {
        var t = 1 / (1 + 0.2316419 * x);
        var sum = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) * sum;
    }

    /// <summary>Γ((ν+1)/2) / Γ(ν/2), from those of 1 and 2 by Γ(x + 1) = x Γ(x).</summary>
    static double GammaRatio(int freedom)
    {
        var isOdd = freedom % 2 == 1;
        var ratio = isOdd ? 1 / Math.Sqrt(Math.PI) : Math.Sqrt(Math.PI) / 2;
        for (var v = isOdd ? 1 : 2; v < freedom; v += 2)
            ratio *= (v + 1.0) / v;
        return ratio;
    }

    /// <summary>∫ cos^power over 0 .. end, by Simpson's rule.</summary>
    static double CosinePower(double end, int power)
    {
        var step = end / Intervals;
        var sum = 1 + Math.Pow(Math.Cos(end), power);
        for (var i = 1; i < Intervals; i++)
            sum += (i % 2 == 1 ? 4 : 2) * Math.Pow(Math.Cos(i * step), power);
        return sum * step / 3;
    }
}
