namespace Pathmind.Benchmarks;

/// <summary>Wall-clock time from the call of Train, with the kit's defaults, to a policy that solves the simulation.</summary>
internal static class SolvingTime
{
    const double Solved = 475;                                           // Gymnasium's reward threshold of CartPole-v1
    const int Episodes = 20;

    public static void AddTo(Report report)
    {
        var effort = report.Effort;
        List<TrainedPolicy> policies = [];
        report.Median("solve.cartpole.warm", "s", Goal.AtMost(0.06), () =>
        {
            Timing.Rounds(effort, () => CartPoleSeconds(seed: 1, []));
            return [.. effort.SeedNumbers.Select(seed => CartPoleSeconds(seed, policies))];
        });
        report.Median("solve.cartpole.greedy", "reward", Goal.AtLeast(Solved), () => [.. policies.Select(Greedy)]);
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
    static double CartPoleSeconds(int seed, List<TrainedPolicy> policies)
    {
        TrainingResult training = null!;
        var seconds = Timing.Seconds(() => training = new CartPole().Train(Options(seed)));
        policies.Add(training.Policy);
        return training.Stop == StopReason.RewardReached ? seconds : double.PositiveInfinity;
    }

    /// <summary>Mean reward in episodes that the training's own judgement did not see.</summary>
    static double Greedy(TrainedPolicy policy) => new CartPole().Run(policy, Episodes, seed: 1_000, detail: LogDetail.Summaries, display: Display.None).Reward.Mean;

    static double MouseSeconds(int seed)
    {
        var solved = false;
        var seconds = Timing.Seconds(() => solved = GreedyMouse.Learns(seed));
        return solved ? seconds : double.PositiveInfinity;
    }
}
