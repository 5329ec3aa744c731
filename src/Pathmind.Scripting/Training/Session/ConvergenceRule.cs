namespace Pathmind.Training;

/// <summary>Decides whether training changes nothing any more (docs/ppo.md 26). The original compared the mean reward
/// of the last 15 iterations with that of the last 75, at 1 %, from iteration 250 on; here the windows are shares of
/// the horizon (the planned steps, at most 2 million), and length and entropy count as well: a reward alone misses that
/// a policy still gets faster or surer.</summary>
internal static class ConvergenceRule
{
    const double Earliest = 0.5, Recent = 0.1, Before = 0.2, Tolerance = 0.01;

    /// <summary>Whether, after half of the horizon, the last tenth of it differs by less than 1 % from the two tenths
    /// before.</summary>
    /// <param name="history">All rows so far.</param>
    /// <param name="horizon"><see cref="ResolvedOptions.Horizon"/>.</param>
    /// <param name="highestEntropy">Largest entropy the policy can have (or had), in nats.</param>
    public static bool Holds(IReadOnlyList<IterationRow> history, long horizon, double highestEntropy)
    {
        var now = history[^1].Steps;
        if (now < Earliest * horizon)
            return false;
        var recent = history.Where(row => row.Steps > now - Recent * horizon).ToArray();
        var before = history.Where(row => row.Steps > now - (Recent + Before) * horizon && row.Steps <= now - Recent * horizon).ToArray();
        return Settled(row => row.RewardMean, 0) && Settled(row => row.LengthMean, 0)
            && (history[^1].Entropy is null || Settled(row => row.Entropy, highestEntropy));

        bool Settled(Func<IterationRow, double?> figure, double scale)
        {
            var (last, first) = (recent.Average(figure), before.Average(figure));
            return last is { } a && first is { } b && Math.Abs(a - b) <= Tolerance * Math.Max(scale, Math.Abs(b));
        }
    }
}
