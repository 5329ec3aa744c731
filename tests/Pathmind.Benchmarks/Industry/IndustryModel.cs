namespace Pathmind.Benchmarks;

/// <summary>A model of an operation, with the rules that a trained policy must beat.</summary>
/// <param name="Name">The figures are <c>industry.</c> and this.</param>
/// <param name="Create">Makes the simulation.</param>
internal sealed record IndustryModel(string Name, Func<Simulation> Create)
{
    /// <summary>Steps of a training whose policy is at least as good as the tuned rule.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps after which the policy is better than the usual heuristic and not worse than the tuned rule: for
    /// a test that takes seconds.</summary>
    public required long ShortSteps { get; init; }

    /// <summary>Simulations side by side in that test: fewer of them make more updates of few steps. Null for as many
    /// as the script has.</summary>
    public int? ShortSimulations { get; init; }

    /// <summary>What people do. A rule may keep state, so each use makes its own.</summary>
    public required Func<Policy> Heuristic { get; init; }

    /// <summary>The same kind of rule with the best numbers that a search found.</summary>
    public required Func<Policy> Tuned { get; init; }

    /// <summary>That search.</summary>
    public required Func<TuningOptions?, TuningResult> TuneRule { get; init; }

    /// <summary>The metric that the published margin is about; <c>reward</c> where none was published.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether a lower number of it is better.</summary>
    public bool LessIsBetter { get; init; }

    /// <summary>The margin that was published for the original, in words.</summary>
    public string Published { get; init; } = "none";

    /// <summary>Episodes that the policies are compared in.</summary>
    public int Episodes { get; init; } = 100;

    /// <summary>What the script says of the algorithm: the time that discounts, mostly.</summary>
    public PpoOptions Ppo { get; init; } = new();

    /// <summary>Trains as the script does, with other seeds.</summary>
    public Policy Train(int seed) => Train(seed, Steps, simulations: null);

    /// <summary>Trains for seconds.</summary>
    public Policy TrainShortly(int seed) => Train(seed, ShortSteps, ShortSimulations);

    /// <summary>Trains for as many decisions as a slow simulation has time for.</summary>
    /// <param name="seed">Of the training.</param>
    /// <param name="steps">Of which at most one agent decides in each.</param>
    /// <param name="algorithm">That learns.</param>
    /// <param name="start">What the training starts from; null for chance.</param>
    public TrainingResult TrainFrom(int seed, long steps, AlgorithmOptions algorithm, Teacher? start) => Trainer.Train(Create, new()
    {
        Steps = steps, Seed = seed, Threads = 1, Display = Display.None, Algorithm = algorithm, StartFrom = start,
    });

    TrainedPolicy Train(int seed, long steps, int? simulations) => Trainer.Train(Create, new()
    {
        Steps = steps, Seed = seed, Threads = 1, Simulations = simulations, Display = Display.None, Ppo = Ppo,
    }).Policy;

    /// <summary>Random, usual heuristic, tuned rule and the policy in the same episodes; others than those of the
    /// training.</summary>
    public IndustryResult Compare(Policy policy, int episodes) =>
        new(this, Create().Compare(
            new ComparisonOptions { Episodes = episodes, Seed = 1_000, Display = Display.None },
            Policy.Random(1), Heuristic(), Tuned(), policy));
}
