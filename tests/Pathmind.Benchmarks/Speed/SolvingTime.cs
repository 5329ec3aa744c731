namespace Pathmind.Benchmarks;

/// <summary>Wall-clock time from the call of Train, with the kit's defaults, to a policy that solves the
/// simulation.</summary>
internal static class SolvingTime
{
    const double Solved = 475;                                           // Gymnasium's reward threshold of CartPole-v1
    const int Episodes = 20;

    public static void AddTo(Report report)
    {
        var effort = report.Effort;
        report.Median("solve.cartpole.warm", "s", Goal.AtMost(0.06), () =>
        {
            Timing.Rounds(effort, () => CartPoleSeconds(seed: 1));
            return [.. effort.SeedNumbers.Select(CartPoleSeconds)];
        });
        report.Median("solve.cartpole.greedy", "reward", Goal.AtLeast(Solved), () => [.. effort.SeedNumbers.Select(GreedyReward)]);
        report.Median("solve.cartpole.cold", "s", Goal.AtMost(0.3), () => [.. effort.SeedNumbers.Select(ColdStart.Seconds)]);
        report.Median("solve.mouse.warm", "s", Goal.AtMost(0.02), () =>
        {
            Timing.Rounds(effort, () => MouseSeconds(seed: 1));
            return [.. effort.SeedNumbers.Select(MouseSeconds)];
        });
    }

    /// <summary>The kit's defaults: only seed and end are given.</summary>
    public static TrainingOptions Options(int seed) => new() { Seed = seed, UntilReward = Solved, Display = Display.None };

    /// <summary>Infinite if it was not solved.</summary>
    static double CartPoleSeconds(int seed)
    {
        TrainingResult training = null!;
        var seconds = Timing.Seconds(() => training = new CartPole().Train(Options(seed)));
        return training.Stop == StopReason.RewardReached ? seconds : double.PositiveInfinity;
    }

    /// <summary>Mean reward of the same trainings' policies in episodes that the training's own judgement did not
    /// see.</summary>
    static double GreedyReward(int seed) =>
        new CartPole().Run(
            new CartPole().Train(Options(seed)).Policy, Episodes, seed: 1_000, detail: LogDetail.Summaries,
                display: Display.None).Reward.Mean;

    static double MouseSeconds(int seed)
    {
        var solved = false;
        var seconds = Timing.Seconds(() => solved = GreedyMouse.Learns(seed));
        return solved ? seconds : double.PositiveInfinity;
    }
}
