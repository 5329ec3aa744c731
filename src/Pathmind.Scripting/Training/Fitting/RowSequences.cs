using System.Runtime.InteropServices;
using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>The rows of a rollout in the order in which a network with a memory is fitted to them: pieces of
/// consecutive decisions of one agent, shuffled as wholes. Through a piece the derivatives go back in time; the state
/// before it is the one that the rollout had (truncated backpropagation through time).</summary>
/// <param name="rollout">Whose rows.</param>
internal sealed class RowSequences(RolloutBuffer rollout)
{
    /// <summary>Most rows of a piece: what is remembered longer must be learnt piece by piece.</summary>
    public const int Length = MinibatchTrainer.ChunkRows;

    readonly List<(int First, int Count)> pieces = [];

    /// <summary>Cuts the rollout into pieces, at other places every time, so that no row is always without those before
    /// it, and puts them in a new order.</summary>
    /// <param name="random">For both.</param>
    /// <param name="order">[RowCount] receives all rows in use.</param>
    public void Shuffle(RandomStream random, Span<int> order)
    {
        pieces.Clear();
        for (var trajectory = 0; trajectory < rollout.Trajectories; trajectory++)
        {
            var end = trajectory * rollout.Steps + rollout.Lengths[trajectory];
            for (var (from, to) = (trajectory * rollout.Steps, end - rollout.Lengths[trajectory] + 1 + random.Next(Length)); from < end;
                (from, to) = (to, to + Length))
                pieces.Add((from, Math.Min(to, end) - from));
        }
        random.Shuffle(CollectionsMarshal.AsSpan(pieces));
        var next = 0;
        foreach (var (first, count) in pieces)
            for (var row = first; row < first + count; row++)
                order[next++] = row;
    }

    /// <summary>Finds out which rows go on from the one before them.</summary>
    /// <param name="rows">Some of the order.</param>
    /// <param name="continues">[rows or more] true for the next decision of the row before in the same episode.</param>
    public void Mark(ReadOnlySpan<int> rows, Span<bool> continues)
    {
        continues[0] = false;
        for (var i = 1; i < rows.Length; i++)
            continues[i] = rows[i] == rows[i - 1] + 1 && rollout.GoesOn(rows[i]);
    }
}
