using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Everything that is learnt: two networks, the deviations of continuous actions, statistics of the observations; and one PPO update of it.</summary>
internal sealed class Learner : IDisposable
{
    readonly PpoOptions options;
    readonly RolloutBuffer buffer;
    readonly Crew crew;
    readonly Crew? policyCrew, valueCrew;
    readonly PolicyLoss policyLoss;
    readonly ValueLoss valueLoss;
    readonly Updater policyUpdater, valueUpdater;
    readonly Workspace[] workspaces;
    readonly RunningStatistics? pending;
    readonly Action<int> update, estimate;
    float learningRate;

    public Learner(PpoOptions options, NetworkShape policyShape, RolloutBuffer buffer, int minibatch, Crew crew, long seed)
    {
        (this.options, this.buffer, this.crew) = (options, buffer, crew);
        Policy = Network.Orthogonal(policyShape, new(seed, RandomStreams.PolicyWeights), outputGain: 0.01f);
        Value = Network.Orthogonal(new(policyShape.Inputs, policyShape.Hidden, 1, policyShape.Activation), new(seed, RandomStreams.ValueWeights), outputGain: 1);
        Deviations = new(buffer.Actions.Reals, options.InitialLogStd);
        Observations = options.NormalizeObservations ? new(policyShape.Inputs) : null;
        pending = options.NormalizeObservations ? new(policyShape.Inputs) : null;
        (PolicyAdam, ValueAdam) = (new(Policy), new(Value));
        (PolicyShuffle, ValueShuffle) = (new(seed, RandomStreams.PolicyShuffle), new(seed, RandomStreams.ValueShuffle));

        var chunks = (Math.Min(minibatch, buffer.Rows.Length) + Updater.ChunkRows - 1) / Updater.ChunkRows;
        policyCrew = crew.Threads >= 3 && chunks > 1 ? new((crew.Threads + 1) / 2) : null;
        valueCrew = crew.Threads >= 4 && chunks > 1 ? new(crew.Threads / 2) : null;
        policyLoss = new(buffer, Deviations, options, chunks);
        valueLoss = new(buffer, chunks);
        policyUpdater = new(Policy, PolicyAdam, buffer, policyLoss, PolicyShuffle, minibatch, options.MaxGradientNorm, policyCrew);
        valueUpdater = new(Value, ValueAdam, buffer, valueLoss, ValueShuffle, minibatch, options.MaxGradientNorm, valueCrew);
        workspaces = [.. Enumerable.Range(0, crew.Threads).Select(_ => new Workspace(Value.Shape, Updater.ChunkRows))];
        update = Update;
        estimate = EstimateValues;
    }

    public Network Policy { get; }

    public Network Value { get; }

    public DeviationParameters Deviations { get; }

    /// <summary>Null if observations are used as they are.</summary>
    public RunningStatistics? Observations { get; }

    public Adam PolicyAdam { get; }

    public Adam ValueAdam { get; }

    public RandomStream PolicyShuffle { get; }

    public RandomStream ValueShuffle { get; }

    /// <summary>What rewards were divided by when the value network was last fitted.</summary>
    public double RewardDeviation { get; set; } = 1;

    /// <summary>Means of the last update.</summary>
    public PolicyStatistics PolicyMeans { get; private set; }

    /// <inheritdoc cref="PolicyMeans"/>
    public double ValueError { get; private set; }

    public void Dispose()
    {
        policyCrew?.Dispose();
        valueCrew?.Dispose();
    }

    /// <summary>Takes a rollout's observations, not yet normalised, into the statistics of the next one.</summary>
    public void Observe(RolloutBuffer rollout)
    {
        if (pending is null)
            return;
        for (var track = 0; track < rollout.Tracks; track++)
            pending.Merge(rollout.Observations.AsSpan(track * rollout.Steps * rollout.ObservationSize, rollout.Lengths[track] * rollout.ObservationSize), rollout.Lengths[track]);
    }

    /// <summary>From now on observations are normalised by all that was observed.</summary>
    public void AdoptStatistics() => Observations?.Load(pending!.Mean, pending.Variance, pending.Count);

    /// <summary>Puts the statistics of the observations back.</summary>
    public void RestoreStatistics(ReadOnlySpan<double> mean, ReadOnlySpan<double> variance, double count)
    {
        pending!.Load(mean, variance, count);
        AdoptStatistics();
    }

    /// <summary>The value network in units of the reward: its last layer times the deviation by which rewards were divided.</summary>
    public Network ValueInRewards()
    {
        var parameters = new float[Value.ParameterCount];
        Value.CopyTo(parameters);
        foreach (ref var parameter in parameters.AsSpan()[^(Value.Shape.Hidden[^1] + 1)..])
            parameter = (float)(parameter * RewardDeviation);
        var unscaled = new Network(Value.Shape);
        unscaled.Load(parameters);
        return unscaled;
    }

    /// <summary>1 − Var[target − value] / Var[target] over the rollout; NaN if all targets are equal.</summary>
    public double ExplainedVariance()
    {
        var rows = buffer.Rows.AsSpan(0, buffer.RowCount);
        var (mean, meanAdvantage) = (0.0, 0.0);
        foreach (var row in rows)
            (mean, meanAdvantage) = (mean + buffer.Targets[row], meanAdvantage + buffer.Advantages[row]);
        (mean, meanAdvantage) = (mean / rows.Length, meanAdvantage / rows.Length);
        var (variance, unexplained) = (0.0, 0.0);
        foreach (var row in rows)
        {
            variance += (buffer.Targets[row] - mean) * (buffer.Targets[row] - mean);
            unexplained += (buffer.Advantages[row] - meanAdvantage) * (buffer.Advantages[row] - meanAdvantage);
        }
        return variance == 0 ? double.NaN : 1 - unexplained / variance;
    }

    /// <summary>Values and advantages of a complete rollout with normalised observations and scaled rewards.</summary>
    /// <param name="lanes">For the observations that followed where the next row does not hold them; normalised as well.</param>
    public void EstimateAdvantages(IReadOnlyList<Lane> lanes)
    {
        crew.Run(estimate);
        foreach (var lane in lanes)
            EstimateTails(lane);
        for (var track = 0; track < buffer.Tracks; track++)
        {
            var rows = new Range(track * buffer.Steps, track * buffer.Steps + buffer.Lengths[track]);
            Gae.Estimate(buffer.Rewards.AsSpan()[rows], buffer.Values.AsSpan()[rows], buffer.NextValues.AsSpan()[rows], buffer.Endings.AsSpan()[rows],
                options.Discount, options.GaeDecay, buffer.Advantages.AsSpan()[rows]);
        }
        for (var row = 0; row < buffer.Tracks * buffer.Steps; row++)
            buffer.Targets[row] = buffer.Advantages[row] + buffer.Values[row];
    }

    /// <summary>Fits both networks to the rollout: side by side if there are two threads, each with half of the threads if there are more.</summary>
    public void Fit(float rate)
    {
        learningRate = rate;
        crew.Run(update);
        (PolicyMeans, ValueError) = (policyLoss.TakeMeans(), valueLoss.TakeMean());
    }

    void Update(int worker)
    {
        if (worker == 0)
            policyUpdater.Run(options.Epochs, learningRate);
        if (worker == 1 || crew.Threads == 1)
            valueUpdater.Run(options.Epochs, learningRate);
    }

    /// <summary>Every thread takes every n-th piece of <see cref="Updater.ChunkRows"/> rows.</summary>
    void EstimateValues(int worker)
    {
        var (inputs, workspace) = (Value.Shape.Inputs, workspaces[worker]);
        var all = buffer.Tracks * buffer.Steps;
        var pieces = (all + Updater.ChunkRows - 1) / Updater.ChunkRows;
        for (var piece = worker; piece < pieces; piece += crew.Threads)
        {
            var first = piece * Updater.ChunkRows;
            var rows = Math.Min(Updater.ChunkRows, all - first);
            Value.Forward(buffer.Observations.AsSpan(first * inputs, rows * inputs), rows, workspace);
            var values = workspace.Outputs[..rows];                     // row r is the next of row r - 1, unless that is a tail: see below
            values.CopyTo(buffer.Values.AsSpan(first));
            values[(first == 0 ? 1 : 0)..].CopyTo(buffer.NextValues.AsSpan(Math.Max(first - 1, 0)));
        }
    }

    void EstimateTails(Lane lane)
    {
        var (inputs, workspace) = (Value.Shape.Inputs, workspaces[0]);
        var tails = lane.TailObservations;
        for (var first = 0; first < lane.TailRows.Count; first += Updater.ChunkRows)
        {
            var rows = Math.Min(Updater.ChunkRows, lane.TailRows.Count - first);
            Value.Forward(tails.Slice(first * inputs, rows * inputs), rows, workspace);
            for (var i = 0; i < rows; i++)
                buffer.NextValues[lane.TailRows[first + i]] = workspace.Outputs[i];
        }
    }
}
