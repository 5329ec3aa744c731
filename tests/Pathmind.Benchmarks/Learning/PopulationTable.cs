namespace Pathmind.Benchmarks;

/// <summary>A population of four against the best of four single seeds, at equal steps: where the step size is wrong by
/// ten, on a fleet of vehicles, and with a reward that comes late.</summary>
internal static class PopulationTable
{
    const int Members = 4, Episodes = 300;

    static readonly (string Name, Func<Simulation> Create, TrainingOptions Options)[] Problems =
    [
        ("slow-inventory", () => new Inventory(), new() { Steps = 500_000, Ppo = new() { LearningRate = 5e-5f } }),
        ("fleet", () => new TrialFleet(), new() { Steps = 200_000 }),
        ("delayed-reward", () => new DelayedReward(), new() { Steps = 200_000 }),
    ];

    public static void AddTo(Report report)
    {
        foreach (var (name, create, options) in Problems)
        {
            var row = $"population.{name}";
            double[] single = [], together = [];
            report.Mean($"{row}.best-of-{Members}-seeds", "reward", null, () => single = Tell("seeds", Scores($"{row}.single", seed =>
                Enumerable.Range(0, Members).Select(i => Trained(create, options with { Seed = Members * seed + i }))
                    .MaxBy(training => training.Reward ?? double.NegativeInfinity)!)));
            report.Mean(row, "reward", null, () => together = Tell("population", Scores(row, seed =>
                Trained(create, options with { Seed = Members * seed, Population = Members }))));
            if (single.Length > 1 && together.Length > 1)
                report.Tell(
                    $"  {name}, population less best seed: {Seeds.Interval([.. together.Zip(single, (one, other) => one - other)])}");

            double[] Scores(string kept, Func<int, TrainingResult> train) => Seeds.SideBySide(
                report.Seeds, seed => report.Kept.Of(kept, seed, () => [MoreStepsTable.Score(create, train(seed), Episodes)])[0]);

            double[] Tell(string what, double[] scores)
            {
                report.Tell($"  {name}, {what}: {Seeds.Text(scores)}");
                return scores;
            }
        }
    }

    static TrainingResult Trained(Func<Simulation> create, TrainingOptions options) =>
        Trainer.Train(create, options with { Threads = 1, Display = Display.None });
}
