using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;

namespace Pathmind.Benchmarks;

/// <summary>Problems whose single observations do not tell enough: with a history, with a memory, and as a control
/// without; what each costs a decision and a training.</summary>
internal static class MemoryTable
{
    const long SpeedSteps = 200_000;

    static readonly (string Name, Func<Simulation> Create, TrainingOptions Options)[] Problems =
    [
        ("t-maze-4", () => new TMaze(4), new() { Steps = 50_000 }),
        ("t-maze-20", () => new TMaze(20), new() { Steps = 200_000 }),
        ("cartpole-positions", () => new CartPole(), new() { Steps = 200_000, Observations = ["cart_position", "pole_angle"] }),
        ("pendulum-angle", () => new Pendulum(), new() { Steps = 500_000, Observations = ["height", "side"] }),
        ("inventory-stock", () => new Inventory(), new() { Steps = 500_000, Observations = ["stock"] }),
    ];

    static readonly (string Name, Func<TrainingOptions, TrainingOptions> Remember)[] Ways =
    [
        ("none", options => options),
        ("history-8", options => options with { History = 8 }),
        ("memory-32", options => options with { Memory = 32 }),
    ];

    /// <summary>In few decisions.</summary>
    static readonly (string Name, AlgorithmOptions Algorithm, string Way)[] Few =
    [
        ("sac", new SacOptions(), "none"), ("sac", new SacOptions(), "history-8"), ("sac", new SacOptions(), "memory-32"),
        ("ppo", new PpoOptions(), "memory-32"),
    ];

    /// <summary>Few decisions, by a policy that does not see the orders under way, which the rule sees.</summary>
    static readonly (string Name, int? Memory, bool IsFromRule)[] Starts =
        [("rule.memory-32", 32, true), ("rule.none", null, true), ("chance.memory-32", 32, false)];

    public static void AddTo(Report report)
    {
        foreach (var (name, memory, isFromRule) in Starts)
            report.Mean($"memory.inventory-stock-20k.from-{name}", "reward", null, () =>
            {
                var scores = Seeds.SideBySide(report.Seeds, seed => Score(() => new Inventory(), new()
                {
                    Steps = 20_000, Observations = ["stock"], Memory = memory, Seed = seed,
                    StartFrom = isFromRule ? (Teacher)Inventory.BaseStock(100, 100, 200) : null,
                }));
                report.Tell($"  inventory, stock alone, from {name}, by seed: {Seeds.Text(scores)}");
                return scores;
            });
        foreach (var (name, create, options) in Problems)
            foreach (var (way, remember) in Ways)
                report.Mean($"memory.{name}.{way}", "reward", null, () =>
                {
                    var scores = Seeds.SideBySide(report.Seeds, seed => Score(create, remember(options) with { Seed = seed }));
                    report.Tell($"  {name}, {way}, by seed: {Seeds.Text(scores)}");
                    return scores;
                });
        foreach (var (name, create, options) in Problems)
            foreach (var (algorithm, of, way) in Few)
                report.Mean($"memory.{name}-20k.{algorithm}.{way}", "reward", null, () =>
                {
                    var remember = Ways.Single(each => each.Name == way).Remember;
                    return Seeds.SideBySide(
                        report.Seeds, seed => Score(create, remember(options) with { Steps = 20_000, Algorithm = of, Seed = seed }));
                });
        foreach (var (way, remember) in Ways)
        {
            Lazy<TrainedPolicy> policy = new(() => Trained(() => new CartPole(), remember(new() { Steps = 2_000 })).Policy);
            report.Median($"memory.decision.{way}", "ns", null, () => Decision(report.Effort, policy.Value));
            report.Median($"memory.decision.{way}.onnxruntime", "ns", null, () => OnnxRuntimeDecision(report.Effort, policy.Value));
        }
        Speed(report);
    }

    static double Score(Func<Simulation> create, TrainingOptions options) =>
        create().Run(Trained(create, options).Policy, 100, seed: 1, detail: LogDetail.Summaries, display: Display.None).Reward.Mean;

    static TrainingResult Trained(Func<Simulation> create, TrainingOptions options) =>
        Trainer.Train(create, options with { Threads = 1, Display = Display.None });

    /// <summary>Nanoseconds of a decision and what it leaves behind, of a policy as CartPole's.</summary>
    static double[] Decision(Effort effort, TrainedPolicy policy)
    {
        OnnxSession session = new(
            policy.Description.StateSize > 0 ? policy.Plan(PolicyGraph.Action, PolicyGraph.NextState) : policy.Plan(PolicyGraph.Action));
        session.Bind(rows: 1);
        return Timing.Nanoseconds(effort, calls: 65_536, calls =>
        {
            for (var done = 0; done < calls; done++)
                session.Run();
        });
    }

    /// <summary>The same by ONNX Runtime, on one thread, which reads and writes in place.</summary>
    static double[] OnnxRuntimeDecision(Effort effort, TrainedPolicy policy)
    {
        var (description, hasState) = (policy.Description, policy.Description.StateSize > 0);
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using InferenceSession session = new(policy.ToOnnx(), options);
        using RunOptions run = new();
        string[] inputs = hasState ? [PolicyGraph.Observations, PolicyGraph.State] : [PolicyGraph.Observations];
        string[] outputs = hasState ? [PolicyGraph.Action, PolicyGraph.NextState] : [PolicyGraph.Action];
        OrtValue[] given = [.. inputs.Select(Row)], computed = [.. outputs.Select(Row)];
        return Timing.Nanoseconds(effort, calls: 65_536, calls =>
        {
            for (var done = 0; done < calls; done++)
                session.Run(run, inputs, given, outputs, computed);
        });

        OrtValue Row(string name)
        {
            var width = name switch
            {
                PolicyGraph.Observations => description.Observations.Size,
                PolicyGraph.Action => description.Actions.Size,
                _ => description.StateSize,
            };
            return OrtValue.CreateTensorValueFromMemory(new float[width], [1, width]);
        }
    }

    /// <summary>Trainings in turn, each with all its rollouts and updates.</summary>
    static void Speed(Report report)
    {
        var samples = Ways.ToDictionary(way => way.Name, _ => new List<double>());
        foreach (var (way, _) in Ways)
            report.Median($"memory.train.cartpole.{way}", "steps/s", null, () =>
            {
                for (var round = samples[way].Count; round < report.Effort.Rounds; round++)
                    foreach (var (each, remember) in Ways)
                        samples[each].Add(StepsASecond(remember));
                return samples[way];
            });

        static double StepsASecond(Func<TrainingOptions, TrainingOptions> remember)
        {
            var start = Stopwatch.GetTimestamp();
            new CartPole().Train(remember(new()
            {
                Steps = SpeedSteps, Observations = ["cart_position", "pole_angle"], StopWhenConverged = false, Display = Display.None,
            }));
            return SpeedSteps / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
