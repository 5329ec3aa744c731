using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>Part of a learning curve, for tests.</summary>
/// <param name="curve">The whole.</param>
/// <param name="from">Steps after which it begins.</param>
/// <param name="to">Steps at which it ends.</param>
internal sealed class CurveWindow(LearningCurve curve, long from, long to)
{
    const double MostCorrelation = 0.9;

    readonly CurveBin[] bins =
    [
        .. curve.Bins.Select((bin, i) => (Bin: bin, Begin: i == 0 ? 0 : curve.Bins[i - 1].Steps))
            .Where(entry => entry.Begin >= from && entry.Bin.Steps <= to).Select(entry => entry.Bin),
    ];

    /// <summary>Bins in it.</summary>
    public int Bins => bins.Length;

    /// <summary>Episodes in it.</summary>
    public double Episodes => bins.Sum(bin => bin.Counts[LearningCurve.Reward]);

    /// <summary>Steps at which its first bin ends, which is less than a bin after <c>from</c>; that end itself without
    /// a bin.</summary>
    public long Begin => bins.Length == 0 ? to : bins[0].Steps;

    /// <summary>The mean of a figure per episode. Its error comes from the differences of the bins' means, more if a
    /// bin resembles the one before, and is at least that of independent episodes.</summary>
    public Estimated Mean(int figure)
    {
        var used = Used(figure);
        var episodes = used.Sum(bin => bin.Counts[figure]);
        var mean = used.Sum(bin => bin.Sums[figure]) / episodes;
        double[] rests = [.. used.Select(bin => (bin.Sums[figure] - mean * bin.Counts[figure]) / episodes)];
        var k = (double)used.Length;
        var between = rests.Sum(rest => rest * rest) * k / (k - 1) * Inflation(rests);
        var within = (used.Sum(bin => bin.Squares[figure]) / episodes - mean * mean) / episodes;
        return new(mean, Math.Sqrt(Math.Max(between, Math.Max(within, 0))), used.Length - 1);
    }

    /// <summary>Variance of a figure among the episodes; NaN if there are none.</summary>
    public double Variance(int figure)
    {
        var episodes = bins.Sum(bin => bin.Counts[figure]);
        return Math.Max(0, bins.Sum(bin => bin.Squares[figure]) / episodes - Math.Pow(bins.Sum(bin => bin.Sums[figure]) / episodes, 2));
    }

    /// <summary>The slope of a straight line through the bins' means, weighted by their episodes, per step; its error
    /// from what the line leaves, more if a bin resembles the one before.</summary>
    public Estimated Slope(int figure)
    {
        var used = Used(figure);
        var episodes = used.Sum(bin => bin.Counts[figure]);
        var middle = used.Sum(bin => bin.Steps * bin.Counts[figure]) / episodes;
        var mean = used.Sum(bin => bin.Sums[figure]) / episodes;
        var spread = used.Sum(bin => bin.Counts[figure] * Math.Pow(bin.Steps - middle, 2));
        var slope = used.Sum(bin => (bin.Steps - middle) * (bin.Sums[figure] - mean * bin.Counts[figure])) / spread;
        double[] rests =
        [
            .. used.Select(bin => bin.Sums[figure] - (mean + slope * (bin.Steps - middle)) * bin.Counts[figure]),
        ];
        var k = (double)used.Length;
        var variance = used.Zip(rests, (bin, rest) => Math.Pow((bin.Steps - middle) * rest, 2)).Sum() / (spread * spread);
        return new(slope, Math.Sqrt(variance * k / (k - 2) * Inflation(rests)), used.Length - 2);
    }

    CurveBin[] Used(int figure) => [.. bins.Where(bin => bin.Counts[figure] > 0)];

    /// <summary>By how much neighbours that resemble each other raise the variance of a mean: (1 + ρ) / (1 − ρ), ρ
    /// their correlation.</summary>
    static double Inflation(double[] rests)
    {
        var all = rests.Sum(rest => rest * rest);
        var neighbours = rests.Zip(rests.Skip(1), (a, b) => a * b).Sum();
        var correlation = all == 0 ? 0 : Math.Clamp(neighbours / all, 0, MostCorrelation);
        return (1 + correlation) / (1 - correlation);
    }
}
