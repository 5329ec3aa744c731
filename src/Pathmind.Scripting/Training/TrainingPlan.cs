namespace Pathmind.Training;

/// <summary>The options with every null decided.</summary>
internal sealed class TrainingPlan
{
    const int ShortRollout = 128, LongRollout = 512;                      // steps of each simulation
    const int IterationsOfEachLength = 30;
    /// <summary>Steps of a training that is bounded by nothing else.</summary>
    public const long DefaultSteps = 200_000;

    const long LongestHorizon = 2_000_000;
    const int MostTracks = 64, MostMinibatches = 256;

    readonly int? fixedSteps;

    /// <param name="options">Some of them null.</param>
    /// <param name="agents">Agents of a simulation: each gives a row a step.</param>
    public TrainingPlan(TrainingOptions options, int agents)
    {
        Steps = options.Steps ?? (options.Time is null ? DefaultSteps : long.MaxValue);
        Horizon = Math.Min(Steps, LongestHorizon);
        Threads = options.Threads ?? Environment.ProcessorCount;
        Simulations = options.Simulations ?? Math.Clamp(MostTracks / agents, 2, 8);
        fixedSteps = options.Ppo.RolloutSteps;
        MinibatchSize = options.Ppo.MinibatchSize ?? MinibatchFor((long)Simulations * agents * MaxRolloutSteps);
    }

    /// <summary>Steps of all simulations together after which training ends.</summary>
    public long Steps { get; }

    /// <summary>Steps of which half must be made before a training may be called converged or hopeless, at most 2 million: however many steps are allowed, the rules
    /// ask for evidence of a bounded length.</summary>
    public long Horizon { get; }

    public int Threads { get; }

    public int Simulations { get; }

    public int MinibatchSize { get; }

    public int MaxRolloutSteps => fixedSteps ?? LongRollout;

    /// <summary>Steps of each simulation in the next rollout. Short ones learn sooner, long ones know better what is good: so rollouts double
    /// in length twice as the training goes on.</summary>
    /// <param name="stepsSoFar">Steps of all simulations.</param>
    public int RolloutSteps(long stepsSoFar)
    {
        if (fixedSteps is { } steps)
            return steps;
        var length = ShortRollout;
        while (length < LongRollout && stepsSoFar >= (long)length * IterationsOfEachLength * Simulations)
            length *= 2;
        return length;
    }

    /// <summary>64 rows, doubled until a pass over the longest rollout takes at most 256 gradient steps: many agents give many rows, which say much the same.</summary>
    static int MinibatchFor(long rows)
    {
        var size = 64;
        while (rows > (long)size * MostMinibatches)
            size *= 2;
        return size;
    }
}
