using System.Diagnostics;

namespace Pathmind.Benchmarks;

/// <summary>What few decisions make of a policy, from chance and from a rule, by PPO and by SAC, all with their default
/// options; and from that, which way is first at a goal where a step takes long (docs/sac.md). Beside them stand
/// references that References/stable_baselines.py has written into the kept file.</summary>
internal static class SlowStepsTable
{
    static readonly long[] Few = [1_000, 2_000, 5_000, 10_000, 20_000], Many = [.. Few, 50_000, 100_000, 200_000];

    static readonly (string Name, Func<Simulation> Create, Policy Rule, double Goal)[] Problems =
    [
        ("pendulum", () => new Pendulum(), Policy.From("swing up", SwingUp), -160),
        ("cartpole", () => new CartPole(), Policy.From("push where it falls", o => o["pole_angle"] > 0 ? 1 : 0), 475),
        ("acrobot", () => new Acrobot(), Policy.From("pump", o => o["speed_1"] > 0 ? 0 : 2), -100),
        ("mountain-car-continuous", () => new MountainCarContinuous(),
            Policy.From("push along", o => (float)(o["velocity"] < 0 ? -1 : 1)), 92),
        ("inventory", () => new Inventory(), Inventory.BaseStock(100, 100, 200), 400),
        ("traffic-phases", () => new TrafficPhases(), TrafficPhases.FixedTimes(30, 30), -900),
    ];

    static readonly (string Name, AlgorithmOptions Algorithm, bool FromRule, long[] Decisions)[] Ways =
    [
        ("ppo", new PpoOptions(), false, Many), ("ppo-rule", new PpoOptions(), true, Many),
        ("sac", new SacOptions(), false, [.. Few, 100_000]), ("sac-rule", new SacOptions(), true, Few),
    ];

    /// <summary>Numbers that are kept of an own training; of a reference only the first three, since it judges
    /// elsewhere.</summary>
    const int OwnNumbers = 4, ReferenceNumbers = 3;

    static readonly string[] References = ["sb3-sac", "sb3-td3", "sb3-dqn"];

    public static void AddTo(Report report)
    {
        foreach (var (name, create, rule, goal) in Problems)
        {
            SlowStepsCurves curves = new(name, goal);
            report.Mean($"slow.{name}.rule", "reward", null, () => [Reward(create, rule)]);
            foreach (var (way, algorithm, fromRule, decisions) in Ways)
                foreach (var steps in decisions.Where(steps => report.Effort == Effort.Full || steps <= 5_000))
                    Add(way, steps, report.Seeds, OwnNumbers, seed => Train(
                        create, new() { Steps = steps, Seed = seed, Algorithm = algorithm, StartFrom = fromRule ? (Teacher)rule : null }));
            foreach (var way in References)
                foreach (var steps in Many)
                    if (report.Seeds.Where(seed => report.Kept.Has($"slow.{name}.{way}.{steps}", seed)).ToArray() is { Length: >= 3 } seeds)
                        Add(way, steps, seeds, ReferenceNumbers, _ => throw new InvalidOperationException("The kept file has it."));
            curves.Tell(report);

            void Add(string way, long steps, int[] seeds, int numbers, Func<int, double[]> train) =>
                report.Mean($"slow.{name}.{way}.{steps}", "reward", null, () =>
                {
                    var results = Seeds.SideBySide(
                        seeds, seed => report.Kept.Of($"slow.{name}.{way}.{steps}", seed, () => train(seed), numbers));
                    double[] rewards = [.. results.Select(result => result[0])];
                    curves.Add(way, results);
                    report.Tell($"  {Seeds.Text(rewards)}, computed {Figure.Text(results.Average(result => result[1]))} s");
                    return rewards;
                });
        }
    }

    /// <summary>Reward of the result, seconds that the training took on one thread, steps that it made, steps of the
    /// simulation with those that judged.</summary>
    static double[] Train(Func<Simulation> create, TrainingOptions options)
    {
        var (start, made) = (Stopwatch.GetTimestamp(), 0L);
        var training = Trainer.Train(() => new Counted(create(), () => made++), options with { Threads = 1, Display = Display.None });
        return [Reward(create, training.Policy), Stopwatch.GetElapsedTime(start).TotalSeconds, training.History[^1].Steps, made];
    }

    static double Reward(Func<Simulation> create, Policy policy) =>
        create().Run(policy, 100, seed: 1, detail: LogDetail.Summaries, display: Display.None).Reward.Mean;

    /// <summary>A simulation whose steps are counted.</summary>
    /// <param name="inner">The simulation.</param>
    /// <param name="onStep">Called at each step.</param>
    sealed class Counted(Simulation inner, Action onStep) : SimulationWrapper(inner)
    {
        public override void Step()
        {
            onStep();
            base.Step();
        }
    }

    static AgentAction SwingUp(Observation observation)
    {
        var (height, side, speed) = (observation["height"].Number, observation["side"].Number, observation["speed"].Number);
        var energy = 15 * height + speed * speed / 2;                    // 15 at rest at the top
        return 2 * MathF.Sign(speed) * MathF.Sign(15.5f - energy);
    }
}
