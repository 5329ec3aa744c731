using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>Soft actor-critic for choices, real numbers, and both together. <see cref="Learn"/> is the update, in the
/// order of docs/sac.md; numbers in comments are its details.</summary>
internal sealed partial class SacLearner : ILearner
{
    const int WarmUpRows = 256, FewestSteps = 8, MostSteps = 32, CorrelatedOneIn = 2;
    const float UsualDiscount = 0.99f, MaxGradientNorm = 10, FirstChoiceEntropy = 0.6f, FirstDeviation = 0.6f, FirstCorrelation = 0.9f;

    /// <summary>½ ln(2πe): the entropy of a normal number of deviation 1.</summary>
    const double HalfLogTwoPiE = 1.4189385332046727;

    readonly SacOptions options;
    readonly LearnerSetting setting;
    readonly WorkerThreads workers;
    readonly ActionScaling scaling;
    readonly Network policy;
    readonly Adam policyAdam;
    readonly Gradient policyGradient;
    readonly SacActor now, next;
    readonly Critic[] critics;
    readonly SacMemory? memory;
    readonly RunningStatistics observations;
    readonly RewardScale rewardScale;
    readonly ReplayBuffer replay;
    readonly ReplayBatch batch;
    readonly Temperature ofChoices = new(), ofReals = new();
    readonly RandomStream draws, noise;
    readonly float[] logStd, targets, decidedInputs, policyInputs, nextInputs;
    readonly float discount, updatesPerDecision;
    readonly Action<int> judgeNext, fit, fitAndJudge;
    double rewardDeviation = 1, owed, errorSum, valueSum, entropySum;
    float rate;

    SacLearner(LearnerSetting setting)
    {
        (this.setting, workers) = (setting, setting.Workers);
        options = setting.Options.OfAlgorithm as SacOptions ?? new();
        var (seed, actions) = (setting.Options.Seed, setting.Actions);
        scaling = new(actions);
        NetworkShape shape = new(setting.Inputs, [.. options.Hidden], actions.Logits + 2 * actions.Reals, options.Activation);
        PolicyRoom.Require(shape, "Algorithm.Hidden");
        policy = Network.Orthogonal(shape, new(seed, RandomStreams.PolicyWeights), outputGain: 0.01f);                            // 2
        (policyAdam, policyGradient) = (new(policy), new(shape));
        discount = options.Discount ?? UsualDiscount;
        updatesPerDecision = options.UpdatesPerDecision ?? UpdatesFor(setting.Options.Steps);                                     // 8
        var steps = Math.Clamp(WarmUpRows / (setting.Environments * setting.Agents), FewestSteps, MostSteps);
        Rollout = new(
            setting.Environments, setting.Agents, steps, setting.Inputs, actions, setting.HasMask, setting.HasPresence,
            options.DiscountSeconds ?? DecisionPace.WithinReach * setting.DecisionSeconds, hasNextMasks: true);                     // 5
        (replay, batch) = (new(Rollout, options.ReplaySize, setting.Memory), new(Rollout, options.BatchSize));
        if (setting.Memory > 0)                                                                                                  // 10
            memory = new(MemoryCell.Orthogonal(shape, setting.Memory, new(seed, RandomStreams.MemoryWeights)), batch.Rows, MaxGradientNorm);
        (observations, rewardScale) = (setting.NewStatistics(), new(Rollout.Trajectories, discount));
        logStd = new float[actions.Reals];
        Policy = new(policy, observations, logStd, memory?.Cell) { NoiseCorrelation = FirstCorrelation, CorrelatedOneIn = CorrelatedOneIn };
        (now, next) = (new(policy, actions, batch.Rows), new(policy, actions, batch.Rows));
        RandomStream weights = new(seed, RandomStreams.ValueWeights);
        NetworkShape judging = new(setting.Inputs + actions.Reals, [.. options.Hidden], Math.Max(1, actions.Logits), options.Activation);
        critics =
        [
            .. Enumerable.Range(0, 2).Select(_ => new Critic(judging, actions, weights, batch.Rows, MaxGradientNorm, setting.Memory)),
        ];
        (draws, noise) = (new(seed, RandomStreams.PolicyShuffle), new(seed, RandomStreams.ValueShuffle));
        targets = new float[batch.Rows];
        (decidedInputs, policyInputs, nextInputs) = (NewInputs(), NewInputs(), NewInputs());
        (judgeNext, fit, fitAndJudge) =
            (worker => ForCritics(worker, JudgeNext), worker => ForCritics(worker, Fit), worker => ForCritics(worker, FitAndJudge));

        float[] NewInputs() => new float[batch.Rows * judging.Inputs];
    }

    /// <summary>SAC as a member of the family.</summary>
    public static Algorithm Algorithm { get; } = new("SAC", setting => new SacLearner(setting), options => Fixed(options));

    static (string Name, object Value)[] Fixed(TrainingOptions options) => options.OfAlgorithm is not SacOptions sac ? [] :
    [
        ("Algorithm.Hidden", $"[{string.Join(", ", sac.Hidden)}]"), ("Algorithm.Activation", sac.Activation),
        ("Algorithm.ReplaySize", sac.ReplaySize?.ToString() ?? "null"),
    ];

    public BehaviorPolicy Policy { get; }

    public RolloutBuffer Rollout { get; }

    /// <summary>Steps of the warm-up, whose decisions are learnt from as well (docs/sac.md 1).</summary>
    public int WarmUpSteps => Rollout.MaxSteps;

    /// <summary>1 / (1 − γ); by time with the γ of the newest rollout.</summary>
    public double CreditSteps => 1 / Math.Max(1e-9, 1 - Rollout.MeanDiscount(discount));

    public string FartherCredit => "raise " + (Rollout.Discounts is null ? "Algorithm.Discount" : "Algorithm.DiscountSeconds");

    public string LessExploration => "a lower Algorithm.FinalDeviation";

    public void WarmUp() => Take();

    public int BeginRollout(long stepsSoFar, float progress)
    {
        Policy.NoiseCorrelation = FirstCorrelation * Math.Max(0, 1 - 2 * progress);
        return Math.Clamp((int)(stepsSoFar / 50 / setting.Environments), Math.Min(FewestSteps, Rollout.MaxSteps), Rollout.MaxSteps);
    }

    public void EndEpisode(int environment, double reward)
    {
    }

    public LearnerFigures Learn(float progress)
    {
        if (pull?.Weight(progress) > 0)
            TeacherPull.Answer(imitation!, Rollout, distributions);
        owed += updatesPerDecision * Take();                                                                                      // 3, 8
        rate = options.LearningRate * (1 - (1 - options.FinalLearningRate) * progress);
        var updates = replay.Count == 0 ? 0 : (int)owed;
        owed -= updates;
        (errorSum, valueSum, entropySum) = (0, 0, 0);
        for (var update = 0; update < updates; update++)
            Update(progress);
        var of = Math.Max(1, updates);
        return new(entropySum / of, new Dictionary<string, double>
        {
            ["critic_loss"] = errorSum / of, ["value_mean"] = valueSum / of * rewardDeviation,
            ["temperature_choices"] = ofChoices.Value, ["temperature_numbers"] = ofReals.Value,
            ["deviation"] = Math.Exp(logStd.Length == 0 ? 0 : logStd.Average()), ["replay"] = replay.Count,
            ["updates"] = updates, ["learning_rate"] = rate,
        });
    }

    public void Cut()
    {
        rewardScale.Cut();
        replay.Cut();
        imitation?.Forget();
    }

    public void Dispose()
    {
    }

    /// <summary>Takes the rollout: statistics, then the decisions themselves.</summary>
    /// <returns>Decisions that joined.</returns>
    int Take()
    {
        observations.Merge(Rollout);
        var hasUnit = rewardScale.State.Squares > 0;                     // else the critics know nothing that must stay
        rewardScale.Observe(Rollout);
        foreach (var critic in hasUnit ? critics : [])
            critic.Scale(rewardDeviation / rewardScale.Deviation);
        rewardDeviation = rewardScale.Deviation;
        return replay.Add(Rollout, options.RewardSteps, discount, distributions);
    }

    /// <summary>One gradient step of the critics, and of the policy.</summary>
    void Update(float progress)
    {
        replay.Draw(draws, batch);
        PrepareBatch();
        now.Decide(batch.Observations, batch.Masks, batch.Presence, noise);
        Join(batch.Observations, now.Reals, policyInputs);
        workers.Run(fitAndJudge);                                                                                              // 4, 6
        now.Differentiate(
            batch.Observations, critics, batch.Presence, (float)ofChoices.Value, (float)ofReals.Value, batch.Imitated,
            pull?.Weight(progress) ?? 0, policyGradient);
        var norm = Math.Sqrt(policyGradient.SquaredNorm());
        policyAdam.Step(policyGradient, norm > MaxGradientNorm ? (float)(MaxGradientNorm / norm) : 1, rate);
        memory?.Fit(critics, rate);
        Explore(progress);                                                                                                        // 7
        errorSum += (critics[0].Error + critics[1].Error) / 2;
        valueSum += (critics[0].Values.Average() + critics[1].Values.Average()) / 2;
    }

    /// <summary>What the critics are to learn of the batch.</summary>
    void PrepareBatch()
    {
        observations.Normalize(batch.Observations, batch.Rows, BehaviorPolicy.ObservationClip);
        observations.Normalize(batch.NextObservations, batch.Rows, BehaviorPolicy.ObservationClip);
        memory?.Recall(batch, replay);
        next.Decide(batch.NextObservations, batch.NextMasks, batch.Presence, noise);
        Join(batch.NextObservations, next.Reals, nextInputs);
        workers.Run(judgeNext);                                                                                                   // 5
        for (var row = 0; row < batch.Rows; row++)
            targets[row] = (float)(batch.Rewards[row] / rewardDeviation)
                + batch.Discounts[row] * MathF.Min(critics[0].Values[row], critics[1].Values[row]);
        CutToBounds(batch.Reals);
        Join(batch.Observations, batch.Reals, decidedInputs);
    }

    /// <summary>Moves the temperatures towards the entropies that exploration should have now.</summary>
    void Explore(float progress)
    {
        var left = Math.Max(0, 1 - 1.25f * progress);                    // the last fifth is played as at the end
        var entropy = now.ChoiceEntropy;
        if (now.MostChoiceEntropy > 0)
        {
            var share = options.FinalChoiceEntropy * Math.Pow(Math.Max(1, FirstChoiceEntropy / options.FinalChoiceEntropy), left);
            ofChoices.Step(share - now.ChoiceEntropy / now.MostChoiceEntropy);
        }
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < logStd.Length; i++)
        {
            if (now.RealCounts[i] == 0)
                continue;
            logStd[i] = (float)(now.LogStdSums[i] / now.RealCounts[i]);
            (sum, count) = (sum + now.LogStdSums[i], count + now.RealCounts[i]);
            entropy += now.LogStdSums[i] + now.RealCounts[i] * HalfLogTwoPiE;
        }
        if (count > 0)
        {
            var deviation = options.FinalDeviation * Math.Pow(Math.Max(1, FirstDeviation / options.FinalDeviation), left);
            ofReals.Step(Math.Log(deviation) - sum / count);
        }
        entropySum += entropy / batch.Rows;
    }

    void ForCritics(int worker, Action<Critic> work)
    {
        for (var i = worker; i < critics.Length; i += workers.Threads)
            work(critics[i]);
    }

    void JudgeNext(Critic critic) => critic.Judge(nextInputs, next.Probabilities, next.RowStride, byTarget: true);

    void Fit(Critic critic)
    {
        critic.Fit(decidedInputs, batch.Choices, targets, rate);
        critic.Follow(options.TargetRate);
    }

    void FitAndJudge(Critic critic)
    {
        Fit(critic);
        critic.JudgeWithSlopes(policyInputs, now.Probabilities, now.RowStride);
    }

    /// <summary>Real numbers as the simulation took them.</summary>
    void CutToBounds(Span<float> reals)
    {
        for (var i = 0; i < reals.Length; i++)
            reals[i] = Math.Clamp(reals[i], scaling.Lowest[i % logStd.Length], scaling.Highest[i % logStd.Length]);
    }

    /// <summary>Puts observation and real numbers of each row side by side.</summary>
    void Join(ReadOnlySpan<float> seen, ReadOnlySpan<float> reals, Span<float> inputs)
    {
        var (size, count) = (setting.Inputs, logStd.Length);
        for (var row = 0; row < batch.Rows; row++)
        {
            RowCopy.Copy(seen.Slice(row * size, size), inputs[(row * (size + count))..]);
            RowCopy.Copy(reals.Slice(row * count, count), inputs[(row * (size + count) + size)..]);
        }
    }

    /// <summary>Each decision of a short training has to be used more often.</summary>
    static float UpdatesFor(long? steps) => steps is { } few ? (float)Math.Clamp(20_000.0 / few, 1, 4) : 1;
}
