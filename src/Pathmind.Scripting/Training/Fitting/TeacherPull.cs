using Pathmind.Networks;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Keeps a policy near the one that imitates its teacher, more and more loosely: a trust region. To the loss
/// comes w·mean[KL(q ‖ π)], where q is the imitating policy at the same observations; w falls linearly to 0 (Schmitt et
/// al. 2018, "Kickstarting Deep Reinforcement Learning", arXiv:1803.03835; docs/warm-start.md).</summary>
internal sealed class TeacherPull
{
    /// <summary>Share of the training after which w is 0.</summary>
    const float End = 0.5f;

    readonly float strength;

    /// <param name="learning">The policy that is kept near.</param>
    /// <param name="imitated">What it was when it imitated the teacher.</param>
    /// <param name="strength">w at the beginning, in the unit of the loss.</param>
    public TeacherPull(BehaviorPolicy learning, PolicyWeights imitated, float strength)
    {
        (Imitated, this.strength) = (imitated, strength);
        Policy = learning.With(imitated);
    }

    /// <summary>What the policy that imitates the teacher consists of.</summary>
    public PolicyWeights Imitated { get; }

    /// <summary>The policy that imitates the teacher.</summary>
    public BehaviorPolicy Policy { get; }

    /// <summary>w, at least 0.</summary>
    /// <param name="progress">Share of the training that is done.</param>
    public float Weight(float progress) => strength * Math.Max(0, 1 - progress / End);

    /// <summary>What the policy that imitates the teacher would do in the rows of a rollout.</summary>
    /// <param name="replay">Of <see cref="Policy"/>, over the rollout.</param>
    /// <param name="rollout">Whose rows.</param>
    /// <param name="distributions">[rows, logits + reals] receives probabilities and means.</param>
    public static void Answer(PolicyReplay replay, RolloutBuffer rollout, float[] distributions)
    {
        var size = rollout.Actions.Logits + rollout.Actions.Reals;
        replay.Run((first, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                var row = rollout.Rows[first + i];
                Distribution(replay.Workspace, rollout.Actions, rollout.MaskOf(row), i, distributions.AsSpan(row * size, size));
            }
        });
    }

    /// <summary>Probabilities of all alternatives, then the means of all numbers.</summary>
    /// <param name="decided">Has what <see cref="Policy"/> decides.</param>
    /// <param name="actions">The space.</param>
    /// <param name="mask">[logits] added to them; empty without masks.</param>
    /// <param name="at">Row.</param>
    /// <param name="distribution">[logits + reals] receives them.</param>
    public static void Distribution(
        Workspace decided, ActionLayout actions, ReadOnlySpan<float> mask, int at, Span<float> distribution)
    {
        for (var j = 0; j < distribution.Length; j++)
            distribution[j] = decided.Outputs[j * decided.RowStride + at] + (j < mask.Length ? mask[j] : 0);
        var from = 0;
        foreach (var count in actions.Heads)
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
