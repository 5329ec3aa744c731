using Pathmind.Networks;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>The memory before SAC's networks. It learns from the critics' errors alone, through time within pieces of
/// episodes that were kept (docs/sac.md 10); policy and critics read what it remembers.</summary>
/// <param name="cell">The memory.</param>
/// <param name="rows">Of a batch.</param>
/// <param name="maxGradientNorm">By which its gradient is clipped.</param>
internal sealed class SacMemory(MemoryCell cell, int rows, float maxGradientNorm)
{
    readonly Gradient gradient = new(cell.Encoder.Shape);
    readonly MemoryWorkspace now = new(cell, rows), next = new(cell, rows);
    readonly float[] before = new float[rows * cell.Width];

    public MemoryCell Cell => cell;

    public Adam Adam { get; } = new(cell.Encoder);

    /// <summary>The same memory and optimizer, to be fitted to what a teacher did.</summary>
    public FittedMemory For(RolloutBuffer imitated) => new(cell, Adam, imitated);

    /// <summary>[rows, n + D] the batch with the states before its decisions, as <see cref="Recall"/> left
    /// it.</summary>
    public ReadOnlySpan<float> Before => before;

    /// <summary>Replaces the states before the decisions of a batch, and before those that they led to, by the states
    /// after them. The first state of a piece is the one that was kept, each further one what the memory as it is makes
    /// of it; those are kept in its place, so that what is kept stays near the memory that learns.</summary>
    /// <param name="batch">Normalised.</param>
    /// <param name="replay">From which it was drawn.</param>
    public void Recall(ReplayBatch batch, ReplayBuffer replay)
    {
        Span<float> seen = batch.Observations, led = batch.NextObservations;
        var (size, width) = (cell.Size, cell.Width);
        seen.CopyTo(before);
        batch.Continues.CopyTo(now.Continues, 0);
        cell.Forward(seen, rows, now);
        for (var (row, end) = (0, 0); row < rows; row++)
        {
            if (row == end)
                while (++end < rows && batch.Continues[end])
                {
                }
            if (batch.Continues[row])
                seen.Slice((row - 1) * width, size).CopyTo(before.AsSpan(row * width));
            if (row + batch.Spans[row] <= end)
                seen.Slice((row + batch.Spans[row] - 1) * width, size).CopyTo(led[(row * width)..]);
            replay.Remember(batch.Places[row], before.AsSpan(row * width, size), led.Slice(row * width, size));
        }
        cell.Forward(led, rows, next);
    }

    /// <summary>A gradient step.</summary>
    /// <param name="critics">Which have fitted the batch (<see cref="Critic.Fit"/>).</param>
    /// <param name="rate">Step size of Adam.</param>
    public void Fit(Critic[] critics, float rate)
    {
        var slopes = now.Slopes.Span;
        slopes.Clear();
        foreach (var critic in critics)
            for (var i = 0; i < slopes.Length; i++)
                slopes[i] += critic.StateSlopes[i];
        cell.Backward(rows, now, gradient);
        var norm = Math.Sqrt(gradient.SquaredNorm());
        Adam.Step(gradient, norm > maxGradientNorm ? (float)(maxGradientNorm / norm) : 1, rate);
    }
}
