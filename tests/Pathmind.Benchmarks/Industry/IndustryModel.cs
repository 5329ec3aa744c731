namespace Pathmind.Benchmarks;

/// <summary>A model of an operation from scripts/industry.</summary>
/// <param name="Name">The figures are <c>industry.</c> and this.</param>
/// <param name="Create">Makes the simulation.</param>
internal sealed record IndustryModel(string Name, Func<Simulation> Create) : RuledModel(Name, Create)
{
    /// <summary>Steps of a training whose policy is at least as good as the tuned rule.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps after which the policy is better than the usual heuristic and not worse than the tuned rule: for
    /// a test that takes seconds.</summary>
    public required long ShortSteps { get; init; }

    /// <summary>Simulations side by side in that test: fewer of them make more updates of few steps. Null for as many
    /// as the script has.</summary>
    public int? ShortSimulations { get; init; }

    /// <summary>The margin that was published for the original, in words.</summary>
    public string Published { get; init; } = "none";

    /// <summary>Trains as the script does, with other seeds.</summary>
    public Policy Train(int seed) => Train(seed, Steps, Ppo).Policy;

    /// <summary>Trains for seconds.</summary>
    public Policy TrainShortly(int seed) => Train(seed, ShortSteps, Ppo, simulations: ShortSimulations).Policy;
}
