namespace Pathmind.Training;

/// <summary>How long rollouts are, and how large minibatches: docs/ppo.md 6 and 16.</summary>
/// <param name="options">A null is decided here.</param>
/// <param name="environments">Simulations side by side.</param>
/// <param name="agents">Agents of each: each gives one row per step.</param>
/// <param name="isRecurrent">Whether the policy has a memory: then minibatches are made of sequences.</param>
internal sealed class RolloutSchedule(PpoOptions options, int environments, int agents, bool isRecurrent = false)
{
    const int Short = 128, ShortAfterImitation = 32, Long = 512;         // steps of each simulation
    const int IterationsOfEachLength = 30;
    const int MostMinibatches = 256;

    /// <summary>Steps of each simulation in the longest rollout.</summary>
    public int MaxSteps => options.RolloutSteps ?? Long;

    /// <summary>Rows of one gradient step.</summary>
    public int MinibatchSize { get; } = options.MinibatchSize
        ?? MinibatchFor((long)environments * agents * (options.RolloutSteps ?? Long), isRecurrent ? 4 * RowSequences.Length : 64);

    /// <summary>Chunks of the largest minibatch that any measurement leads to.</summary>
    public int MostChunks => MinibatchTrainer.ChunksOf(Math.Max(MinibatchSize, PpoDefaults.NoisyMinibatch));

    /// <summary>Steps of each simulation in the next rollout. Short ones learn sooner, long ones know better what is
    /// good: so rollouts double in length as the training goes on. After an imitation there are few steps left, so they
    /// begin shorter (docs/warm-start.md).</summary>
    /// <param name="stepsSoFar">Steps of all simulations.</param>
    /// <param name="isAfterImitation">Whether the policy has imitated a teacher.</param>
    public int Steps(long stepsSoFar, bool isAfterImitation)
    {
        if (options.RolloutSteps is { } steps)
            return steps;
        var length = isAfterImitation ? ShortAfterImitation : Short;
        while (length < Long && stepsSoFar >= (long)length * IterationsOfEachLength * environments)
            length *= 2;
        return length;
    }

    /// <summary>64 rows, doubled until a pass over the longest rollout takes at most 256 gradient steps: many agents
    /// give many rows that are much alike.</summary>
    /// <param name="rows">Of the longest rollout.</param>
    /// <param name="size">Fewest rows of a minibatch: with sequences of a memory more, whose rows are much
    /// alike.</param>
    static int MinibatchFor(long rows, int size)
    {
        while (rows > (long)size * MostMinibatches)
            size *= 2;
        return size;
    }
}
