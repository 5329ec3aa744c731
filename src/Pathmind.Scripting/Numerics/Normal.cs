namespace Pathmind.Numerics;

/// <summary>The normal distribution N(0, 1).</summary>
internal static class Normal
{
    /// <summary>Below this distance from 0 the series is used, above it the continued fraction.</summary>
    const double Middle = 3;

    const int Terms = 60;

    public static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Probability of a draw below x.</summary>
    /// <remarks>Abramowitz and Stegun 26.2.11 (a series) and 26.2.14 (a continued fraction), so that also the smallest
    /// probabilities have most of their digits.</remarks>
    public static double Below(double x)
    {
        if (double.IsNaN(x) || x > Middle)
            return 1 - Below(-x);
        if (x < -Middle)
            return Density(x) / Fraction(-x);
        var (term, sum) = (x, x);
        for (var k = 1; k < Terms; k++)
            sum += term *= x * x / (2 * k + 1);
        return 0.5 + Density(x) * sum;
    }

    /// <summary>Mean of max(0, f − best) for f from N(mean, deviation²) (Jones, Schonlau and Welch 1998, "Efficient
    /// Global Optimization of Expensive Black-Box Functions", eq. 15).</summary>
    public static double ExpectedImprovement(double mean, double deviation, double best)
    {
        if (deviation <= 0)
            return Math.Max(0, mean - best);
        var z = (mean - best) / deviation;
        return Math.Max(0, (mean - best) * Below(z) + deviation * Density(z));
    }

    static double Fraction(double x)
    {
        var fraction = x;
        for (var k = Terms; k >= 1; k--)
            fraction = x + k / fraction;
        return fraction;
    }
}
