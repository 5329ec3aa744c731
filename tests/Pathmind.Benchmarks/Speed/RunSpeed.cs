namespace Pathmind.Benchmarks;

/// <summary>Episodes without learning: Run, and the rollouts of training.</summary>
internal static class RunSpeed
{
    const int Episodes = 2_000, RolloutsOfSample = 20;

    public static void AddTo(Report report)
    {
        var effort = report.Effort;
        report.Median("run.mouse.random", "steps/s", Goal.AtLeast(5_000_000), () => Timing.Rounds(effort, RandomMouseStepsPerSecond));
        report.Median("rollout.only", "steps/s", null, () => RolloutStepsPerSecond(effort));
        report.Median("rollout.overhead", "ns", Goal.AtMost(100), () => Overheads(effort));
    }

    static double RandomMouseStepsPerSecond()
    {
        EpisodeLog log = null!;
        var seconds = Timing.Seconds(() => log = new MouseAndCheese()
            .Run(Policy.Random(1), Episodes, detail: LogDetail.Summaries, display: Display.None));
        return log.Episodes["Steps"].Sum() / seconds;
    }

    /// <summary>CartPole with the kit's default simulations, steps and networks.</summary>
    static double[] RolloutStepsPerSecond(Effort effort)
    {
        using var alone = new RolloutAlone(() => new CartPole(), new());
        return Timing.Rounds(effort, () => RolloutsOfSample * alone.Steps / Seconds(alone.Collect));
    }

    /// <summary>Nanoseconds a step of the kit's rollout beyond those of the same loop written by hand; one simulation,
    /// one thread. Each sample measures both, one after the other.</summary>
    static double[] Overheads(Effort effort)
    {
        using var alone = new RolloutAlone(() => new SixNumbers(), SixNumbers.Options);
        var byHand = new HandWrittenRollout(alone.Training, alone.Steps);
        return Timing.Rounds(effort, () => 1e9 * (Seconds(alone.Collect) - Seconds(byHand.Collect)) / (RolloutsOfSample * alone.Steps));
    }

    static double Seconds(Action collect) => Timing.Seconds(() =>
    {
        for (var i = 0; i < RolloutsOfSample; i++)
            collect();
    });
}
