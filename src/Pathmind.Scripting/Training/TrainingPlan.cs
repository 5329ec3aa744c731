namespace Pathmind.Training;

/// <summary>The options with every null decided.</summary>
internal sealed class TrainingPlan
{
    const int ShortRollout = 128, LongRollout = 512;                      // steps of each simulation
    const int IterationsOfEachLength = 60;

    readonly int? fixedSteps;

    public TrainingPlan(TrainingOptions options)
    {
        Threads = options.Threads ?? Environment.ProcessorCount;
        Simulations = options.Simulations ?? 8;
        fixedSteps = options.Ppo.RolloutSteps;
        MinibatchSize = options.Ppo.MinibatchSize ?? 64;
    }

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
}
