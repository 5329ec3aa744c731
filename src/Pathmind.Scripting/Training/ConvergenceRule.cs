namespace Pathmind.Training;

/// <summary>Says when training changes nothing any more. The original compared the mean reward of the last 15 iterations with that of the last 75, at 1 %;
/// a reward alone misses that a policy still gets faster or surer, so length and entropy are compared as well.</summary>
internal static class ConvergenceRule
{
    const int Recent = 15, Before = 75;
    const double Tolerance = 0.01;

    /// <summary>Whether the last 15 iterations differ by less than 1 % from the last 75, after a quarter of the steps.</summary>
    /// <param name="history">All rows so far.</param>
    /// <param name="maxSteps">Steps of the whole training.</param>
    /// <param name="highestEntropy">Largest entropy the policy can have (or had), in nats.</param>
    public static bool Holds(IReadOnlyList<IterationRow> history, long maxSteps, double highestEntropy)
    {
        if (history.Count < Before || history[^1].Steps < maxSteps / 4)
            return false;
        return Settled(history, row => row.RewardMean, Scale(history))
            && Settled(history, row => row.LengthMean, 0)
            && Settled(history, row => row.Entropy, highestEntropy);
    }

    static bool Settled(IReadOnlyList<IterationRow> history, Func<IterationRow, double?> figure, double scale)
    {
        var (recent, before) = (Mean(history, figure, Recent), Mean(history, figure, Before));
        return Math.Abs(recent - before) <= Tolerance * Math.Max(scale, Math.Abs(before));
    }

    static double Scale(IReadOnlyList<IterationRow> history) => history.Max(row => row.RewardMean ?? 0) - history.Min(row => row.RewardMean ?? 0);

    /// <summary>NaN, which settles nothing, if no iteration has the figure.</summary>
    static double Mean(IReadOnlyList<IterationRow> history, Func<IterationRow, double?> figure, int iterations)
    {
        var (sum, count) = (0.0, 0);
        for (var i = history.Count - iterations; i < history.Count; i++)
            if (figure(history[i]) is { } value)
                (sum, count) = (sum + value, count + 1);
        return sum / count;
    }
}
