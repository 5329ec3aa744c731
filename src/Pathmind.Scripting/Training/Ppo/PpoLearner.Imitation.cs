using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>How PPO learns what a teacher does, before it learns by itself (docs/warm-start.md).</summary>
internal sealed partial class PpoLearner
{
    /// <summary>w of the trust region at the beginning, in units of a normalised advantage.</summary>
    const float PullStrength = 0.2f;

    /// <summary>How often all values are estimated, and after each estimate passes over the rows by which the value
    /// network learns them.</summary>
    const int ValueRounds = 6, ValueEpochs = 4;

    public bool CanImitate => true;

    public PolicyWeights? Imitated => pull?.Imitated;

    public void Imitate(RolloutBuffer rows, bool isThorough)
    {
        AdoptStatisticsOf(rows);
        ImitationFit.Run(PolicyNetwork, policyAdam, Prepare(rows), policyShuffle, policyWorkers, isThorough);
    }

    public void EndImitation(RolloutBuffer rows, bool isExperience)
    {
        var prepared = Prepare(rows);
        ImitationLoss loss = new(prepared);
        new Curiosity(prepared).Flatten(PolicyNetwork);
        for (var i = 0; i < logStd.Values.Length; i++)
            logStd.Values[i] = Math.Min(options.InitialLogStd, loss.InitialLogStd(i));
        FitValues(prepared);
        ImitationFit.Forget(policyAdam, PolicyNetwork);
        ImitationFit.Forget(valueAdam, ValueNetwork);
        StayNear(Weights);
    }

    public double Agreement(RolloutBuffer rows, int[] before) => new ImitationLoss(Prepare(rows)).Agreement(PolicyNetwork, before);

    /// <summary>Observations are normalised by the statistics of these rows.</summary>
    void AdoptStatisticsOf(RolloutBuffer rows)
    {
        if (observationsSoFar is null)
            return;
        RunningStatistics own = new(observationsSoFar.Size, rows.ObservationSize / observationsSoFar.Size);
        own.Merge(rows);
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
        ValueLoss loss = new(prepared, MinibatchTrainer.ChunksOf(ImitationFit.Rows));
        MinibatchTrainer trainer = new(
            ValueNetwork, valueAdam, null, prepared, loss, valueShuffle, options.MaxGradientNorm, valueWorkers);
        AdvantageEstimation estimation = new(prepared, ValueNetwork, observations, workers);
        for (var round = 0; round < ValueRounds; round++)
        {
            estimation.Estimate(plan.Discount, plan.GaeDecay);
            trainer.Run(ValueEpochs, ImitationFit.Rows, ImitationFit.Rate);
        }
    }

    void StayNear(PolicyWeights imitated) => pull = new(PolicyNetwork.Shape, imitated, MinibatchTrainer.ChunkRows, PullStrength);

    /// <summary>Hands the policy's loss what it is to stay near of in this rollout.</summary>
    void Pull(TeacherPull teacher, float progress)
    {
        policyLoss.Pull = teacher.Weight(progress);
        if (policyLoss.Pull == 0)
            return;
        var outputs = PolicyNetwork.Shape.Outputs;
        var distributions = rollout.Imitated ??= new float[Rollout.Rows.Length * outputs];
        for (var first = 0; first < Rollout.RowCount; first += MinibatchTrainer.ChunkRows)
        {
            var rows = Rollout.Rows.AsSpan(first, Math.Min(MinibatchTrainer.ChunkRows, Rollout.RowCount - first));
            RowCopy.Gather(Rollout.Observations, rows, Rollout.ObservationSize, teacher.Inputs);
            teacher.Evaluate(rows.Length);
            for (var i = 0; i < rows.Length; i++)
                teacher.Distribution(Rollout.Actions, Rollout.MaskOf(rows[i]), i, distributions.AsSpan(rows[i] * outputs, outputs));
        }
    }
}
