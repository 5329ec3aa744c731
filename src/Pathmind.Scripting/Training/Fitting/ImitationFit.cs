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
    /// <param name="rows">With the teacher's choices and numbers, normalised.</param>
    /// <param name="shuffle">Order of the rows.</param>
    /// <param name="workers">Threads to share a minibatch; null for the caller's alone.</param>
    /// <param name="isThorough">Whether the policy may be used as it is then.</param>
    /// <param name="memory">Comes before the network and learns as well, through time; null without one.</param>
    /// <param name="remember">Puts the states that the memory as it is has in the rows into them; called before every
    /// pass.</param>
    public static void Run(
        Network policy, Adam adam, PreparedRollout rows, RandomStream shuffle, WorkerThreads? workers, bool isThorough,
        FittedMemory? memory = null, Action? remember = null)
    {
        MinibatchTrainer trainer = new(
            policy, adam, null, rows, new ImitationLoss(rows.Collected), shuffle, float.PositiveInfinity, workers, memory);
        var passes = Math.Max(2, (isThorough ? 3 : 1) * Steps * Rows / rows.Collected.RowCount);
        for (var pass = 0; pass < passes; pass++)
        {
            remember?.Invoke();
            trainer.Run(epochs: 1, memory is null ? Rows : RowsOfSequences, Rate * (1 - 0.9f * pass / passes));
        }
    }

    /// <summary>What comes is another loss.</summary>
    public static void Forget(Adam adam, Network network) =>
        adam.Load(new float[network.ParameterCount], new float[network.ParameterCount], 0);
}
