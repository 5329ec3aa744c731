using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>How much a policy that imitates a teacher tries besides when learning by reward begins
/// (docs/warm-start.md).</summary>
/// <param name="rows">What was imitated.</param>
internal sealed class Curiosity(RolloutBuffer rows)
{
    /// <summary>Share of each choice that is drawn among all allowed alternatives.</summary>
    const float Share = 0.6f;

    /// <summary>Rows by which that is set, at most.</summary>
    const int MostSampled = 1_000;

    /// <summary>Makes the policy less certain of its choices, so that what follows tries others, and leaves the
    /// likeliest ones as they are: the logits of each choice are multiplied by one factor.</summary>
    /// <param name="network">Of the policy.</param>
    /// <param name="policy">It, as it acts.</param>
    public void Flatten(Network network, BehaviorPolicy policy)
    {
        var sampled = rows.Rows.Take(rows.RowCount).Where((_, i) => i % Math.Max(1, rows.RowCount / MostSampled) == 0).ToArray();
        var logits = new float[sampled.Length * rows.Actions.Logits];
        var (workspace, seen) = (policy.NewWorkspace(1), new float[rows.ObservationSize]);
        for (var i = 0; i < sampled.Length; i++)
        {
            rows.Observation(sampled[i]).CopyTo(seen);
            policy.Decide(seen, 1, workspace);
            for (var j = 0; j < rows.Actions.Logits; j++)
                logits[i * rows.Actions.Logits + j] = workspace.Outputs[j * workspace.RowStride];
        }
        var parameters = network.ToArray();
        var (inputs, outputs) = (network.Shape.Hidden[^1], network.Shape.Outputs);
        var last = parameters.AsSpan(^(outputs * (inputs + 1)));
        for (var (head, from) = (0, 0); head < rows.Actions.Heads.Length; from += rows.Actions.Heads[head++])
        {
            var factor = FactorOf(head, from, sampled, logits);
            for (var j = from; j < from + rows.Actions.Heads[head]; j++)
            {
                foreach (ref var weight in last.Slice(j * inputs, inputs))
                    weight *= factor;
                last[outputs * inputs + j] *= factor;
            }
        }
        network.Load(parameters);
    }

    /// <summary>The factor, at most 1, with which the likeliest alternatives have the probability that is wanted, in
    /// the mean over the rows; by bisection.</summary>
    float FactorOf(int head, int from, int[] sampled, float[] logits)
    {
        var (low, high) = (0f, 1f);
        for (var i = 0; i < 20; i++)
        {
            var (factor, excess) = ((low + high) / 2, 0.0);
            for (var row = 0; row < sampled.Length; row++)
            {
                var (mask, highest, sum, allowed) = (MaskOf(sampled[row]).ToArray(), float.NegativeInfinity, 0.0, 0);
                var own = logits.AsSpan(row * rows.Actions.Logits + from, rows.Actions.Heads[head]);
                for (var j = 0; j < own.Length; j++)
                    if (mask.Length == 0 || mask[from + j] == 0)
                        (highest, allowed) = (MathF.Max(highest, own[j]), allowed + 1);
                for (var j = 0; j < own.Length; j++)
                    if (mask.Length == 0 || mask[from + j] == 0)
                        sum += Math.Exp(factor * (own[j] - highest));
                excess += 1 / sum - (1 - Share + Share / allowed);
            }
            (low, high) = excess > 0 ? (low, factor) : (factor, high);
        }
        return high;
    }

    ReadOnlySpan<float> MaskOf(int row) =>
        rows.Masks is null ? default : rows.Masks.AsSpan(row * rows.Actions.Logits, rows.Actions.Logits);
}
