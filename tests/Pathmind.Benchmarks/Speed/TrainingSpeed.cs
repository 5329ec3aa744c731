namespace Pathmind.Benchmarks;

/// <summary>Steps a second over whole trainings, from the call of Train to its result.</summary>
internal static class TrainingSpeed
{
    const string Unit = "steps/s";

    public static void AddTo(Report report)
    {
        var baselines3 = ReferenceSettings.StableBaselines3;
        report.Median("train.cartpole.sb3", Unit, Goal.AtLeast(450_000), () => CartPoleSteps(report.Effort, baselines3));
        report.Median("train.cartpole.zoo", Unit, Goal.AtLeast(280_000), () => CartPoleSteps(report.Effort, ReferenceSettings.Zoo));
        report.Median("train.cartpole.two-passes", Unit, Goal.AtLeast(1_250_000),
            () => CartPoleSteps(report.Effort, ReferenceSettings.TwoPasses));
        var alone = report.Median(
            "train.cartpole.one-thread", Unit, null, () => CartPoleSteps(report.Effort, baselines3 with { Threads = 1 }));
        report.Median("train.cartpole.busy-core", Unit, alone is null ? null : Goal.AtLeast(alone.Value / 2), () =>
        {
            using var other = new BusyCore();
            return CartPoleSteps(report.Effort, baselines3);
        });
        report.Median("train.network256", Unit, null, () => CartPoleSteps(report.Effort, ReferenceSettings.Wide with { Steps = 20_000 }));
        report.Median("train.agents40", Unit, null,
            () => StepsPerSecond(report.Effort, () => new SizedProblem(agents: 40), new() { Steps = 10_000 }));
        report.Median("train.observations300", Unit, null,
            () => StepsPerSecond(report.Effort, () => new SizedProblem(numbers: 300), new() { Steps = 40_000 }));
        foreach (var milliseconds in new[] { 1, 20 })
            report.Median($"train.slow-step.{milliseconds}ms", Unit, Goal.AtLeast(0.9 * Environment.ProcessorCount * 1000 / milliseconds),
                () => StepsPerSecond(
                    report.Effort, () => new SizedProblem(stepTime: TimeSpan.FromMilliseconds(milliseconds)), OfSlow(milliseconds)));
    }

    static double[] CartPoleSteps(Effort effort, TrainingOptions options) => StepsPerSecond(effort, () => new CartPole(), options);

    static double[] StepsPerSecond(Effort effort, Func<Simulation> create, TrainingOptions options) => Timing.Rounds(effort, () =>
    {
        var (steps, all) = (0L, options with { StopWhenConverged = false, Display = Display.None });
        var seconds = Timing.Seconds(() => steps = Trainer.Train(create, all).History[^1].Steps);
        return steps / seconds;
    });

    /// <summary>Half a second of the simulation's own time on each processor, in eight rollouts.</summary>
    static TrainingOptions OfSlow(int milliseconds)
    {
        var steps = Math.Max(128, 1000 / milliseconds * Environment.ProcessorCount / 2);
        return new() { Steps = steps, Ppo = new() { RolloutSteps = Math.Max(4, steps / 64) } };
    }
}
