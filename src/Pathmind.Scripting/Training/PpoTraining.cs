using Pathmind.Networks;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>One training under way: warm-up, then iterations of rollout, advantages, update. Between two iterations a <see cref="Checkpoint"/> can write all of it down.</summary>
internal sealed class PpoTraining : IDisposable
{
    const int WarmUpRows = 256;

    readonly TimeProvider clock;
    readonly long startedAt;
    readonly Crew crew;
    readonly RolloutBuffer buffer;
    readonly Rollout rollout;
    readonly Evaluation evaluation;
    TimeSpan elapsedBefore;
    long cutAt;

    /// <summary>[lane] whether its episode began with rewards in the raw unit, before their terms were balanced.</summary>
    readonly bool[] beganUnbalanced;

    /// <param name="create">Makes an instance; called for each simulation that runs side by side, and for each thread
    /// that evaluates policies.</param>
    /// <param name="options">What to train.</param>
    /// <param name="clock">For the figures of speed and the time limit.</param>
    /// <param name="cancellation">Ends the training at the next turn of a simulation.</param>
    /// <exception cref="ArgumentException">Options out of range, or names that the simulation does not have.</exception>
    /// <exception cref="SimulationException">A simulation threw or broke a rule at its first Reset or step.</exception>
    public PpoTraining(Func<Simulation> create, TrainingOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        options.Validate();
        (Options, this.clock, startedAt) = (options, clock, clock.GetTimestamp());
        var chance = new RandomStream(options.Seed, RandomStreams.Environment(0));
        var first = new SimulationDriver(create(), chance);
        Schema = first.Schema;
        (Inputs, var selection) = ObservationSelection.Choose(Schema.Observations, options);
        Plan = new(options, Schema.Agents);
        var shape = new NetworkShape(
            Inputs.Size, [.. options.Ppo.Hidden], Schema.Actions.Logits + Schema.Actions.Reals, options.Ppo.Activation);
        RequireReadable(shape);
        Simulation[] others = [.. Enumerable.Range(1, Plan.Simulations - 1).Select(_ => create())];
        Simulation[] players = [.. Enumerable.Range(0, Plan.Threads).Select(_ => create())];    // all are made before the first step of any
        LearnTerms(first, options.Seed);
        first.Episode = 0;                                               // that step was the kit's: the user's first episode is number 1
        Function = new(options, Schema.Rewards!);
        var scaling = new ActionScaling(Schema.Actions);
        Lanes =
        [
            new(0, first, chance, options.Seed, selection, scaling),
            .. from lane in Enumerable.Range(1, Plan.Simulations - 1)
               let random = new RandomStream(options.Seed, RandomStreams.Environment(lane))
               select new Lane(lane, new(others[lane - 1], random, Schema), random, options.Seed, selection, scaling),
        ];
        beganUnbalanced = new bool[Lanes.Length];
        buffer = new(Plan.Simulations * Schema.Agents, Plan.MaxRolloutSteps, Inputs.Size, Schema.Actions, Schema.HasMask);
        crew = new(Plan.Threads);
        try
        {
            Learner = new(options.Ppo, shape, buffer, Plan.MinibatchSize, crew, options.Seed);
            RewardScale = options.Ppo.ScaleRewards ? new(buffer.Tracks, options.Ppo.Discount) : null;
            Acting = new(Learner.Policy, Learner.Observations, Learner.Deviations.LogStd);
            Func<bool> isStopped = () => cancellation.IsCancellationRequested || Elapsed >= options.Time;
            rollout = new(Lanes, crew, shape, Function, Acting, clock, isStopped);
            evaluation = new(players, Schema, crew, shape, selection, scaling, options.Seed, isStopped);
        }
        catch
        {
            Learner?.Dispose();
            crew.Dispose();
            throw;
        }
        History = new(Schema.Simulation, []);
        Best = new(this);
        Exploration = new(options.Ppo.NoiseCorrelation);
    }

    public TrainingOptions Options { get; }

    public TrainingPlan Plan { get; }

    public SimulationSchema Schema { get; }

    /// <summary>The observations that the policy sees.</summary>
    public ObservationLayout Inputs { get; }

    public Lane[] Lanes { get; }

    public Learner Learner { get; }

    public Acting Acting { get; }

    public RewardFunction Function { get; }

    public RewardScale? RewardScale { get; }

    public TrainingHistory History { get; set; }

    public RecentEpisodes Recent { get; } = new();

    public BestPolicy Best { get; }

    public CorrelatedExploration Exploration { get; }

    /// <summary>Episodes cut at <see cref="Simulation.MaxSteps"/> so far.</summary>
    public long Truncated { get; set; }

    /// <summary>Steps of all simulations so far, those of the warm-up included.</summary>
    public long Steps { get; set; }

    /// <summary>Share of the steps that are made, in [0, 1]; of the time if only that is bounded.</summary>
    public float Progress => Math.Min(1, Options is { Steps: null, Time: { } time } ? (float)(Elapsed / time) : (float)Steps / Plan.Steps);

    /// <summary>The date and time of day, for the record.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    public TimeSpan Elapsed
    {
        get => elapsedBefore + clock.GetElapsedTime(startedAt);
        set => elapsedBefore = value;
    }

    public void Dispose()
    {
        Learner.Dispose();
        crew.Dispose();
    }

    /// <summary>Starts all simulations and lets the untrained policy play blind for a moment, so that the first iteration already sees normalised observations.</summary>
    /// <returns>False if it was stopped.</returns>
    public bool WarmUp()
    {
        foreach (var lane in Lanes)
            lane.Start(Lanes.Length);
        if (Learner.Observations is null)
            return true;
        (Acting.Blind, Acting.NoiseCorrelation) = (true, Exploration.Correlation);
        var complete = rollout.Collect(buffer, Math.Clamp(WarmUpRows / buffer.Tracks, 2, buffer.MaxSteps));
        Acting.Blind = false;
        if (!complete)
            return false;
        Steps += (long)Lanes.Length * buffer.Steps;
        RewardScale?.Observe(buffer);
        Learner.Observe(buffer);
        Learner.AdoptStatistics();
        _ = CountEpisodes();
        return true;
    }

    /// <summary>One iteration: a rollout and the update from it; adds its row to the history.</summary>
    /// <returns>False if it was stopped during the rollout: then nothing was learnt from it.</returns>
    public bool Iterate()
    {
        Exploration.Update(Progress);
        Acting.NoiseCorrelation = Exploration.Correlation;
        if (!rollout.Collect(buffer, Plan.RolloutSteps(Steps)))
            return false;
        Steps += (long)Lanes.Length * buffer.Steps;
        var episodes = CountEpisodes();
        Learner.Observe(buffer);
        Normalize();
        RewardScale?.Apply(buffer);
        Learner.RewardDeviation = RewardScale?.Deviation ?? 1;
        Learner.EstimateAdvantages(Lanes);
        var rate = Options.Ppo.LearningRate * (1 - (1 - Options.Ppo.FinalLearningRate) * Progress);
        Learner.Fit(rate);
        Learner.AdoptStatistics();
        if (episodes.Count > 0)
            Function.Balance(episodes.Terms);
        if (Function.IsBalanced && episodes.Count > 0 && !History.Any(row => row.RewardMean is not null))
        {
            episodes = InBalancedUnits();
            Array.Fill(beganUnbalanced, true);
        }
        History.Add(NewRow(episodes, rate));
        return true;
    }

    /// <summary>Whether episodes have had room to end since the last cut: twice their length. While none has ended:
    /// twice the most steps, or as many as were
    /// made before that cut, so that an endless simulation has checkpoints as well, in distances that double.</summary>
    /// <param name="interval">Iterations between two checkpoints; without an ended episode the first comes after two of
    /// them.</param>
    public bool MayCut(int interval)
    {
        var steps = Steps - cutAt;
        return History.LastOrDefault(row => row.LengthMean is not null)?.LengthMean is { } length
            ? steps / Lanes.Length >= 2 * length
            : steps / Lanes.Length >= 2L * Lanes[0].MaxSteps || (History.Count >= 2 * interval && steps >= cutAt);
    }

    /// <summary>Cuts all episodes under way, so that nothing but what a checkpoint holds decides how training goes on.</summary>
    public void Cut()
    {
        RewardScale?.Cut();
        Array.Clear(beganUnbalanced);
        foreach (var lane in Lanes)
            lane.Start(Lanes.Length);
        cutAt = Steps;
    }

    /// <summary>Mean reward of greedy episodes played aside, and their steps, which do not count as training; see <see cref="Evaluation.Measure"/>.</summary>
    public (double Reward, long Steps, bool IsComplete) Evaluate(int episodes, double length, double goal = double.NegativeInfinity, int series = 0) =>
        evaluation.Measure(Acting, Function, episodes, length, goal, series);

    /// <summary>Rejects networks whose file would be too large to be read again.</summary>
    static void RequireReadable(NetworkShape shape)
    {
        var weights = 2L * new ParameterLayout(shape).Count;             // the value network is as wide, with one output
        var most = (PolicySource.MaxBytes - (1 << 20)) / sizeof(float);
        if (weights > most)
            throw new ArgumentException(
                $"Ppo.Hidden [{string.Join(", ", shape.Hidden)}] makes networks of {weights} weights for {shape.Inputs} numbers of an observation, but the file of a policy has room for {most}: choose fewer or narrower layers.");
    }

    /// <summary>Makes one step of a simulation: the reward terms are known only then.</summary>
    static void LearnTerms(SimulationDriver driver, int seed)
    {
        try
        {
            var random = Policy.Random(seed);
            random.Prepare(driver.Schema);
            driver.Begin();
            var values = new float[driver.Schema.Observations.Size];
            for (var agent = 0; agent < driver.Agents; agent++)
            {
                var observation = driver.ObserveByName(agent, values);
                driver.Act(agent, random.Decide(new(in observation, values, driver.Mask(agent), agent)));
            }
            driver.Advance();
        }
        catch (Exception exception) when (exception is not SimulationException)
        {
            throw driver.Explain(exception);
        }
    }

    void Normalize()
    {
        Acting.Normalize(buffer.Observations, buffer.Tracks * buffer.Steps);
        foreach (var lane in Lanes)
            Acting.Normalize(lane.TailObservations, lane.TailRows.Count);
    }

    EpisodeSummary CountEpisodes()
    {
        var summary = new EpisodeSummary(Schema.Rewards!.Names.Length);
        for (var lane = 0; lane < Lanes.Length; lane++)
            for (var (i, finished) = (0, Lanes[lane].Finished); i < finished.Count; i++)
            {
                var reward = beganUnbalanced[lane] ? Function.Combine(finished.Terms(i, summary.Terms.Length)) : finished.Reward(i);
                beganUnbalanced[lane] = false;
                Recent.Add(reward);
                Exploration.Add(lane, finished.Reward(i));
                summary.Add(finished, i, reward);
            }
        Truncated += Lanes.Sum(lane => lane.Finished.Truncated);
        summary.Divide();
        return summary;
    }

    /// <summary>The first episodes were rewarded before anything was known of the size of the terms: their figures in
    /// the unit of all later ones.
    /// What was learnt from them does not change.</summary>
    EpisodeSummary InBalancedUnits()
    {
        var summary = new EpisodeSummary(Schema.Rewards!.Names.Length);
        List<double> rewards = [];
        foreach (var finished in Lanes.Select(lane => lane.Finished))
            for (var i = 0; i < finished.Count; i++)
            {
                rewards.Add(Function.Combine(finished.Terms(i, summary.Terms.Length)));
                summary.Add(finished, i, rewards[^1]);
            }
        Recent.Replace(rewards);
        summary.Divide();
        return summary;
    }

    IterationRow NewRow(EpisodeSummary episodes, float rate)
    {
        var any = episodes.Count > 0;
        return new()
        {
            Iteration = History.Count + 1, Steps = Steps, Episodes = Recent.Count,
            RewardMean = any ? episodes.Reward : null, RewardMin = any ? episodes.Lowest : null, RewardMax = any ? episodes.Highest : null,
            LengthMean = any ? episodes.Length : null,
            Terms = any ? Schema.Rewards!.Names.Zip(episodes.Terms).ToDictionary(pair => pair.First, pair => pair.Second) : new(),
            Entropy = Learner.PolicyMeans.Entropy, Kl = Learner.PolicyMeans.Kl, ClipFraction = Learner.PolicyMeans.Clipped,
            PolicyLoss = Learner.PolicyMeans.Loss, ValueLoss = Learner.ValueError, ExplainedVariance = Learner.ExplainedVariance(),
            LearningRate = rate, StepsPerSecond = Steps / Math.Max(Elapsed.TotalSeconds, 1e-9), Seconds = Elapsed.TotalSeconds,
        };
    }
}
