using Pathmind.Networks;
using Pathmind.Numerics;

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
