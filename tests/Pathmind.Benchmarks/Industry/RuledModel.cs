using Pathmind.Comparisons;

namespace Pathmind.Benchmarks;

/// <summary>A simulation with rules that a trained policy must beat.</summary>
/// <param name="Name">The figures have it in their names.</param>
/// <param name="Create">Makes the simulation.</param>
internal record RuledModel(string Name, Func<Simulation> Create)
{
    /// <summary>What people do. A rule may keep state, so each use makes its own.</summary>
    public required Func<Policy> Heuristic { get; init; }

    /// <summary>A better rule: of an industry model the same kind of rule with the best numbers that a search
    /// found.</summary>
    public required Func<Policy> Tuned { get; init; }

    /// <summary>The metric that policies are judged by, or <c>reward</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether a lower number of it is better.</summary>
    public bool LessIsBetter { get; init; }

    /// <summary>Episodes that the policies are compared in.</summary>
    public int Episodes { get; init; } = 100;

    /// <summary>What the script says of the algorithm: the time that discounts, mostly.</summary>
    public PpoOptions Ppo { get; init; } = new();

    /// <summary>Trains on one thread.</summary>
    /// <param name="seed">Of the training.</param>
    /// <param name="steps">Of all simulations.</param>
    /// <param name="algorithm">That learns.</param>
    /// <param name="start">What the training starts from; null for chance.</param>
    /// <param name="simulations">Side by side; null for as many as usual.</param>
    public TrainingResult Train(int seed, long steps, AlgorithmOptions algorithm, Teacher? start = null, int? simulations = null) =>
        Trainer.Train(Create, new()
        {
            Steps = steps, Seed = seed, Threads = 1, Simulations = simulations, Display = Display.None, Algorithm = algorithm,
            StartFrom = start,
        });

    /// <summary>Random, usual heuristic, tuned rule and the policy in the same episodes; others than those of the
    /// training.</summary>
    public IndustryResult Compare(Policy policy, int episodes) =>
        new(this, Create().Compare(
            new ComparisonOptions { Episodes = episodes, Seed = 1_000, Display = Display.None },
            Policy.Random(1), Heuristic(), Tuned(), policy));
}
