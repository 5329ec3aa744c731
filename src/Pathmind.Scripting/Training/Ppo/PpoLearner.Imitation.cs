using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>How PPO learns what a teacher does, before it learns by itself (docs/warm-start.md).</summary>
internal sealed partial class PpoLearner
{
    /// <summary>Gradient steps by which the policy learns from the rows that there are (three times as many if
    /// thoroughly), of how many rows each, at which step size; it falls to a tenth.</summary>
    const int ImitationSteps = 2_000, ImitationRows = 64;
    const float ImitationRate = 1e-3f;

    /// <summary>How often all values are estimated, and after each estimate passes over the rows by which the value
    /// network learns them.</summary>
    const int ValueRounds = 6, ValueEpochs = 4;

    public bool CanImitate => true;

    public PolicyWeights? Imitated => pull?.Imitated;

    public void Imitate(RolloutBuffer rows, bool isThorough)
    {
        AdoptStatisticsOf(rows);
        var prepared = Prepare(rows);
        MinibatchTrainer trainer = new(
            PolicyNetwork, policyAdam, null, prepared, new ImitationLoss(prepared), policyShuffle, float.PositiveInfinity, policyWorkers);
        var passes = Math.Max(2, (isThorough ? 3 : 1) * ImitationSteps * ImitationRows / rows.RowCount);
        for (var pass = 0; pass < passes; pass++)
            trainer.Run(epochs: 1, ImitationRows, ImitationRate * (1 - 0.9f * pass / passes));
    }

    public void EndImitation(RolloutBuffer rows)
    {
        var prepared = Prepare(rows);
        ImitationLoss loss = new(prepared);
        new Curiosity(prepared).Flatten(PolicyNetwork);
        for (var i = 0; i < logStd.Values.Length; i++)
            logStd.Values[i] = Math.Min(options.InitialLogStd, loss.InitialLogStd(i));
        FitValues(prepared);
        Forget(policyAdam, PolicyNetwork.ParameterCount);
        Forget(valueAdam, ValueNetwork.ParameterCount);
        pull = new(PolicyNetwork.Shape, Weights);
    }

    public double Agreement(RolloutBuffer rows, int[] before) => new ImitationLoss(Prepare(rows)).Agreement(
        PolicyNetwork, rows.Rows.Take(rows.RowCount).Where(row => row % rows.Steps >= before[row / rows.Steps]));

    /// <summary>Observations are normalised by the statistics of these rows.</summary>
    void AdoptStatisticsOf(RolloutBuffer rows)
    {
        if (observationsSoFar is null)
            return;
        RunningStatistics own = new(observationsSoFar.Size, rows.ObservationSize / observationsSoFar.Size);
        Merge(rows, own);
        RestoreStatistics(own.Mean, own.Variance, own.Count);
    }

    /// <summary>The rows as the networks see them.</summary>
    PreparedRollout Prepare(RolloutBuffer rows)
    {
        PreparedRollout prepared = new(rows, options.NormalizeObservations);
        Normalize(prepared);
        return prepared;
    }

    /// <summary>Values of what was done in the rows, in the unit of rewards that the training goes on with.</summary>
    void FitValues(PreparedRollout prepared)
    {
        rewardScale?.State = new(0, 0, 0);
        ScaleRewards(prepared);
        rewardScale?.Cut();
        ValueLoss loss = new(prepared, MinibatchTrainer.ChunksOf(ImitationRows));
        MinibatchTrainer trainer = new(
            ValueNetwork, valueAdam, null, prepared, loss, valueShuffle, options.MaxGradientNorm, valueWorkers);
        AdvantageEstimation estimation = new(prepared, ValueNetwork, observations, workers);
        for (var round = 0; round < ValueRounds; round++)
        {
            estimation.Estimate(plan.Discount, plan.GaeDecay);
            trainer.Run(ValueEpochs, ImitationRows, ImitationRate);
        }
    }

    /// <summary>What comes is another loss.</summary>
    static void Forget(Networks.Adam adam, int parameters) => adam.Load(new float[parameters], new float[parameters], 0);
}
