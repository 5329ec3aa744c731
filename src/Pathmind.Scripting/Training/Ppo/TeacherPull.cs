using Pathmind.Networks;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>Keeps a policy near the one that imitates its teacher, more and more loosely: a trust region. To PPO's loss
/// comes w·mean[KL(q ‖ π)], where q is the imitating policy at the same observations; w falls linearly to 0 (Schmitt et
/// al. 2018, "Kickstarting Deep Reinforcement Learning", arXiv:1803.03835; docs/warm-start.md).</summary>
internal sealed class TeacherPull
{
    /// <summary>w at the beginning, in units of a normalised advantage, and the share of the training after which it is
    /// 0.</summary>
    const float Strength = 0.2f, End = 0.5f;

    readonly PolicyWeights imitated;
    readonly Network network;
    readonly RunningStatistics? statistics;
    readonly Workspace workspace;
    readonly float[] inputs;

    /// <param name="shape">Of the policy network.</param>
    /// <param name="imitated">The policy that imitates the teacher.</param>
    public TeacherPull(NetworkShape shape, PolicyWeights imitated)
    {
        this.imitated = imitated;
        network = new(shape);
        network.Load(imitated.Policy);
        if (imitated.Mean.Length > 0)
        {
            statistics = new(imitated.Mean.Length, shape.Inputs / imitated.Mean.Length);
            statistics.Load(imitated.Mean, imitated.Variance, count: 1);
        }
        workspace = new(shape, MinibatchTrainer.ChunkRows);
        inputs = new float[MinibatchTrainer.ChunkRows * shape.Inputs];
    }

    /// <summary>The policy that imitates the teacher.</summary>
    public PolicyWeights Imitated => imitated;

    /// <summary>Hands the loss what it is to stay near of in a rollout.</summary>
    /// <param name="rollout">Receives the imitating policy's distributions.</param>
    /// <param name="loss">Of the policy.</param>
    /// <param name="progress">Share of the training that is done.</param>
    public void Apply(PreparedRollout rollout, PolicyLoss loss, float progress)
    {
        loss.Pull = Strength * Math.Max(0, 1 - progress / End);
        if (loss.Pull == 0)
            return;
        var (buffer, outputs) = (rollout.Collected, network.Shape.Outputs);
        var distributions = rollout.Imitated ??= new float[buffer.Rows.Length * outputs];
        for (var first = 0; first < buffer.RowCount; first += MinibatchTrainer.ChunkRows)
        {
            var rows = buffer.Rows.AsSpan(first, Math.Min(MinibatchTrainer.ChunkRows, buffer.RowCount - first));
            RowCopy.Gather(buffer.Observations, rows, buffer.ObservationSize, inputs);
            statistics?.Normalize(inputs, rows.Length, BehaviorPolicy.ObservationClip);
            network.Forward(inputs, rows.Length, workspace);
            for (var i = 0; i < rows.Length; i++)
                Distribution(buffer, rows[i], i, distributions.AsSpan(rows[i] * outputs, outputs));
        }
    }

    /// <summary>Probabilities of all alternatives, then the means of all numbers.</summary>
    void Distribution(RolloutBuffer buffer, int row, int at, Span<float> distribution)
    {
        var mask = buffer.Masks is null ? default : buffer.Masks.AsSpan(row * buffer.Actions.Logits, buffer.Actions.Logits);
        for (var j = 0; j < distribution.Length; j++)
            distribution[j] = workspace.Outputs[j * workspace.RowStride + at] + (j < mask.Length ? mask[j] : 0);
        var from = 0;
        foreach (var count in buffer.Actions.Heads)
        {
            var (highest, sum) = (float.NegativeInfinity, 0f);
            for (var j = from; j < from + count; j++)
                highest = MathF.Max(highest, distribution[j]);
            for (var j = from; j < from + count; j++)
                sum += distribution[j] = MathF.Exp(distribution[j] - highest);
            for (var j = from; j < from + count; j++)
                distribution[j] /= sum;
            from += count;
        }
    }
}
