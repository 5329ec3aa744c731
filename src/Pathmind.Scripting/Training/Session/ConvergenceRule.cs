namespace Pathmind.Training;

/// <summary>Decides whether nothing is left to be gained (docs/ppo.md 26). That the reward has stopped to rise is not
/// enough: it also does so before it rises again, and while steps are too large for the last bit. What is asked for is
/// that every reward is as good as the best one ever seen.</summary>
internal static class ConvergenceRule
{
    /// <summary>Share of the horizon before which nothing is asked.</summary>
    const double Earliest = 0.25;

    /// <summary>How far the mean may be from the best, as a share of what was gained since the beginning.</summary>
    const double Tolerance = 0.01;

    /// <summary>Differences that sums of floating-point numbers make by themselves, as a share.</summary>
    const double Rounding = 1e-6;

    const int LeastBins = 6, LeastEpisodes = 60, FirstEpisodes = 20;

    /// <summary>Episodes without a difference that show with 95 % confidence that fewer than 1 in 1 000 would differ:
    /// (1 − 0.001)ⁿ ≤ 0.05.</summary>
    public const int Unseen = 2_995;

    /// <summary>Tests the later half of all steps so far.</summary>
    /// <param name="curve">What was learnt.</param>
    /// <param name="steps">Made so far.</param>
    /// <param name="horizon"><see cref="ResolvedOptions.Horizon"/>.</param>
    /// <returns>What was tested; null to go on.</returns>
    public static Convergence? Test(LearningCurve curve, long steps, long horizon)
    {
        CurveWindow now = new(curve, steps / 2, steps);
        if (steps < Earliest * horizon || now.Bins < LeastBins || now.Episodes < LeastEpisodes || Beginning(curve) is not { } first)
            return null;
        var learnt = curve.Rewards.Any(reward => Rose(reward)) || Rose(LearningCurve.Length) || Fell(LearningCurve.Length);
        return learnt
            && curve.Rewards.All(IsHighest) && (IsHighest(LearningCurve.Length) || IsLowest(LearningCurve.Length))
            && curve.Terms.All(IsSteady)
            ? new(now.Episodes, now.Begin, now.Mean(LearningCurve.Reward).Value, curve.Highest(LearningCurve.Reward)) : null;

        bool IsHighest(int figure) => now.Mean(figure).Lower() >= curve.Highest(figure) - Margin(figure, curve.Highest(figure));

        bool IsLowest(int figure) => now.Mean(figure).Upper() <= curve.Lowest(figure) + Margin(figure, curve.Lowest(figure));

        double Margin(int figure, double bound) =>
            Tolerance * Math.Abs(now.Mean(figure).Value - first.Mean(figure).Value) + Rounding * Math.Abs(bound);

        bool IsSteady(int figure)
        {
            var slope = now.Slope(figure);
            return Math.Abs(slope.Value) * (steps - now.Begin) <= Rounding * Math.Abs(now.Mean(figure).Value)
                || !(slope.Lower(0.975) > 0 || slope.Upper(0.975) < 0);
        }

        bool Rose(int figure) => now.Mean(figure).Lower() > first.Mean(figure).Value;

        bool Fell(int figure) => now.Mean(figure).Upper() < first.Mean(figure).Value;
    }

    /// <summary>The first episodes of a training, almost all by the untrained policy; null if they reach into its later
    /// half.</summary>
    static CurveWindow? Beginning(LearningCurve curve)
    {
        var episodes = 0.0;
        foreach (var bin in curve.Bins.TakeWhile(bin => bin.Steps <= curve.Bins[^1].Steps / 2))
            if ((episodes += bin.Counts[LearningCurve.Reward]) >= FirstEpisodes)
                return new(curve, 0, bin.Steps);
        return null;
    }
}

/// <summary>What showed that nothing is left to be gained.</summary>
/// <param name="Episodes">That were tested.</param>
/// <param name="Since">Steps since which.</param>
/// <param name="Mean">Their mean reward.</param>
/// <param name="Best">The highest reward of any episode.</param>
internal sealed record Convergence(double Episodes, long Since, double Mean, double Best);
