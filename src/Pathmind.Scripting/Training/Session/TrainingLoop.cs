using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>One training under way: warm-up, then iterations of rollout and update, by any algorithm. Between two
/// iterations a <see cref="Checkpoint"/> can write all of it down.</summary>
internal sealed class TrainingLoop : IDisposable
{
    readonly WorkerThreads workers;
    readonly WorkerThreads? rolloutThreads;
    readonly WorkDealer? dealer;
    readonly IRolloutSource collector;
    readonly Func<bool> isStopped;
    bool hasDecided;

    /// <summary>[environment] whether its episode began with rewards in the raw unit, before their terms were
    /// balanced.</summary>
    readonly bool[] beganUnbalanced;

    /// <param name="create">Makes an instance; called for each simulation that runs side by side, and for each thread
    /// that evaluates policies.</param>
    /// <param name="options">What to train.</param>
    /// <param name="algorithm">How to learn.</param>
    /// <param name="clock">For the figures of speed and the time limit.</param>
    /// <param name="cancellation">Ends the training at the next turn of a simulation.</param>
    /// <param name="evaluationSeed">Of the episodes that judge policies; null for that of the options.</param>
    /// <param name="chooses">Whether the time of a step may decide for another algorithm.</param>
    /// <param name="from">What it is to be restored from; null for nothing.</param>
    /// <exception cref="ArgumentException">Options out of range, or names that the simulation does not
    /// have.</exception>
    /// <exception cref="SimulationException">A simulation threw or broke a rule at its first Reset or step.</exception>
    public TrainingLoop(
        Func<Simulation> create, TrainingOptions options, Algorithm algorithm, TimeProvider clock, CancellationToken cancellation,
        int? evaluationSeed = null, bool chooses = false, Checkpoint? from = null)
    {
        options.Validate();
        TrainingModel model = new(create(), options);
        var schema = model.Schema;
        State = new(options, schema, model.Inputs, model.First.MaxSteps, clock);
        var plan = State.Plan;
        var isDealt = options.Host is not null;                          // but for those that show what they are, simulations are elsewhere
        Simulation[] others = [.. Enumerable.Range(1, isDealt ? 0 : plan.Simulations - 1).Select(_ => create())];
        Simulation[] players = [.. Enumerable.Range(0, isDealt ? 1 : plan.RolloutThreads).Select(_ => create())];
        // in one the teacher is imitated, in the other one it is judged
        Simulation[] ofTeacher = [.. Enumerable.Range(0, options.StartFrom?.Policy is null ? 0 : 2).Select(_ => create())];
        State.Goals = model.Goals;                                       // all are made before the first step of any
        model.Complete();
        (State.Goals, Function, State.Limits) = (model.Goals, model.Function, model.Limits);
        if (chooses && AlgorithmChoice.IsOpen(options, algorithm))
        {
            var step = StepPace.Measure(players[0], options.Seed, () => cancellation.IsCancellationRequested);
            algorithm = AlgorithmChoice.For(options, step, schema.Agents);
            Choice = AlgorithmChoice.InWords(algorithm, schema.Simulation, options, plan, step);
        }
        if (options.OfAlgorithm.MayDiscountByTime)
            State.Pace = from?.Pace ?? new(DecisionPace.UnevenMean(players[0], options, clock, cancellation));
        State.Follow(hasOneUnit: !Function.IsBalanced);
        var dealt = isDealt ? DealtEnvironment.All(plan.Simulations, options.Seed, State.Limits) : null;
        TrainingEnvironment[] own = isDealt
            ? [] : [model.NewFirst(), .. others.Select((simulation, i) => model.NewEnvironment(i + 1, simulation))];
        Environments = [.. dealt ?? own.Cast<IEnvironment>()];
        beganUnbalanced = new bool[Environments.Length];
        workers = new(plan.Threads);
        try
        {
            Algorithm = algorithm;
            Learner = algorithm.Create(
                new(
                    options, plan.Simulations, schema.Agents, model.NumbersSeen, schema.Actions, schema.NeedsMask, workers,
                    Array.Exists(schema.Places, places => places.Presence is not null), State.Pace?.UnevenMean));
            isStopped = () => cancellation.IsCancellationRequested || State.Elapsed >= options.Time;
            var judge = evaluationSeed ?? options.Seed;
            if (dealt is not null)
            {
                var setup = RolloutSetup.Of(options, Learner, plan.Simulations, judge).ToBytes();
                var display = options.Display ?? Display.Current;
                dealer = new(options.Host!, setup, () => BehaviorOf(model), line => display.Show(new TextLine(line)));
                collector = new DealtRollouts(dealer, dealt, isStopped);
                Evaluation = new(new DealtPlayers(dealer), isStopped, State.Limits, Function.IsSum);
            }
            else
            {
                rolloutThreads = plan.RolloutThreads == plan.Threads ? workers : new(plan.RolloutThreads);
                collector = new RolloutCollector(own, rolloutThreads, Function, Learner.Policy, clock, isStopped);
                EvaluationPlayer[] judges = [.. players.Select(simulation => model.NewPlayer(simulation, Learner.Policy, judge))];
                Evaluation = new(new ThreadPlayers(judges, rolloutThreads), isStopped, State.Limits, Function.IsSum);
            }
            GreedyEvaluation? teacher = null;
            if (options.StartFrom is { } startFrom)
            {
                if (!Learner.CanImitate)
                    throw new ArgumentException($"StartFrom is given, but {algorithm.Name} cannot imitate: leave Algorithm out.");
                Imitation = new(model, ofTeacher.FirstOrDefault(), options, Learner);
                if (startFrom.Policy is not null)
                    teacher = new(
                        new OnePlayer(model.NewPlayer(ofTeacher[1], startFrom, Learner.Policy, judge), startFrom.Policy.Exclusive),
                        isStopped, State.Limits, Function.IsSum);
            }
            Best = new(State, Learner, Evaluation, teacher);
        }
        catch
        {
            Learner?.Dispose();
            DisposeWorkers();
            throw;
        }
    }

    public TrainingState State { get; }

    /// <summary>How it learns.</summary>
    public Algorithm Algorithm { get; }

    /// <summary>Why that was chosen, in words; null if the options ask for it.</summary>
    public string? Choice { get; }

    public ILearner Learner { get; }

    public IEnvironment[] Environments { get; }

    public RewardFunction Function { get; }

    /// <inheritdoc cref="IRolloutSource.StepTime"/>
    public TimeSpan StepTime => collector.StepTime;

    public BestPolicy Best { get; }

    /// <summary>How it starts from a teacher; null for from chance.</summary>
    public Imitation? Imitation { get; }

    /// <summary>Steps at the last <see cref="Cut"/>; 0 before it.</summary>
    public long CutAt { get; private set; }

    /// <summary>Plays greedy episodes of the policy as it is.</summary>
    public GreedyEvaluation Evaluation { get; }

    public void Dispose()
    {
        Learner.Dispose();
        DisposeWorkers();
    }

    void DisposeWorkers()
    {
        dealer?.Dispose();
        if (rolloutThreads != workers)
            rolloutThreads?.Dispose();
        workers.Dispose();
    }

    /// <summary>What workers must know to act and to reward as this training does now.</summary>
    byte[] BehaviorOf(TrainingModel model) =>
        WorkerMessages.Of(WorkerMessage.Behavior, writer => model.TransferBehavior(writer, Learner.Policy));

    /// <summary>Starts all simulations and lets the untrained policy play blind for a moment, if the learner wants to
    /// know what the simulation's numbers look like before the first iteration.</summary>
    /// <param name="onImitated">Told what is imitated, at every step: the teacher's name, decisions made, and the steps
    /// that they took.</param>
    /// <returns>False if it was stopped.</returns>
    public bool WarmUp(Action<string, int, long>? onImitated = null)
    {
        foreach (var environment in Environments)
            environment.Start(Environments.Length);
        if (Imitation is not null)
            return Imitate(onImitated);
        if (Learner.WarmUpSteps == 0)
            return true;
        Learner.Policy.Blind = true;
        var complete = Collect(Learner.WarmUpSteps);
        Learner.Policy.Blind = false;
        if (!complete)
            return false;
        Learner.WarmUp();
        _ = CountEpisodes();
        return true;
    }

    bool Imitate(Action<string, int, long>? onImitated)
    {
        var goesOn = Imitation!.Run(
            State.Plan.Steps, () => State.Options is { Steps: null, Time: not null } ? State.Progress : 0, isStopped, onImitated,
            () =>
            {
                State.Steps = Imitation.Steps;                           // how many there will be is told by them
                return Best.IsImitationWorse(Imitation.EpisodeLength ?? State.MaxSteps);
            });
        State.Steps = Imitation.Steps;
        if (!goesOn)
        {
            if (Imitation.Decisions > 0)
                Best.KeepUnjudged();
            return false;
        }
        State.ImitatedLength = Imitation.EpisodeLength ?? State.MaxSteps;
        Best.Begin(State.ImitatedLength.Value);
        return true;
    }

    /// <summary>One iteration: a rollout and the update from it; adds its row to the history.</summary>
    /// <returns>False if it was stopped during the rollout: then nothing was learnt from it.</returns>
    public bool Iterate()
    {
        if (!Collect(Learner.BeginRollout(State.Steps, State.Progress)))
            return false;
        var episodes = CountEpisodes();
        var figures = Learner.Learn(State.Progress);
        State.Limits?.Adapt();
        if (episodes.Count > 0)
            Function.Balance(episodes.Terms);
        if (Function.IsBalanced && episodes.Count > 0 && State.EpisodeLength is null)
        {
            episodes = InBalancedUnits();
            Array.Fill(beganUnbalanced, true);
        }
        State.History.Add(IterationRows.Of(State, episodes, figures));
        State.Curve.EndIteration(State.Steps);
        return true;
    }

    /// <summary>Cuts all episodes under way, so that nothing but what a checkpoint holds decides how training goes
    /// on.</summary>
    public void Cut()
    {
        Learner.Cut();
        State.Agents.Cut();
        Array.Clear(beganUnbalanced);
        foreach (var environment in Environments)
            environment.Start(Environments.Length);
        CutAt = State.Steps;
    }

    bool Collect(int steps)
    {
        if (!collector.Collect(Learner.Rollout, steps))
            return false;
        State.Steps += (long)Environments.Length * steps;
        hasDecided |= Learner.Rollout.RowCount > 0;
        if (!hasDecided && State.Steps >= 2L * State.MaxSteps * Environments.Length)
            throw new ArgumentException(
                $"No agent of {State.Schema.Simulation} needed a decision in {Counted.Of(State.Steps, "step")}, so there is nothing to "
                + "learn: NeedsDecision must be true when an agent must decide.");
        State.Agents.Follow(Learner.Rollout, State.Curve);
        return true;
    }

    EpisodeSummary CountEpisodes()
    {
        var summary = NewSummary();
        for (var environment = 0; environment < Environments.Length; environment++)
            for (var (i, finished) = (0, Environments[environment].Finished); i < finished.Count; i++)
            {
                var reward = beganUnbalanced[environment]
                    ? Function.Combine(finished.Terms(i, summary.Terms.Length)) : finished.Reward(i);
                beganUnbalanced[environment] = false;
                State.Recent.Add(reward);
                State.Curve.AddEpisode(reward, finished.Length(i), finished.Terms(i, summary.Terms.Length));
                State.AddEpisode(
                    reward, finished.Length(i), finished.Terms(i, summary.Terms.Length), finished.Metrics(i, summary.Metrics.Length));
                Learner.EndEpisode(environment, finished.Reward(i));
                summary.Add(finished, i, reward);
            }
        State.Truncated += Environments.Sum(environment => environment.Finished.Truncated);
        summary.Divide();
        return summary;
    }

    /// <summary>The first episodes were rewarded before anything was known of the size of the terms: their figures in
    /// the unit of all later ones. What was learnt from them does not change.</summary>
    EpisodeSummary InBalancedUnits()
    {
        var summary = NewSummary();
        List<double> rewards = [];
        foreach (var finished in Environments.Select(environment => environment.Finished))
            for (var i = 0; i < finished.Count; i++)
            {
                rewards.Add(Function.Combine(finished.Terms(i, summary.Terms.Length)));
                summary.Add(finished, i, rewards[^1]);
            }
        State.Recent.Replace(rewards);
        summary.Divide();
        return summary;
    }

    EpisodeSummary NewSummary() => new(State.Schema.Rewards!.Names.Length, State.Schema.Metrics!.Names.Length);
}
