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
        // [seeds] what is limited, and the reward, without and with the limit
        Lazy<double[][]> with = new(() => Scores($"limits.{name}", new() { [limited] = limit }));
        Lazy<double[][]> without = new(() => Scores($"limits.{name}-without", null));
        report.Mean($"limits.{name}.{limited}", limited, limit, () => Tell(limited, [.. with.Value.Select(score => score[0])]));
        report.Mean($"limits.{name}.reward", "reward", Goal.AtLeast(leastReward), () => Tell(
            "reward", [.. with.Value.Select(score => score[1])]));
        report.Mean($"limits.{name}.{limited}-without", limited, null, () => [.. without.Value.Select(score => score[0])]);

        double[][] Scores(string row, Goals? limits) => Seeds.SideBySide(report.Seeds, seed => report.Kept.Of(row, seed, () =>
        {
            var training = Trainer.Train(
                create, new() { Steps = steps, Seed = seed, Threads = 1, Display = Display.None, Limits = limits });
            var log = create().Run(training.Policy, Episodes, seed: 1, detail: LogDetail.Summaries, display: Display.None);
            return [log.Metrics[limited].Mean, log.Reward.Mean];
        }));

        double[] Tell(string what, double[] scores)
        {
            report.Tell($"  {name}, {what} by seed: {Seeds.Text(scores)}");
            return scores;
        }
    }
}
