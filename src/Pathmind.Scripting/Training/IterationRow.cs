using Pathmind.Displays;

namespace Pathmind;

/// <summary>One iteration of a training: a rollout and the update from it. Figures of episodes are of those that ended in this iteration, null if none did;
/// their reward is the sum over all agents and steps, as trained on but not scaled. docs/ppo.md says how to read each figure.</summary>
public sealed record IterationRow
{
    /// <summary>Counted from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>Steps of all simulations so far.</summary>
    public required long Steps { get; init; }

    /// <summary>Episodes ended so far.</summary>
    public required long Episodes { get; init; }

    /// <summary>Mean reward of an episode.</summary>
    public double? RewardMean { get; init; }

    /// <summary>Smallest reward of an episode.</summary>
    public double? RewardMin { get; init; }

    /// <summary>Largest reward of an episode.</summary>
    public double? RewardMax { get; init; }

    /// <summary>Mean number of steps of an episode.</summary>
    public double? LengthMean { get; init; }

    /// <summary>Mean sum over an episode of each reward term, as the simulation gave it; empty if no episode ended.</summary>
    public IReadOnlyDictionary<string, double> Terms { get; init; } = new Dictionary<string, double>();

    /// <summary>Mean entropy of the policy's distribution, in nats.</summary>
    public required double Entropy { get; init; }

    /// <summary>Mean of (r − 1) − ln r: an estimate of the KL divergence between the policy before and during the update.</summary>
    public required double Kl { get; init; }

    /// <summary>Share of rows whose probability ratio left the clip range.</summary>
    public required double ClipFraction { get; init; }

    /// <summary>Mean of PPO's clipped objective, negated.</summary>
    public required double PolicyLoss { get; init; }

    /// <summary>Mean squared error of the value network, in units of the squared scaled reward.</summary>
    public required double ValueLoss { get; init; }

    /// <summary>1 − Var[target − value] / Var[target] before the update: 1 is perfect, 0 no better than a constant.</summary>
    public required double ExplainedVariance { get; init; }

    /// <summary>Step size of Adam.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Steps a second since the training began.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>Seconds since the training began.</summary>
    public required double Seconds { get; init; }

    /// <summary>How far and how good, in one line.</summary>
    public override string ToString() => $"iteration {Iteration}: {Counted.Of(Steps, "step")}, {Counted.Of(Episodes, "episode")}"
        + (RewardMean is { } mean ? $", mean reward {CellText.Number(mean)}{(Terms.Count > 1 ? $" ({TermsInWords})" : "")}" : "");

    string TermsInWords => string.Join(", ", Terms.Select(term => $"{term.Key} {CellText.Number(term.Value)}"));
}
