using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>How PPO learns what a teacher does, before it learns by itself (docs/warm-start.md).</summary>
internal sealed partial class PpoLearner
{
    /// <summary>w of the trust region at the beginning, in units of a normalised advantage.</summary>
    const float PullStrength = 0.2f;

    /// <summary>Adam's step size after an imitation, as a multiple of the usual one: few steps are left.</summary>
    const float RateAfterImitation = 2;

    /// <summary>How often all values are estimated, and after each estimate passes over the rows by which the value
    /// network learns them.</summary>
    const int ValueRounds = 6, ValueEpochs = 4;

    public bool CanImitate => true;

    public PolicyWeights? Imitated => pull?.Imitated;

    public void Imitate(RolloutBuffer rows, bool isThorough)
    {
        AdoptStatisticsOf(rows);
        ImitationFit.Run(
            PolicyNetwork, policyAdam, Policy, rows, observations, policyShuffle, policyWorkers, isThorough, memory?.For(rows));
    }

    public void EndImitation(RolloutBuffer rows, bool isExperience)
    {
        ImitationLoss loss = new(rows);
        new Curiosity(rows).Flatten(PolicyNetwork, Policy);
        for (var i = 0; i < logStd.Values.Length; i++)
            logStd.Values[i] = Math.Min(options.InitialLogStd, loss.InitialLogStd(i));
        FitValues(rows);
        ImitationFit.Forget(policyAdam, PolicyNetwork);
        ImitationFit.Forget(valueAdam, ValueNetwork);
        if (memory is not null)
            ImitationFit.Forget(memory.Adam, memory.Cell.Encoder);
        StayNear(Weights);
    }

    public double Agreement(RolloutBuffer rows, int[] before) => new ImitationLoss(rows).Agreement(Policy, before);

    /// <summary>Observations are normalised by the statistics of these rows.</summary>
    void AdoptStatisticsOf(RolloutBuffer rows)
    {
        if (observationsSoFar is null)
            return;
        var own = observationsSoFar.NewAlike();
        own.Merge(rows);
        RestoreStatistics(own.Mean, own.Variance, own.Count);
    }

    /// <summary>Values of what was done in the rows, in the unit of rewards that the training goes on with.</summary>
    void FitValues(RolloutBuffer rows)
    {
        PreparedRollout prepared = new(rows, options.NormalizeObservations);
        Normalize(prepared);
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

    void StayNear(PolicyWeights imitated)
    {
        pull = new(Policy, imitated, PullStrength);
        imitation = new(pull.Policy, Rollout);
    }

    /// <summary>Hands the policy's loss what it is to stay near of in this rollout.</summary>
    void Pull(TeacherPull teacher, float progress)
    {
        policyLoss.Pull = teacher.Weight(progress);
        if (policyLoss.Pull == 0)
            return;
        TeacherPull.Answer(imitation!, Rollout, rollout.Imitated ??= new float[Rollout.Rows.Length * PolicyNetwork.Shape.Outputs]);
    }
}
