namespace Pathmind.Training;

/// <summary>The options of a training that are the same for every algorithm, with every null decided (docs/ppo.md
/// 4).</summary>
internal sealed class ResolvedOptions
{
    /// <summary>Steps of a training that is bounded by nothing else.</summary>
    public const long DefaultSteps = 200_000;

    const long LongestHorizon = 2_000_000;
    const int MostTrajectories = 64;

    /// <param name="options">Some of them null.</param>
    /// <param name="agents">Agents of a simulation: each gives one row per step.</param>
    public ResolvedOptions(TrainingOptions options, int agents)
    {
        Steps = options.Steps ?? (options.Time is null ? DefaultSteps : long.MaxValue);
        Horizon = Math.Min(Steps, LongestHorizon);
        Threads = options.Threads ?? Environment.ProcessorCount;
        RolloutThreads = options.Host is null ? options.Workers ?? Threads : Threads;
        Simulations = options.Simulations ?? Math.Clamp(MostTrajectories / agents, 2, 8);
    }

    /// <summary>Steps of all simulations together after which training ends.</summary>
    public long Steps { get; }

    /// <summary>Steps of which a quarter must be made before a training may be called converged, half before it may be
    /// called hopeless, at most 2 million: however many steps are allowed, the rules ask for evidence of a bounded
    /// length.</summary>
    public long Horizon { get; }

    /// <summary>Threads of the training.</summary>
    public int Threads { get; }

    /// <summary>Threads that run simulations.</summary>
    public int RolloutThreads { get; }

    /// <summary>Simulations side by side.</summary>
    public int Simulations { get; }
}
