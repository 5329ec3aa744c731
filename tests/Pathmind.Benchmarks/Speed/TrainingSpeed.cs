namespace Pathmind.Benchmarks;

/// <summary>Steps a second over whole trainings of CartPole, from the call of Train to its result.</summary>
internal static class TrainingSpeed
{
    const string Unit = "steps/s";

    public static void AddTo(Report report)
    {
        var baselines3 = ReferenceSettings.StableBaselines3;
        report.Median("train.cartpole.sb3", Unit, Goal.AtLeast(450_000), () => StepsPerSecond(report.Effort, baselines3));
        report.Median("train.cartpole.zoo", Unit, Goal.AtLeast(280_000), () => StepsPerSecond(report.Effort, ReferenceSettings.Zoo));
        var alone = report.Median(
            "train.cartpole.one-thread", Unit, null, () => StepsPerSecond(report.Effort, baselines3 with { Threads = 1 }));
        report.Median("train.cartpole.busy-core", Unit, alone is null ? null : Goal.AtLeast(alone.Value / 2), () =>
        {
            using var other = new BusyCore();
            return StepsPerSecond(report.Effort, baselines3);
        });
        report.Median("train.network256", Unit, null, () => StepsPerSecond(report.Effort, ReferenceSettings.Wide with { Steps = 20_000 }));
    }

    static double[] StepsPerSecond(Effort effort, TrainingOptions options) => Timing.Rounds(effort, () =>
    {
        var steps = 0L;
        var seconds = Timing.Seconds(() => steps = new CartPole().Train(options).History[^1].Steps);
        return steps / seconds;
    });
}
