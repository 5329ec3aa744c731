namespace Pathmind.Benchmarks;

/// <summary>Ways to spend the same steps on one problem: default options with several seeds, random options, a Gaussian
/// process, and that with early stopping. Of each the policy that it keeps, in new episodes.</summary>
internal static class SweepTable
{
    const int Trainings = 12, Episodes = 300;

    static readonly (string Name, Func<Simulation> Create, TrainingOptions Options)[] Problems =
    [
        ("slow-inventory", () => new Inventory(), new() { Steps = 30_000, Ppo = new() { LearningRate = 5e-5f } }),
        ("delayed-reward", () => new DelayedReward(), new() { Steps = 40_000 }),
    ];

    static readonly SweepOptions Sweep = new()
    {
        Trials = 100,
        Ranges = new()
        {
            ["LearningRate"] = SweepRange.Logarithmic(1e-5, 1e-1), ["Discount"] = SweepRange.Logit(0.9, 0.999),
            ["EntropyWeight"] = SweepRange.Of(0, 0.003, 0.01, 0.03), ["Hidden"] = SweepRange.Of(16, 32, 64, 128),
            ["MinibatchSize"] = SweepRange.Of(32, 64, 128, 256),
        },
    };

    public static void AddTo(Report report)
    {
        foreach (var (name, create, options) in Problems)
        {
            var row = $"sweep.{name}";
            var sweep = Sweep with { Budget = Trainings * options.Steps };
            double[] chance = [], model = [];
            report.Mean($"{row}.default-options-best-of-{Trainings}-seeds", "reward", null, () => Tell("default options", Scores(
                "default", given => SeedTrainer.TrainSeeds(create, Trainings, given).Policy)));
            report.Mean($"{row}.random", "reward", null, () => chance = Tell("random", Scores(
                "random", given => SweepTrainer.Sweep(create, sweep with { Method = SweepMethod.Random }, given).Policy)));
            report.Mean($"{row}.gp", "reward", null, () => model = Tell("Gaussian process", Scores(
                "gp", given => SweepTrainer.Sweep(create, sweep, given).Policy)));
            report.Mean($"{row}.gp-early-stopping", "reward", null, () => Tell("with early stopping", Scores(
                "gp-early", given => SweepTrainer.Sweep(create, sweep with { EarlyStopping = new() }, given).Policy)));
            if (chance.Length > 1 && model.Length > 1)
                report.Tell(
                    $"  {name}, Gaussian process less random: {Seeds.Interval([.. model.Zip(chance, (one, other) => one - other)])}");

            double[] Scores(string way, Func<TrainingOptions, TrainedPolicy> find) => Seeds.SideBySide(
                report.Seeds, seed => report.Kept.Of($"{row}.{way}", seed, () => [Score(create, find(
                    options with { Seed = 1_000 * seed, Threads = 1, Display = Display.None, Studio = null }))])[0]);

            double[] Tell(string what, double[] scores)
            {
                report.Tell($"  {name}, {what}: {Seeds.Text(scores)}");
                return scores;
            }
        }
    }

    static double Score(Func<Simulation> create, TrainedPolicy policy) =>
        create().Run(policy, Episodes, seed: 11, detail: LogDetail.Summaries, display: Display.None).Reward.Mean;
}
