using System.Collections.ObjectModel;
using Pathmind.Displays;
using Pathmind.Words;

namespace Pathmind;

/// <summary>One iteration of a training: a rollout and the update from it. Figures of episodes are of those that ended
/// in this iteration, null if none did; their reward is the sum over all agents and steps, as trained on but not
/// scaled.</summary>
public sealed record IterationRow
{
    /// <summary>Counted from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>Steps of all simulations so far.</summary>
    public required long Steps { get; init; }

    /// <summary>Episodes ended so far.</summary>
    public required long Episodes { get; init; }

    /// <summary>Mean reward per episode.</summary>
    public double? RewardMean { get; init; }

    /// <summary>Smallest reward of an episode.</summary>
    public double? RewardMin { get; init; }

    /// <summary>Largest reward of an episode.</summary>
    public double? RewardMax { get; init; }

    /// <summary>Mean number of steps per episode.</summary>
    public double? LengthMean { get; init; }

    /// <summary>Mean sum over an episode of each reward term, as the simulation gave it; empty if no episode
    /// ended.</summary>
    public IReadOnlyDictionary<string, double> Terms { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Each metric at the end of an episode, the mean over agents and episodes, as in a log; empty if no
    /// episode ended.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The bound of each limit, by name; empty without <see cref="TrainingOptions.Limits"/>.</summary>
    public IReadOnlyDictionary<string, double> Limits { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The Lagrange weight of each limit after the iteration, at least 0: how many deviations of the reward
    /// one deviation of what is limited costs.</summary>
    public IReadOnlyDictionary<string, double> LimitWeights { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Mean entropy of the policy's distribution, in nats; null if the algorithm's policy has none.</summary>
    public double? Entropy { get; init; }

    /// <summary>The algorithm's own figures of the update by name, in the order of progress.csv. Of PPO: <c>kl</c>,
    /// <c>clip_fraction</c>, <c>policy_loss</c>, <c>value_loss</c>, <c>explained_variance</c>, <c>learning_rate</c>;
    /// docs/ppo.md explains how to read them.</summary>
    public IReadOnlyDictionary<string, double> Learner { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Steps per second since the training began.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>Seconds since the training began.</summary>
    public required double Seconds { get; init; }

    /// <summary>What a limit bounds: the metric of its name, else the reward term; NaN if no episode ended.</summary>
    internal double Limited(string name) =>
        Metrics.TryGetValue(name, out var metric) ? metric : Terms.TryGetValue(name, out var term) ? term : double.NaN;

    /// <summary>How far and how good, in one line.</summary>
    public override string ToString() => $"iteration {Iteration}: {Counted.Of(Steps, "step")}, {Counted.Of(Episodes, "episode")}"
        + (RewardMean is { } mean ? $", mean reward {CellText.Number(mean)}{(Terms.Count > 1 ? $" ({TermsInWords})" : "")}" : "");

    string TermsInWords => string.Join(", ", Terms.Select(term => $"{term.Key} {CellText.Number(term.Value)}"));
}
