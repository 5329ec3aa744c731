namespace Pathmind.Benchmarks;

/// <summary>What it costs to stop early: trainings with the stop rules beside the same ones without. Where the rules do
/// not fire, both are the same to the last bit, and the second is not made.</summary>
internal static class StopRuleTable
{
    const int Episodes = 300;

    static readonly (string Name, Func<Simulation> Create, long Steps, bool IsShort)[] Problems =
    [
        ("mouse", () => new MouseAndCheese(), 10_000, true),
        ("three-mice", () => new ThreeMice(), 10_000, true),
        ("cartpole", () => new CartPole(), 100_000, true),
        ("acrobot", () => new Acrobot(), 300_000, false),
        ("pendulum", () => new Pendulum(), 300_000, false),
        ("mountain-car-continuous", () => new MountainCarContinuous(), 300_000, false),
        ("mountain-car", () => new MountainCar(), 1_000_000, false),
        ("inventory", () => new Inventory(), 1_000_000, false),
        ("call-centre", () => new TrialCallCentre(), 200_000, true),
        ("fleet", () => new TrialFleet(), 200_000, false),
        ("zero-sum", () => new TrialRace(), 200_000, true),
    ];

    public static void AddTo(Report report)
    {
        foreach (var (name, create, steps, isShort) in Problems.Where(problem => problem.IsShort || report.Effort != Effort.Quick))
        {
            var saved = new List<double>();
            report.Mean($"stop.{name}", "standard errors", Goal.AtLeast(-1), () =>
            {
                var seeds = Seeds.SideBySide(
                    report.Seeds, seed => report.Kept.Of($"stop.{name}", seed, () => Compare(create, steps, seed)));
                double[] with = [.. seeds.Select(seed => seed[0])], without = [.. seeds.Select(seed => seed[1])];
                saved.AddRange(seeds.Select(seed => 1 - seed[2]));
                report.Tell($"  {name}, by seed, with the rules: {Seeds.Text(with)}\n  without: {Seeds.Text(without)}"
                    + $"\n  stopped early: {saved.Count(share => share > 0)} of {saved.Count}");
                return InErrors([.. with.Zip(without, (one, other) => one - other)], Samples.Error(without));
            });
            if (saved.Count > 0)
                report.Mean($"stop.{name}.saved", "share of steps", goal: null, () => saved);
        }
    }

    /// <summary>Differences in standard errors of the mean over the seeds; equal ones are 0 also where that error
    /// is.</summary>
    static double[] InErrors(double[] differences, double error) =>
        [.. differences.Select(difference => difference == 0 ? 0 : difference / error)];

    /// <returns>Reward with the rules, reward without, share of the steps that was made with them.</returns>
    static double[] Compare(Func<Simulation> create, long steps, int seed)
    {
        var (with, stop, made) = Train(isEarly: true);
        return [with, stop == StopReason.Steps ? with : Train(isEarly: false).Score, Math.Min(1, (double)made / steps)];

        (double Score, StopReason Stop, long Made) Train(bool isEarly)
        {
            var training = Trainer.Train(
                create, new() { Steps = steps, Seed = seed, Threads = 1, StopWhenConverged = isEarly, Display = Display.None });
            return (MoreStepsTable.Score(create, training, Episodes), training.Stop, training.History[^1].Steps);
        }
    }
}
