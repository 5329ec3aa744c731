namespace Pathmind.Benchmarks;

/// <summary>What few decisions make of a policy from chance: by PPO, the default, and by SAC, both with their default
/// options (docs/sac.md).</summary>
internal static class FewDecisionsTable
{
    static readonly (string Name, Func<Simulation> Create, Goal? Goal)[] Problems =
    [
        ("pendulum", () => new Pendulum(), Goal.AtLeast(-160)),
        ("cartpole", () => new CartPole(), Goal.AtLeast(475)),
        ("acrobot", () => new Acrobot(), Goal.AtLeast(-100)),
        ("mountain-car-continuous", () => new MountainCarContinuous(), Goal.AtLeast(88)),
        // those below decided nothing when SAC's defaults were chosen (docs/sac.md)
        ("inventory", () => new Inventory(), null),
        ("mountain-car", () => new MountainCar(), Goal.AtLeast(-120)),
        ("simple-stochastic", () => new SimpleStochastic(), null),
        ("warehouse-delivery", () => new WarehouseDelivery(), null),
        ("traffic-phases", () => new TrafficPhases(), null),
    ];

    static readonly AlgorithmOptions[] Algorithms = [new PpoOptions(), new SacOptions()];

    public static void AddTo(Report report)
    {
        foreach (var (name, create, goal) in Problems)
            foreach (var steps in report.Effort == Effort.Quick ? (long[])[5_000] : [5_000, 20_000, 100_000])
                foreach (var algorithm in Algorithms)
                    report.Mean($"few.{name}.{steps}.{algorithm.Algorithm.Name}", "reward", goal, () =>
                    {
                        var scores = Seeds.SideBySide(report.Seeds, seed => Score(create, steps, algorithm, seed));
                        report.Tell($"  {name}, {steps} steps, {algorithm.Algorithm.Name}, by seed: {Seeds.Text(scores)}");
                        return scores;
                    });
    }

    static double Score(Func<Simulation> create, long steps, AlgorithmOptions algorithm, int seed)
    {
        var training = Trainer.Train(
            create, new() { Steps = steps, Seed = seed, Threads = 1, Display = Display.None, Algorithm = algorithm });
        return create().Run(training.Policy, 100, seed: 1, detail: LogDetail.Summaries, display: Display.None).Reward.Mean;
    }
}
