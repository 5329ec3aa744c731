using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Values of all observations of a rollout by the value network, and from them the advantages and targets:
/// docs/ppo.md 14 and 15.</summary>
internal sealed class AdvantageEstimation
{
    const int ChunkRows = MinibatchTrainer.ChunkRows;

    readonly PreparedRollout rollout;
    readonly Network value;
    readonly RunningStatistics? statistics;
    readonly WorkerThreads workers;
    readonly Workspace[] workspaces;
    readonly Action<int> estimate;
    readonly float[] tails;

    /// <param name="rollout">Receives values, advantages and targets.</param>
    /// <param name="value">[inputs] → 1.</param>
    /// <param name="statistics">Those by which the rollout was normalised; null for none.</param>
    /// <param name="workers">All threads.</param>
    public AdvantageEstimation(PreparedRollout rollout, Network value, RunningStatistics? statistics, WorkerThreads workers)
    {
        (this.rollout, this.value, this.statistics, this.workers) = (rollout, value, statistics, workers);
        workspaces = [.. Enumerable.Range(0, workers.Threads).Select(_ => new Workspace(value.Shape, ChunkRows))];
        tails = new float[ChunkRows * value.Shape.Inputs];
        estimate = EstimateValues;
    }

    /// <summary>Fills values, advantages and targets from normalised observations and scaled rewards.</summary>
    /// <param name="discount">γ per decision, in [0, 1], unless the rollout has one for each row.</param>
    /// <param name="decay">λ, in [0, 1].</param>
    public void Estimate(float discount, float decay)
    {
        var collected = rollout.Collected;
        workers.Run(estimate);
        foreach (var environment in collected.Tails)
            EstimateTails(environment);
        for (var trajectory = 0; trajectory < collected.Trajectories; trajectory++)
        {
            var first = trajectory * collected.Steps;
            var rows = first..(first + collected.Lengths[trajectory]);
            Gae.Estimate(
                rollout.ScaledRewards.AsSpan(rows), rollout.Values.AsSpan(rows), rollout.NextValues.AsSpan(rows),
                collected.Endings.AsSpan(rows), discount, decay, rollout.Advantages.AsSpan(rows),
                collected.Discounts is { } discounts ? discounts.AsSpan(rows) : default);
        }
        for (var row = 0; row < collected.Capacity; row++)
            rollout.Targets[row] = rollout.Advantages[row] + rollout.Values[row];
    }

    /// <summary>1 − Var[target − value] / Var[target] over the rollout; NaN if all targets are equal.</summary>
    public double ExplainedVariance()
    {
        var (targets, advantages) = (rollout.Targets, rollout.Advantages);
        var rows = rollout.Collected.Rows.AsSpan(0, rollout.Collected.RowCount);
        var (mean, meanAdvantage) = (0.0, 0.0);
        foreach (var row in rows)
            (mean, meanAdvantage) = (mean + targets[row], meanAdvantage + advantages[row]);
        (mean, meanAdvantage) = (mean / rows.Length, meanAdvantage / rows.Length);
        var (variance, unexplained) = (0.0, 0.0);
        foreach (var row in rows)
        {
            variance += (targets[row] - mean) * (targets[row] - mean);
            unexplained += (advantages[row] - meanAdvantage) * (advantages[row] - meanAdvantage);
        }
        return variance == 0 ? double.NaN : 1 - unexplained / variance;
    }

    /// <summary>Every thread takes every n-th chunk. Row r is the next one of row r − 1, except where a tail is: see
    /// <see cref="EstimateTails"/>.</summary>
    void EstimateValues(int worker)
    {
        var (inputs, workspace) = (value.Shape.Inputs, workspaces[worker]);
        var all = rollout.Collected.Capacity;
        var chunks = (all + ChunkRows - 1) / ChunkRows;
        for (var chunk = worker; chunk < chunks; chunk += workers.Threads)
        {
            var first = chunk * ChunkRows;
            var rows = Math.Min(ChunkRows, all - first);
            if (!rollout.Collected.UsesAny(first, rows))
                continue;
            value.Forward(rollout.NormalizedObservations.AsSpan(first * inputs, rows * inputs), rows, workspace);
            var values = workspace.Outputs[..rows];
            values.CopyTo(rollout.Values.AsSpan(first));
            values[(first == 0 ? 1 : 0)..].CopyTo(rollout.NextValues.AsSpan(Math.Max(first - 1, 0)));
        }
    }

    void EstimateTails(RolloutTails of)
    {
        var (inputs, workspace) = (value.Shape.Inputs, workspaces[0]);
        for (var first = 0; first < of.Rows.Count; first += ChunkRows)
        {
            var rows = Math.Min(ChunkRows, of.Rows.Count - first);
            var normalized = tails.AsSpan(0, rows * inputs);
            of.Observations.Slice(first * inputs, rows * inputs).CopyTo(normalized);
            statistics?.Normalize(normalized, rows, BehaviorPolicy.ObservationClip);
            value.Forward(normalized, rows, workspace);
            for (var i = 0; i < rows; i++)
                rollout.NextValues[of.Rows[first + i]] = workspace.Outputs[i];
        }
    }
}

/// <summary>Generalized advantage estimation (docs/ppo.md 15).</summary>
internal static class Gae
{
    /// <summary>Generalized advantage estimates of one agent's steps, in time order.</summary>
    /// <param name="rewards">[T] reward of each step; finite.</param>
    /// <param name="values">[T] value estimate of the observation each step started from; same unit as the
    /// rewards.</param>
    /// <param name="nextValues">[T] value estimate of the observation each step led to, taken before any reset.</param>
    /// <param name="endings">[T] whether the step ended its episode, and how.</param>
    /// <param name="discount">γ per step, in [0, 1].</param>
    /// <param name="decay">λ, in [0, 1]: 0 trusts the value estimates, 1 the observed rewards.</param>
    /// <param name="advantages">[T] receives the advantages, not normalised; advantages + values are the value
    /// targets.</param>
    /// <param name="discounts">[T] γ from each step to the next, in [0, 1], if it differs from step to step: by the
    /// time between decisions of a semi-Markov process (Bradtke and Duff 1994). Empty for <paramref name="discount"/>
    /// everywhere.</param>
    /// <exception cref="ArgumentException">A length differs from that of rewards, or a factor is outside [0,
    /// 1].</exception>
    /// <remarks>δ(t) = r(t) + γ·v'(t) − v(t), A(t) = δ(t) + γλ·A(t+1) (arXiv:1506.02438). v' counts 0 after a
    /// terminated step only; A(t+1) counts 0 after either ending.</remarks>
    public static void Estimate(
        ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> nextValues, ReadOnlySpan<Ending> endings,
        float discount, float decay, Span<float> advantages, ReadOnlySpan<float> discounts = default)
    {
        var steps = rewards.Length;
        if (values.Length != steps || nextValues.Length != steps || endings.Length != steps || advantages.Length != steps)
            throw new ArgumentException(
                $"GAE needs spans of one length; got {steps}, {values.Length}, {nextValues.Length}, {endings.Length}, "
                + $"{advantages.Length}.");
        if (!discounts.IsEmpty && discounts.Length != steps)
            throw new ArgumentException($"GAE needs a discount for each of {steps} steps, or none; got {discounts.Length}.");
        if (!(discount is >= 0 and <= 1 && decay is >= 0 and <= 1))
            throw new ArgumentException($"GAE needs discount and decay in [0, 1]; got {discount} and {decay}.");
        var advantage = 0f;
        for (var t = steps - 1; t >= 0; t--)
        {
            var future = endings[t] == Ending.Terminated ? 0 : nextValues[t];
            var factor = discounts.IsEmpty ? discount : discounts[t];
            var delta = rewards[t] + factor * future - values[t];
            advantage = delta + (endings[t] == Ending.None ? factor * decay * advantage : 0);
            advantages[t] = advantage;
        }
    }
}
