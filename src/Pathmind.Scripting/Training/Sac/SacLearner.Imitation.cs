namespace Pathmind.Training;

/// <summary>How SAC learns what a teacher does, before it learns by itself (docs/warm-start.md).</summary>
internal sealed partial class SacLearner
{
    /// <summary>Gradient steps by which the critics learn what the imitating policy is worth.</summary>
    const int JudgingSteps = 2_000;

    /// <summary>w of the trust region at the beginning, in units of the scaled reward.</summary>
    const float PullStrength = 0.1f;

    TeacherPull? pull;
    PolicyReplay? imitation;                                             // at the side of the policy that learns
    float[] distributions = [];                                          // [rows, logits + reals] of the rollout, by it

    public bool CanImitate => true;

    public PolicyWeights? Imitated => pull?.Imitated;

    public void Imitate(RolloutBuffer rows, bool isThorough)
    {
        observations.Clear();
        observations.Merge(rows);
        ImitationFit.Run(policy, policyAdam, Policy, rows, observations, draws, null, isThorough, memory?.For(rows));
    }

    public void EndImitation(RolloutBuffer rows, bool isExperience)
    {
        ImitationLoss loss = new(rows);
        new Curiosity(rows).Flatten(policy, Policy);
        BeginDeviations(loss);
        ImitationFit.Forget(policyAdam, policy);
        if (memory is not null)
            ImitationFit.Forget(memory.Adam, memory.Cell.Encoder);
        StayNear(Weights);
        if (!isExperience)
            return;
        rewardScale.Observe(rows);
        rewardScale.Cut();
        rewardDeviation = rewardScale.Deviation;
        rate = options.LearningRate;
        var answers = new float[rows.Rows.Length * (rows.Actions.Logits + rows.Actions.Reals)];
        TeacherPull.Answer(new(pull!.Policy, rows), rows, answers);
        if (replay.Add(rows, options.RewardSteps, discount, answers) > 0)
            for (var step = 0; step < JudgingSteps; step++)
            {
                replay.Draw(draws, batch);
                PrepareBatch();
                workers.Run(fit);                                        // the memory stays what the policy was fitted to
            }
        replay.Cut();
    }

    public double Agreement(RolloutBuffer rows, int[] before) => new ImitationLoss(rows).Agreement(Policy, before);

    /// <summary>The deviations begin as a share of the teacher's: the biases of their outputs.</summary>
    void BeginDeviations(ImitationLoss loss)
    {
        var parameters = policy.ToArray();
        for (var i = 0; i < logStd.Length; i++)
            parameters[^(logStd.Length - i)] = logStd[i] = loss.InitialLogStd(i);
        policy.Load(parameters);
    }

    void StayNear(PolicyWeights teacher)
    {
        pull = new(Policy, teacher, PullStrength);
        imitation = new(pull.Policy, Rollout);
        distributions = new float[Rollout.Rows.Length * (Rollout.Actions.Logits + Rollout.Actions.Reals)];
        batch.KeepImitated();
        replay.KeepImitated();
    }
}
