using Pathmind.Networks;
using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>A policy network learns what a teacher does (docs/warm-start.md).</summary>
internal static class ImitationFit
{
    /// <summary>Rows of a gradient, and the step size of Adam; it falls to a tenth.</summary>
    public const int Rows = 64;
    public const float Rate = 1e-3f;

    /// <summary>Gradient steps by which the policy learns from the rows that there are; three times as many if
    /// thoroughly.</summary>
    const int Steps = 2_000;

    /// <summary>Rows of a gradient with a memory, whose sequences are long: a quarter as many steps, in as many
    /// passes.</summary>
    const int RowsOfSequences = 4 * RowSequences.Length;

    /// <param name="policy">What learns; its first outputs are logits and means.</param>
    /// <param name="adam">Its optimizer.</param>
    /// <param name="acting">It, as it acts.</param>
    /// <param name="rows">With the teacher's choices and numbers. The states that the memory has there are put into
    /// them: before every pass, since they belong to the memory that made them, and at the end.</param>
    /// <param name="statistics">By which observations are normalised; null to use them as they are.</param>
    /// <param name="shuffle">Order of the rows.</param>
    /// <param name="workers">Threads to share a minibatch; null for the caller's alone.</param>
    /// <param name="isThorough">Whether the policy may be used as it is then.</param>
    /// <param name="memory">Comes before the network and learns as well, through time; null without one.</param>
    public static void Run(
        Network policy, Adam adam, BehaviorPolicy acting, RolloutBuffer rows, RunningStatistics? statistics, RandomStream shuffle,
        WorkerThreads? workers, bool isThorough, FittedMemory? memory)
    {
        PreparedRollout prepared = new(rows, normalizes: statistics is not null);
        PolicyReplay replay = new(acting, rows);
        MinibatchTrainer trainer = new(
            policy, adam, null, prepared, new ImitationLoss(rows), shuffle, float.PositiveInfinity, workers, memory);
        var passes = Math.Max(2, (isThorough ? 3 : 1) * Steps * Rows / rows.RowCount);
        for (var pass = 0; pass < passes; pass++)
        {
            replay.Rewrite();
            if (statistics is not null && (pass == 0 || memory is not null))
                prepared.Normalize(statistics);
            trainer.Run(epochs: 1, memory is null ? Rows : RowsOfSequences, Rate * (1 - 0.9f * pass / passes));
        }
        replay.Rewrite();
    }

    /// <summary>What comes is another loss.</summary>
    public static void Forget(Adam adam, Network network) =>
        adam.Load(new float[network.ParameterCount], new float[network.ParameterCount], 0);
}
