namespace Pathmind.Benchmarks;

/// <summary>What trainings with a limit reach: what is limited, in fresh greedy episodes, and the reward beside the
/// best that the limit allows. Without the limit each of these policies breaks it.</summary>
internal static class LimitTable
{
    const int Episodes = 1_000;
    const double Energy = 2, FillRate = 0.95;

    public static void AddTo(Report report)
    {
        // means over the seeds; a seed whose mean is at the bound is beyond it by chance in half of the episodes
        Add(report, "production", () => new Production(), "energy", Goal.AtMost(Energy), 100_000, 0.97 * Production.MostEarned(Energy));
        Add(report, "store", () => new ServiceStore(), "fill_rate", Goal.AtLeast(FillRate), 200_000, -160);
    }

    static void Add(
        Report report, string name, Func<Simulation> create, string limited, Goal limit, long steps, double leastReward)
    {
        EpisodeLog[] Logs(Goals? limits) =>
        [
            .. report.Effort.SeedNumbers.Select(seed => create().Run(
                Trainer.Train(create, new() { Steps = steps, Seed = seed, Threads = 1, Display = Display.None, Limits = limits }).Policy,
                Episodes, seed: 1, detail: LogDetail.Summaries, display: Display.None)),
        ];

        var (with, without) = (new Lazy<EpisodeLog[]>(() => Logs(new() { [limited] = limit })), new Lazy<EpisodeLog[]>(() => Logs(null)));
        report.Mean($"limits.{name}.{limited}", limited, limit, () => Means(with.Value, log => log.Metrics[limited].Mean));
        report.Mean($"limits.{name}.reward", "reward", Goal.AtLeast(leastReward), () => Means(with.Value, log => log.Reward.Mean));
        report.Mean($"limits.{name}.{limited}-without", limited, null, () => Means(without.Value, log => log.Metrics[limited].Mean));
    }

    static double[] Means(EpisodeLog[] logs, Func<EpisodeLog, double> mean) => [.. logs.Select(mean)];
}
