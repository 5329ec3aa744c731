using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>Proximal Policy Optimization. <see cref="Learn"/> is the update, in the order of docs/ppo.md; numbers in
/// comments are its details.</summary>
internal sealed partial class PpoLearner : ILearner
{
    const int WarmUpRows = 256;

    readonly PpoOptions options;
    readonly RolloutSchedule schedule;
    readonly WorkerThreads workers;
    readonly WorkerThreads? policyWorkers, valueWorkers;
    readonly PreparedRollout rollout;
    // by which the rollout was normalised; by which the next one will be
    readonly RunningStatistics? observations, observationsSoFar;
    readonly RewardScale? rewardScale;
    readonly CorrelatedExploration exploration;
    readonly AdvantageEstimation advantages;
    readonly PolicyLoss policyLoss;
    readonly ValueLoss valueLoss;
    readonly Adam policyAdam, valueAdam;
    readonly RandomStream policyShuffle, valueShuffle;
    readonly MinibatchTrainer policyTrainer, valueTrainer;
    readonly FittedMemory? memory;
    readonly LogStdParameters logStd;
    readonly DeviationGrowth deviationGrowth;
    readonly CreditChoice credit;
    readonly Action<int> update;
    PpoDefaults plan;
    TeacherPull? pull;
    PolicyReplay? imitation;                                             // at the side of the policy that learns
    double rewardDeviation = 1;
    float learningRate;

    PpoLearner(LearnerSetting setting)
    {
        (options, workers, var seed) = ((PpoOptions)setting.Options.OfAlgorithm, setting.Workers, setting.Options.Seed);
        var shape = new NetworkShape(
            setting.Inputs, [.. options.Hidden], setting.Actions.Logits + setting.Actions.Reals, options.Activation);
        PolicyRoom.Require(shape, "Ppo.Hidden");
        schedule = new(options, setting.Environments, setting.Agents, setting.Memory > 0);
        PolicyNetwork = Network.Orthogonal(shape, new(seed, RandomStreams.PolicyWeights), outputGain: 0.01f);                     // 2
        ValueNetwork = Network.Orthogonal(
            new(shape.Inputs, shape.Hidden, 1, shape.Activation), new(seed, RandomStreams.ValueWeights), outputGain: 1);
        var grows = new ActionScaling(setting.Actions).Grows;
        (logStd, deviationGrowth) = (new(setting.Actions.Reals, options.InitialLogStd, grows), new(grows));                       // 3
        (policyAdam, valueAdam) = (new(PolicyNetwork), new(ValueNetwork));
        (policyShuffle, valueShuffle) = (new(seed, RandomStreams.PolicyShuffle), new(seed, RandomStreams.ValueShuffle));
        if (options.NormalizeObservations)
            (observations, observationsSoFar) = (setting.NewStatistics(), setting.NewStatistics());

        Rollout = new(
            setting.Environments, setting.Agents, schedule.MaxSteps, shape.Inputs, setting.Actions, setting.HasMask, setting.HasPresence,
            options.DiscountSeconds ?? DecisionPace.WithinReach * setting.DecisionSeconds);                                    // 15
        exploration = new(options.NoiseCorrelation);
        if (setting.Memory > 0)                                                                                                   // 7b
        {
            var cell = MemoryCell.Orthogonal(shape, setting.Memory, new(seed, RandomStreams.MemoryWeights));
            memory = new(cell, new(cell.Encoder), Rollout);
        }
        Policy = new(PolicyNetwork, observations, logStd.Values, memory?.Cell) { NoiseCorrelation = exploration.Correlation };
        rollout = new(Rollout, options.NormalizeObservations);
        rewardScale = options.ScaleRewards ? new(Rollout.Trajectories, options.Discount ?? PpoDefaults.UsualDiscount) : null;
        advantages = new(rollout, ValueNetwork, observations, workers);
        var measure = memory is null ? CreditMeasure.For(options, rollout, PolicyNetwork, logStd.Values) : null;
        credit = new(Rollout, measure);                                                                                           // 15

        var chunks = MinibatchTrainer.ChunksOf(Math.Min(schedule.MinibatchSize, Rollout.Rows.Length));
        policyWorkers = workers.Threads >= 3 && chunks > 1 ? new((workers.Threads + 1) / 2) : null;
        valueWorkers = workers.Threads >= 4 && chunks > 1 ? new(workers.Threads / 2) : null;
        (policyLoss, valueLoss) = (new(rollout, logStd, options, schedule.MostChunks), new(rollout, schedule.MostChunks));
        policyTrainer = new(PolicyNetwork, policyAdam, logStd, rollout, policyLoss, policyShuffle, options.MaxGradientNorm, policyWorkers,
            memory);
        valueTrainer = new(ValueNetwork, valueAdam, null, rollout, valueLoss, valueShuffle, options.MaxGradientNorm, valueWorkers);
        update = Update;
        Plan(progress: 0);
    }

    /// <summary>PPO as a member of the family.</summary>
    public static Algorithm Algorithm { get; } =
        new("PPO", setting => new PpoLearner(setting), options => Fixed((PpoOptions)options.OfAlgorithm));

    static (string Name, object Value)[] Fixed(PpoOptions options) =>
    [
        ("Ppo.Hidden", $"[{string.Join(", ", options.Hidden)}]"), ("Ppo.Activation", options.Activation),
        ("Ppo.NormalizeObservations", options.NormalizeObservations), ("Ppo.ScaleRewards", options.ScaleRewards),
        ("Ppo.InitialLogStd", options.InitialLogStd),
    ];

    public Network PolicyNetwork { get; }

    public Network ValueNetwork { get; }

    public BehaviorPolicy Policy { get; }

    public RolloutBuffer Rollout { get; }

    /// <summary>Steps of the warm-up; 0 if observations are not normalised (docs/ppo.md 5).</summary>
    public int WarmUpSteps => observations is null ? 0 : Math.Clamp(WarmUpRows / Rollout.Trajectories, 2, Rollout.MaxSteps);

    /// <summary>1 / (1 − γλ), the mean reach of an advantage estimate (docs/ppo.md 15); by time with the γ of the
    /// newest rollout.</summary>
    public double CreditSteps => 1 / Math.Max(1e-9, 1 - Rollout.MeanDiscount(plan.Discount) * plan.GaeDecay);

    public string FartherCredit => "raise Ppo.GaeDecay and " + (Rollout.Discounts is null ? "Ppo.Discount" : "Ppo.DiscountSeconds");

    public string LessExploration => "less reach (Ppo.Discount 0.9) if a decision matters for a few steps only";

    public IEnumerable<string?> Findings => [credit.InWords(plan), deviationGrowth.InWords(logStd.Values)];

    public void WarmUp()
    {
        rewardScale?.Observe(Rollout);
        Observe();
        AdoptStatistics();
    }

    public int BeginRollout(long stepsSoFar, float progress)
    {
        exploration.Update(progress);                                                                                             // 10
        Policy.NoiseCorrelation = exploration.Correlation;
        return schedule.Steps(stepsSoFar, isAfterImitation: pull is not null);                                                    // 6
    }

    public void EndEpisode(int environment, double reward) => exploration.Add(environment, reward);

    public LearnerFigures Learn(float progress)
    {
        Observe();                                                           // 7: statistics of the next rollout; this one keeps its own
        Normalize(rollout);
        ScaleRewards(rollout);                                                                                                   // 13
        credit.Update();                                                                                                          // 15
        Plan(progress);
        advantages.Estimate(plan.Discount, plan.GaeDecay);                                                                   // 14, 15
        if (pull is not null)
            Pull(pull, progress);
        var rate = (pull is null ? 1 : RateAfterImitation) * options.LearningRate;
        Fit(rate * (1 - (1 - options.FinalLearningRate) * progress));                                                        // 16 .. 23
        deviationGrowth.Update(Rollout, rollout.Advantages, logStd.Values);                                                       // 3
        AdoptStatistics();
        var policy = policyLoss.TakeMeans();
        return new(policy.Entropy, new Dictionary<string, double>
        {
            ["kl"] = policy.Kl, ["clip_fraction"] = policy.Clipped, ["policy_loss"] = policy.Loss, ["value_loss"] = valueLoss.TakeMean(),
            ["explained_variance"] = advantages.ExplainedVariance(), ["learning_rate"] = learningRate,
        });
    }

    /// <summary>Fits both networks to the prepared rollout (16): side by side if there are two threads, each with half
    /// of the threads if there are more.</summary>
    /// <param name="rate">Step size of Adam, at least 0: that of detail 23.</param>
    public void Fit(float rate)
    {
        learningRate = rate;
        workers.Run(update);
    }

    public void Cut()
    {
        rewardScale?.Cut();
        credit.Cut();
        imitation?.Forget();
    }

    public PolicyParts ToPolicy(PolicyDescription description) => new()
    {
        Description = description,
        Mean = observations is null ? new float[description.Observations.Size] : [.. observations.Center],
        Scale = observations is null ? [.. Enumerable.Repeat(1f, description.Observations.Size)] : [.. observations.InverseDeviation],
        Clip = observations is null ? float.PositiveInfinity : BehaviorPolicy.ObservationClip,
        Memory = memory?.Cell, Policy = PolicyNetwork, Value = ValueInRewards(), LogStd = logStd.Values,
    };

    public void Dispose()
    {
        policyWorkers?.Dispose();
        valueWorkers?.Dispose();
    }

    /// <summary>Takes the rollout's observations into the statistics of the next one.</summary>
    void Observe() => observationsSoFar?.Merge(Rollout);

    void Normalize(PreparedRollout prepared)
    {
        if (observations is not null)
            prepared.Normalize(observations);
    }

    void ScaleRewards(PreparedRollout prepared)
    {
        if (rewardScale is null)
            prepared.Collected.Rewards.CopyTo(prepared.ScaledRewards, 0);
        else
            rewardScale.Scale(prepared.Collected, prepared.ScaledRewards);
        rewardDeviation = rewardScale?.Deviation ?? 1;
    }

    /// <summary>Decides what the options leave open.</summary>
    void Plan(float progress)
    {
        plan = PpoDefaults.For(options, credit.Reach, credit.Length, schedule.MinibatchSize, progress);
        policyLoss.EntropyWeight = plan.EntropyWeight;
        rewardScale?.Discount = plan.Discount;
    }

    void Update(int worker)
    {
        if (worker == 0)
            policyTrainer.Run(options.Epochs, plan.MinibatchSize, learningRate);
        if (worker == 1 || workers.Threads == 1)
            valueTrainer.Run(options.Epochs, plan.MinibatchSize, learningRate);
    }

    /// <summary>Normalises observations from now on by the statistics of everything observed so far.</summary>
    void AdoptStatistics() => observations?.Load(observationsSoFar!.Mean, observationsSoFar.Variance, observationsSoFar.Count);

    /// <summary>The value network in units of the reward: its last layer times the deviation by which rewards were
    /// divided.</summary>
    Network ValueInRewards()
    {
        var parameters = ValueNetwork.ToArray();
        var unscaled = new Network(ValueNetwork.Shape);
        unscaled.Load(parameters);
        unscaled.ScaleOutputs(rewardDeviation);
        return unscaled;
    }
}
