using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>How far a policy's distribution is from a teacher's decisions, and its gradient by the network's outputs
/// (docs/warm-start.md): cross-entropy of each choice, half the squared difference of each number in deviations of the
/// teacher's numbers.</summary>
internal sealed class ImitationLoss : IMinibatchLoss
{
    /// <summary>Share of each choice's probability that is spread over all allowed alternatives, so that logits stay
    /// small.</summary>
    const float Doubt = 0.05f;

    /// <summary>Least deviation of the teacher's numbers, in network units, and least and largest one that the policy
    /// begins with; and its share of the teacher's.</summary>
    const double LeastSpread = 0.01, LeastDeviation = 0.2, MostDeviation = 1, ShareOfSpread = 0.5;

    /// <summary>Largest difference of a number that counts as alike, in network units: a twentieth of its
    /// range.</summary>
    const float Alike = 0.1f;

    readonly RolloutBuffer rows;
    readonly float[] spread;                                             // [reals] deviation of the teacher's numbers
    float share;

    /// <param name="rows">With the teacher's choices and numbers.</param>
    public ImitationLoss(RolloutBuffer rows)
    {
        this.rows = rows;
        spread = [.. Enumerable.Range(0, rows.Actions.Reals).Select(i => (float)Math.Max(LeastSpread, DeviationOf(i)))];
    }

    public void BeginMinibatch(ReadOnlySpan<int> minibatch) => share = 1f / minibatch.Length;

    public void Differentiate(int chunk, ReadOnlySpan<int> rows, Workspace workspace)
    {
        for (var i = 0; i < rows.Length; i++)
            Row(rows[i], i, workspace);
        var (learnt, stride) = (this.rows.Actions.Logits + this.rows.Actions.Reals, workspace.RowStride);
        workspace.OutputGradients[(learnt * stride)..].Clear();          // deviations, where the network has some
    }

    public void CompleteMinibatch(int chunks)
    {
    }

    public bool StopsUpdate() => false;

    /// <summary>Share of the rows in which the likeliest action is the teacher's. Rows in which a mask leaves nothing
    /// to decide do not count; NaN if there are no others.</summary>
    /// <param name="policy">As it acts; a state that it remembers is in the rows.</param>
    /// <param name="before">[agents] rows in which nothing is counted: the first ones of each.</param>
    public double Agreement(BehaviorPolicy policy, int[] before)
    {
        var (workspace, seen) = (policy.NewWorkspace(1), new float[rows.ObservationSize]);
        var (alike, all) = (0, 0);
        var (choices, reals) = (new int[rows.Actions.Heads.Length], new float[rows.Actions.Reals]);
        foreach (var row in rows.Rows.Take(rows.RowCount).Where(rows.IsDecision))
        {
            if (row % rows.Steps < before[row / rows.Steps])
                continue;
            rows.Observation(row).CopyTo(seen);
            policy.Decide(seen, 1, workspace);
            ActionSampler.Best(rows.Actions, workspace.Outputs, workspace.RowStride, 0, rows.MaskOf(row), choices, reals);
            var isAlike = rows.Choices.AsSpan(row * choices.Length, choices.Length).SequenceEqual(choices);
            for (var i = 0; i < reals.Length; i++)
                isAlike &= !IsPresent(row, i) || Math.Abs(reals[i] - rows.Reals[row * reals.Length + i]) <= Alike;
            (alike, all) = (alike + (isAlike ? 1 : 0), all + 1);
        }
        return all == 0 ? double.NaN : (double)alike / all;
    }

    /// <summary>Logarithm of the deviation by which the policy begins to try other numbers: a share of that of the
    /// teacher's.</summary>
    /// <param name="real">The number.</param>
    public float InitialLogStd(int real) => (float)Math.Log(Math.Clamp(ShareOfSpread * DeviationOf(real), LeastDeviation, MostDeviation));

    void Row(int row, int at, Workspace workspace)
    {
        var outputs = workspace.Outputs;
        var gradients = workspace.OutputGradients;
        var mask = rows.MaskOf(row);
        var (stride, from) = (workspace.RowStride, 0);
        for (var head = 0; head < rows.Actions.Heads.Length; head++)
        {
            var count = rows.Actions.Heads[head];
            var (highest, sum, allowed) = (float.NegativeInfinity, 0f, 0);
            for (var j = from; j < from + count; j++)
                highest = MathF.Max(highest, outputs[j * stride + at] + (mask.IsEmpty ? 0 : mask[j]));
            for (var j = from; j < from + count; j++)
            {
                sum += gradients[j * stride + at] = MathF.Exp(outputs[j * stride + at] + (mask.IsEmpty ? 0 : mask[j]) - highest);
                allowed += mask.IsEmpty || mask[j] == 0 ? 1 : 0;
            }
            var chosen = rows.Choices[row * rows.Actions.Heads.Length + head];
            for (var j = from; j < from + count; j++)
            {
                var isAllowed = mask.IsEmpty || mask[j] == 0;
                var wanted = (j - from == chosen ? 1 - Doubt : 0) + (isAllowed ? Doubt / allowed : 0);
                gradients[j * stride + at] = isAllowed ? share * (gradients[j * stride + at] / sum - wanted) : 0;
            }
            from += count;
        }
        for (var i = 0; i < rows.Actions.Reals; i++)
        {
            var difference = outputs[(from + i) * stride + at] - rows.Reals[row * rows.Actions.Reals + i];
            gradients[(from + i) * stride + at] = IsPresent(row, i) ? share * difference / (spread[i] * spread[i]) : 0;
        }
    }

    double DeviationOf(int real)
    {
        Moments moments = default;
        foreach (var row in rows.Rows.AsSpan(0, rows.RowCount))
            if (IsPresent(row, real))
                moments = moments.With(rows.Reals[row * rows.Actions.Reals + real]);
        return moments.Deviation;
    }

    bool IsPresent(int row, int real) => rows.Presence is null || rows.Presence[row * rows.Actions.Reals + real] != 0;
}
