using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>What was drawn in each row of a rollout, less what was expected: 1 − p of the chosen alternative and −p of
/// the others, (number − mean) / deviation of each real number. Given what was seen the mean is 0.</summary>
/// <param name="rollout">Observations, normalised, and actions.</param>
/// <param name="policy">That drew the actions.</param>
/// <param name="logStd">[reals] with which it drew them.</param>
internal sealed class PolicyScores(PreparedRollout rollout, Network policy, float[] logStd)
{
    const int ChunkRows = MinibatchTrainer.ChunkRows;

    readonly Workspace workspace = new(policy.Shape, ChunkRows);
    readonly float[] inputs = new float[ChunkRows * policy.Shape.Inputs], probabilities = new float[policy.Shape.Outputs];
    readonly float[] scores = new float[rollout.Collected.Rows.Length * policy.Shape.Outputs];

    /// <summary>Numbers of a row.</summary>
    public int Size => policy.Shape.Outputs;

    /// <summary>[Size] of a row.</summary>
    public ReadOnlySpan<float> Of(int row) => scores.AsSpan(row * Size, Size);

    /// <summary>Computes them for all rows, before the policy changes.</summary>
    public void Evaluate()
    {
        var (collected, size) = (rollout.Collected, rollout.Collected.ObservationSize);
        for (var first = 0; first < collected.RowCount; first += ChunkRows)
        {
            var rows = collected.Rows.AsSpan(first, Math.Min(ChunkRows, collected.RowCount - first));
            RowCopy.Gather(rollout.NormalizedObservations, rows, size, inputs.AsSpan(0, rows.Length * size));
            policy.Forward(inputs, rows.Length, workspace);
            for (var i = 0; i < rows.Length; i++)
                Score(rows[i], i);
        }
    }

    void Score(int row, int column)
    {
        var (collected, stride) = (rollout.Collected, workspace.RowStride);
        var outputs = workspace.Outputs;
        var score = scores.AsSpan(row * Size, Size);
        var (actions, from) = (collected.Actions, 0);
        for (var head = 0; head < actions.Heads.Length; from += actions.Heads[head++])
        {
            var (count, highest, sum) = (actions.Heads[head], float.NegativeInfinity, 0f);
            for (var j = from; j < from + count; j++)
            {
                probabilities[j] = outputs[j * stride + column] + (collected.Masks is { } masks ? masks[row * actions.Logits + j] : 0);
                highest = MathF.Max(highest, probabilities[j]);
            }
            for (var j = from; j < from + count; j++)
                sum += probabilities[j] = MathF.Exp(probabilities[j] - highest);
            var chosen = from + collected.Choices[row * actions.Heads.Length + head];
            for (var j = from; j < from + count; j++)
                score[j] = (j == chosen ? 1 : 0) - probabilities[j] / sum;
        }
        for (var i = 0; i < actions.Reals; i++)
            score[from + i] = (collected.Reals[row * actions.Reals + i] - outputs[(from + i) * stride + column]) * MathF.Exp(-logStd[i]);
    }
}
