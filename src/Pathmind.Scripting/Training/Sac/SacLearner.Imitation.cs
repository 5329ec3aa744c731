using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>How SAC learns what a teacher does, before it learns by itself (docs/warm-start.md).</summary>
internal sealed partial class SacLearner
{
    /// <summary>Gradient steps by which the critics learn what the imitating policy is worth.</summary>
    const int JudgingSteps = 2_000;

    /// <summary>w of the trust region at the beginning, in units of the scaled reward.</summary>
    const float PullStrength = 0.1f;

    TeacherPull? pull;
    float[] asked = [];                                                  // [rows, inputs] of the batch
    Workspace? answers;                                                  // of the imitating policy to these
    float[] imitated = [];                                               // [rows, logits + reals] of the batch, by them

    public bool CanImitate => true;

    public PolicyWeights? Imitated => pull?.Imitated;

    public void Imitate(RolloutBuffer rows, bool isThorough)
    {
        observations.Clear();
        observations.Merge(rows);
        ImitationFit.Run(policy, policyAdam, Prepare(rows), draws, null, isThorough);
    }

    public void EndImitation(RolloutBuffer rows, bool isExperience)
    {
        ImitationLoss loss = new(rows);
        new Curiosity(rows).Flatten(policy, Policy);
        BeginDeviations(loss);
        ImitationFit.Forget(policyAdam, policy);
        StayNear(Weights);
        if (!isExperience)
            return;
        rewardScale.Observe(rows);
        rewardScale.Cut();
        rewardDeviation = rewardScale.Deviation;
        rate = options.LearningRate;
        if (replay.Add(rows, options.RewardSteps, discount) > 0)
            for (var step = 0; step < JudgingSteps; step++)
            {
                replay.Draw(draws, batch);
                PrepareBatch();
                workers.Run(fit);
            }
    }

    public double Agreement(RolloutBuffer rows, int[] before) => new ImitationLoss(rows).Agreement(Policy, before);

    /// <summary>The rows as the policy sees them.</summary>
    PreparedRollout Prepare(RolloutBuffer rows)
    {
        PreparedRollout prepared = new(rows, normalizes: true);
        prepared.Normalize(observations);
        return prepared;
    }

    /// <summary>The deviations begin as a share of the teacher's: the biases of their outputs.</summary>
    void BeginDeviations(ImitationLoss loss)
    {
        var parameters = new float[policy.ParameterCount];
        policy.CopyTo(parameters);
        for (var i = 0; i < logStd.Length; i++)
            parameters[^(logStd.Length - i)] = logStd[i] = loss.InitialLogStd(i);
        policy.Load(parameters);
    }

    void StayNear(PolicyWeights teacher)
    {
        pull = new(Policy, teacher, PullStrength);
        (asked, answers) = (new float[batch.Rows * policy.Shape.Inputs], pull.Policy.NewWorkspace(batch.Rows));
        imitated = new float[batch.Rows * (Rollout.Actions.Logits + Rollout.Actions.Reals)];
    }

    /// <summary>What the policy is to stay near of in the batch, whose observations are as they came.</summary>
    /// <returns>w of the trust region; 0 for none.</returns>
    float Pull(float progress)
    {
        if (pull?.Weight(progress) is not > 0)
            return 0;
        batch.Observations.CopyTo(asked, 0);
        pull.Policy.Decide(asked, batch.Rows, answers!);
        var (logits, size) = (batch.Masks.Length / batch.Rows, imitated.Length / batch.Rows);
        for (var row = 0; row < batch.Rows; row++)
            TeacherPull.Distribution(
                answers!, Rollout.Actions, batch.Masks.AsSpan(row * logits, logits), row, imitated.AsSpan(row * size, size));
        return pull.Weight(progress);
    }
}
