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

    readonly Network network;
    readonly RunningStatistics? statistics;
    readonly Workspace workspace;
    readonly float strength;

    /// <param name="shape">Of the policy network.</param>
    /// <param name="imitated">The policy that imitates the teacher.</param>
    /// <param name="rows">Most rows that are evaluated at once.</param>
    /// <param name="strength">w at the beginning, in the unit of the loss.</param>
    public TeacherPull(NetworkShape shape, PolicyWeights imitated, int rows, float strength)
    {
        (Imitated, this.strength) = (imitated, strength);
        network = new(shape);
        network.Load(imitated.Policy);
        if (imitated.Mean.Length > 0)
        {
            statistics = new(imitated.Mean.Length, shape.Inputs / imitated.Mean.Length);
            statistics.Load(imitated.Mean, imitated.Variance, count: 1);
        }
        workspace = new(shape, rows);
        Inputs = new float[rows * shape.Inputs];
    }

    /// <summary>The policy that imitates the teacher.</summary>
    public PolicyWeights Imitated { get; }

    /// <summary>[rows, inputs] what the policy sees, not normalised: to be written before <see
    /// cref="Evaluate"/>.</summary>
    public float[] Inputs { get; }

    /// <summary>w, at least 0.</summary>
    /// <param name="progress">Share of the training that is done.</param>
    public float Weight(float progress) => strength * Math.Max(0, 1 - progress / End);

    /// <summary>Computes what it would do in the first rows of <see cref="Inputs"/>, which are normalised.</summary>
    public void Evaluate(int rows)
    {
        statistics?.Normalize(Inputs, rows, BehaviorPolicy.ObservationClip);
        network.Forward(Inputs, rows, workspace);
    }

    /// <summary>Probabilities of all alternatives, then the means of all numbers.</summary>
    /// <param name="actions">The space.</param>
    /// <param name="mask">[logits] added to them; empty without masks.</param>
    /// <param name="at">Row.</param>
    /// <param name="distribution">[logits + reals] receives them.</param>
    public void Distribution(ActionLayout actions, ReadOnlySpan<float> mask, int at, Span<float> distribution)
    {
        for (var j = 0; j < distribution.Length; j++)
            distribution[j] = workspace.Outputs[j * workspace.RowStride + at] + (j < mask.Length ? mask[j] : 0);
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
