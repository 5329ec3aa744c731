using System.Runtime.Intrinsics;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What the policy's loss needs of one chunk's rows, turned into columns: number i of row r at [i · capacity +
/// r]. Each reading is of 16 rows, of which <c>from</c> is the first.</summary>
internal sealed class PolicyChunk(ActionLayout actions, int capacity, bool hasMask, bool hasPresence = false)
{
    readonly int[] choices = new int[actions.Heads.Length * capacity];
    readonly float[] reals = new float[actions.Reals * capacity];
    readonly float[] masks = new float[hasMask ? actions.Logits * capacity : 0];
    readonly float[] presence = new float[hasPresence ? actions.Reals * capacity : 0];
    readonly float[] old = new float[capacity], advantages = new float[capacity], weights = new float[capacity];
    readonly float[] logZ = new float[actions.Heads.Length * capacity], entropies = new float[actions.Heads.Length * capacity];

    float[] imitated = [];                                                // [outputs]

    /// <summary>[choices made] number of alternatives of each.</summary>
    public int[] Heads => actions.Heads;

    /// <summary>[reals] sums over the chunk.</summary>
    public float[] DeviationGradients { get; } = new float[actions.Reals];

    /// <summary>Copies the rows into columns; rows beyond them weigh 0.</summary>
    /// <param name="rollout">Actions, their log-probabilities, advantages.</param>
    /// <param name="rows">The chunk's rows, at most the capacity.</param>
    /// <param name="mean">Subtracted from the advantages.</param>
    /// <param name="inverseDeviation">Multiplied with them then.</param>
    /// <param name="share">Weight of a row in the minibatch's mean.</param>
    public void Load(PreparedRollout rollout, ReadOnlySpan<int> rows, float mean, float inverseDeviation, float share)
    {
        var buffer = rollout.Collected;
        Columns<float>(buffer.LogProbabilities, rows, 1, old);
        Columns<float>(rollout.Advantages, rows, 1, advantages);
        Columns<int>(buffer.Choices, rows, actions.Heads.Length, choices);
        Columns<float>(buffer.Reals, rows, actions.Reals, reals);
        if (hasMask)
            Columns<float>(buffer.Masks, rows, actions.Logits, masks);
        if (hasPresence)
            Columns<float>(buffer.Presence, rows, actions.Reals, presence);
        if (rollout.Imitated is { } distributions)
        {
            if (imitated.Length == 0)
                imitated = new float[(actions.Logits + actions.Reals) * capacity];
            Columns<float>(distributions, rows, actions.Logits + actions.Reals, imitated);
        }
        foreach (ref var advantage in advantages.AsSpan(0, rows.Length))
            advantage = (advantage - mean) * inverseDeviation;
        weights.AsSpan(0, rows.Length).Fill(share);
        weights.AsSpan(rows.Length).Clear();
        old.AsSpan(rows.Length).Clear();
        advantages.AsSpan(rows.Length).Clear();
    }

    /// <summary>Number k of row i goes to [k · capacity + i].</summary>
    void Columns<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, int width, Span<T> columns)
    {
        for (var k = 0; k < width; k++)
        {
            var column = columns.Slice(k * capacity, rows.Length);
            for (var i = 0; i < column.Length; i++)
                column[i] = source[rows[i] * width + k];
        }
    }

    /// <summary>Log-probabilities of the actions when they were drawn, in nats.</summary>
    public Vector512<float> OldLogProbability(int from) => Vector512.Create<float>(old.AsSpan(from));

    /// <summary>(advantage − mean) · inverseDeviation of <see cref="Load"/>.</summary>
    public Vector512<float> Advantage(int from) => Vector512.Create<float>(advantages.AsSpan(from));

    /// <summary>Weights in the minibatch's mean; 0 beyond the chunk's end.</summary>
    public Vector512<float> Weight(int from) => Vector512.Create<float>(weights.AsSpan(from));

    /// <summary>Index of the alternative that was chosen by choice number <paramref name="head"/>.</summary>
    public Vector512<int> Choice(int head, int from) => Vector512.Create<int>(choices.AsSpan(head * capacity + from));

    /// <summary>Real number <paramref name="index"/> of the actions, in network units, as drawn.</summary>
    public Vector512<float> Real(int index, int from) => Vector512.Create<float>(reals.AsSpan(index * capacity + from));

    /// <summary>What output number <paramref name="column"/> is kept near of: a probability, or the mean of a
    /// number.</summary>
    public Vector512<float> Imitated(int column, int from) => Vector512.Create<float>(imitated.AsSpan(column * capacity + from));

    /// <summary>A real number's part of a sum: 0 in the rows of agents that do not have the number.</summary>
    public Vector512<float> Present(Vector512<float> part, int index, int from) =>
        hasPresence ? part * Vector512.Create<float>(presence.AsSpan(index * capacity + from)) : part;

    /// <summary>Logit number <paramref name="column"/> of the outputs, [outputs, stride] column by column, with the
    /// mask added.</summary>
    public Vector512<float> Logit(Span<float> outputs, int stride, int column, int from)
    {
        var logit = Vector512.Create<float>(outputs[(column * stride)..]);
        return hasMask ? logit + Vector512.Create<float>(masks.AsSpan(column * capacity + from)) : logit;
    }

    /// <summary>Keeps a choice's log Σ exp(logit) and entropy, in nats, for the backward pass.</summary>
    public void Keep(int head, int from, Vector512<float> normalizer, Vector512<float> entropy)
    {
        normalizer.CopyTo(logZ.AsSpan(head * capacity + from));
        entropy.CopyTo(entropies.AsSpan(head * capacity + from));
    }

    /// <summary>What <see cref="Keep"/> kept.</summary>
    public (Vector512<float> LogZ, Vector512<float> Entropy) Kept(int head, int from) =>
        (Vector512.Create<float>(logZ.AsSpan(head * capacity + from)), Vector512.Create<float>(entropies.AsSpan(head * capacity + from)));
}
