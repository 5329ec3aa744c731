using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>The memory before a policy network, as it is fitted together with it.</summary>
/// <param name="cell">The memory.</param>
/// <param name="adam">Its optimizer; the clipped norm is that of network and memory together.</param>
/// <param name="rollout">What it is fitted to.</param>
internal sealed class FittedMemory(MemoryCell cell, Adam adam, RolloutBuffer rollout)
{
    public MemoryCell Cell => cell;

    public Adam Adam => adam;

    /// <summary>The order of the rows.</summary>
    public RowSequences Sequences { get; } = new(rollout);

    /// <summary>The same memory and optimizer, to be fitted to something else.</summary>
    public FittedMemory For(RolloutBuffer other) => new(cell, adam, other);

    /// <summary>Room for a part of a minibatch.</summary>
    public MemoryChunk NewChunk() => new(cell, Sequences);
}

/// <summary>What the memory computes in a part of a minibatch.</summary>
/// <param name="cell">The memory.</param>
/// <param name="sequences">Tells which rows follow each other.</param>
internal sealed class MemoryChunk(MemoryCell cell, RowSequences sequences)
{
    readonly MemoryWorkspace workspace = new(cell, MinibatchTrainer.ChunkRows);

    /// <summary>Of the encoder; zero between two minibatches.</summary>
    public Gradient Gradient { get; } = new(cell.Encoder.Shape);

    /// <summary>Replaces the states before the rows by those after them.</summary>
    /// <param name="rows">Of the rollout.</param>
    /// <param name="inputs">[rows, n + D] what the rollout had.</param>
    public void Forward(ReadOnlySpan<int> rows, Span<float> inputs)
    {
        sequences.Mark(rows, workspace.Continues);
        cell.Forward(inputs, rows.Length, workspace);
    }

    /// <summary>Adds to <see cref="Gradient"/> what comes through the states.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="network">Behind the memory.</param>
    /// <param name="computed">As its backward pass left it.</param>
    public void Backward(int rows, Network network, Workspace computed)
    {
        network.DifferentiateInputs(rows, computed, first: 0, workspace.Slopes);
        cell.Backward(rows, workspace, Gradient);
    }
}
