using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Plays evaluation episodes of the greedy policy, or of a baseline, in separate simulations: always the same
/// episodes, shared among the threads (docs/ppo.md 25).</summary>
internal sealed class GreedyEvaluation
{
    /// <summary>Fewest and most episodes by which a policy is judged during a training.</summary>
    public const int Least = 20, Most = 100;

    /// <summary>Most episodes by which policies are compared at its end.</summary>
    public const int MostAtEnd = 400;

    const int FirstEpisodes = 4, Round = 8;

    readonly Player[] players;
    readonly WorkerThreads workers;
    readonly Func<bool> isStopped;
    readonly double[] rewards = new double[MostAtEnd], own = new double[MostAtEnd];
    readonly int[] lengths = new int[MostAtEnd];
    readonly double[][] limited = new double[MostAtEnd][];               // [episodes][limits] what is limited
    readonly Action<int> play;
    readonly LimitWeights? limits;
    readonly bool isSum;
    BaselineActions? baseline;
    bool isDrawn;
    Func<bool> isEnded;                                                  // before the next step
    int first, end;
    int mostSteps;
    long offset;

    /// <param name="simulations">One for each thread.</param>
    /// <param name="schema">What they look like.</param>
    /// <param name="workers">All threads.</param>
    /// <param name="policy">Acts greedily.</param>
    /// <param name="function">Makes a reward of the terms.</param>
    /// <param name="selection">[inputs] positions in the flat observation; null for all of it.</param>
    /// <param name="scaling">From network units to actions.</param>
    /// <param name="seed">Of the episodes.</param>
    /// <param name="isStopped">Whether to end before the next step.</param>
    /// <param name="limits">What is limited; null for nothing.</param>
    public GreedyEvaluation(
        Simulation[] simulations, SimulationSchema schema, WorkerThreads workers, BehaviorPolicy policy, RewardFunction function,
        int[]? selection, ActionScaling scaling, long seed, Func<bool> isStopped, LimitWeights? limits)
    {
        (this.workers, this.isStopped, this.limits, isSum) = (workers, isStopped, limits, function.IsSum);
        isEnded = isStopped;
        players = [.. simulations.Select(simulation => new Player(simulation, schema, policy, function, selection, scaling, seed, limits))];
        play = Play;
    }

    /// <summary>Plays the greedy policy; only the first few episodes if those already fall short of the goal.</summary>
    /// <param name="episodes"><see cref="Least"/> .. <see cref="MostAtEnd"/>.</param>
    /// <param name="length">Mean length of the training's own episodes: one that lasts ten times as long (and 1 000
    /// steps) is broken off, since a bad policy may run to MaxSteps.</param>
    /// <param name="goal">Mean reward below which the first few episodes suffice; -∞ to play all.</param>
    /// <param name="series">Which episodes: those of one series are the same every time.</param>
    /// <returns>The episodes played; complete if all were played to the end that they were given.</returns>
    public EvaluationEpisodes Measure(int episodes, double length, double goal = double.NegativeInfinity, int series = 0)
    {
        Begin(null, length, series);
        Play(0, FirstEpisodes);
        var isEnough = rewards.Take(FirstEpisodes).Average() >= goal;
        if (isEnough)
            Play(FirstEpisodes, episodes);
        return Played(isEnough ? episodes : FirstEpisodes, isEnough && !isStopped());
    }

    /// <summary>Plays the greedy policy under limits: few episodes where they show that a limit is broken, many where
    /// it is close; in rounds that double.</summary>
    /// <param name="usual">Episodes that tell the reward of a policy that keeps the limits; at least
    /// <see cref="Least"/>.</param>
    /// <param name="most">At most; up to <see cref="MostAtEnd"/>.</param>
    /// <param name="length">As in <see cref="Measure"/>.</param>
    public EvaluationEpisodes MeasureLimits(int usual, int most, double length)
    {
        Begin(null, length, series: 0);
        var played = 0;
        do
            Play(played, played = Math.Min(played == 0 ? Least : 2 * played, most));
        while (played < most && !isStopped() && limits!.Told(limited.AsSpan(0, played)) switch
        {
            null => true,
            true => played < usual,
            false => false,
        });
        return Played(played, !isStopped());
    }

    /// <summary>Plays the policy as it is trained: with actions that it draws.</summary>
    /// <inheritdoc cref="Measure"/>
#pragma warning disable CS1573 // the parameters are inherited
    public EvaluationEpisodes MeasureDrawn(int episodes, double length, int series)
    {
        Begin(null, length, series);
        isDrawn = true;
        Play(0, episodes);
        return Played(episodes, !isStopped());
    }
#pragma warning restore CS1573

    /// <summary>Plays a baseline in the episodes of a series, as many of them as the steps pay for.</summary>
    /// <param name="actions">What is done in place of what the policy would do.</param>
    /// <param name="episodes">At most; 1 .. <see cref="MostAtEnd"/>.</param>
    /// <param name="length">As in <see cref="Measure"/>.</param>
    /// <param name="series">Which episodes.</param>
    /// <param name="isOver">Whether to end before the next step, as the training's own stop does.</param>
    /// <param name="budget">Steps after which no further episodes are begun.</param>
    /// <returns>The episodes played; complete if there was time for all that the steps pay for.</returns>
    public EvaluationEpisodes Play(
        BaselineActions actions, int episodes, double length, int series, Func<bool> isOver, long budget = long.MaxValue)
    {
        Begin(actions, length, series);
        isEnded = () => isStopped() || isOver();
        var (played, steps) = (0, 0L);
        while (played < episodes && !isEnded() && (played == 0 || steps + steps / played * Round <= budget))
        {
            Play(played, played = Math.Min(played + Round, episodes));
            steps = lengths.Take(played).Sum(made => (long)made);
        }
        return Played(played, played > 0 && !isEnded());
    }

    void Begin(BaselineActions? actions, double length, int series)
    {
        (baseline, isDrawn, offset, isEnded) = (actions, false, (long)series * Most, isStopped);
        mostSteps = (int)Math.Clamp(10 * length, 1_000, int.MaxValue);
    }

    EvaluationEpisodes Played(int count, bool isComplete)
    {
        EvaluationEpisodes played = new(rewards[..count], lengths[..count], isComplete)
        {
            Limited = limited[..count],
            Excess = limits is null ? 0 : isComplete ? limits.Excess(limited.AsSpan(0, count)) : double.PositiveInfinity,
        };
        return isSum ? played : played with { Own = own[..count] };
    }

    void Play(int from, int to)
    {
        (first, end) = (from, to);
        workers.Run(play);
    }

    void Play(int worker)
    {
        for (var episode = first + worker; episode < end && !isEnded(); episode += workers.Threads)
            (rewards[episode], own[episode], lengths[episode], limited[episode]) =
                players[worker].Play(offset + episode, mostSteps, baseline, isDrawn, isEnded);
    }

    sealed class Player : IEpisodePlayer
    {
        readonly SimulationDriver driver;
        readonly BehaviorPolicy policy;
        readonly RewardFunction function;
        readonly RandomStream random, draws;
        readonly long seed;
        readonly int[]? selection;
        readonly ActionScaling scaling;
        readonly float[] raw, seen, mask;
        readonly int[] choices;
        readonly float[] reals;
        readonly AgentBuffers[] buffers;
        readonly ExplorationNoise noise;
        readonly Workspace workspace;
        readonly EpisodeRewards? rewards;
        readonly LimitWeights? limits;
        readonly EpisodeMetrics? metrics;
        readonly double[] termSums;
        double reward, own;
        int mostSteps;
        BaselineActions? baseline;
        bool isDrawn;
        Func<bool> isStopped = () => false;

        public Player(
            Simulation simulation, SimulationSchema schema, BehaviorPolicy policy, RewardFunction function, int[]? selection,
            ActionScaling scaling, long seed, LimitWeights? limits)
        {
            (this.policy, this.function, this.seed, this.selection, this.scaling) = (policy, function, seed, selection, scaling);
            random = new(seed, RandomStreams.Evaluation(0));
            draws = new(seed, RandomStreams.ActionsOfChance(0));
            driver = new(simulation, random, schema);
            this.limits = limits;
            rewards = EpisodeRewards.For(driver, function, limits);
            metrics = limits is { HasMetrics: true } ? new(driver) : null;
            termSums = new double[schema.Rewards!.Names.Length];
            raw = new float[schema.Observations.Size];
            seen = new float[policy.Inputs];
            mask = new float[schema.HasMask ? schema.Actions.Logits : 0];
            choices = new int[schema.Actions.Heads.Length];
            reals = new float[schema.Actions.Reals];
            noise = new(schema.Actions.Reals);
            buffers = [.. Enumerable.Range(0, schema.Agents).Select(agent => new AgentBuffers(schema.PlacesOf(agent), schema.HasKinds))];
            workspace = policy.NewWorkspace(1);
        }

        public (double Reward, double Own, int Length, double[] Limited) Play(
            long episode, int mostSteps, BaselineActions? baseline, bool isDrawn, Func<bool> isStopped)
        {
            (reward, own) = (0, 0);
            (this.mostSteps, this.baseline, this.isDrawn, this.isStopped) = (mostSteps, baseline, isDrawn, isStopped);
            random.Restart(seed, RandomStreams.Evaluation(episode));
            draws.Restart(seed, RandomStreams.ActionsOfChance(episode));
            driver.Play(this);
            return (reward, own, driver.Step, limits?.Values(termSums, metrics is null ? [] : metrics.Means) ?? []);
        }

        public bool Decide(SimulationDriver driver)
        {
            if (driver.Step == 0)
                Begin();
            for (var agent = 0; agent < driver.Agents; agent++)
                if (driver.Decides(agent))
                    Decide(agent);
            return true;
        }

        public bool Observe(SimulationDriver driver)
        {
            for (var agent = 0; agent < driver.Agents && !function.IsSum; agent++)
                if (driver.TookPart(agent))
                    foreach (var term in driver.Rewards(agent))
                        own += term;
            for (var agent = 0; agent < driver.Agents; agent++)
                if (driver.TookPart(agent) && rewards is null)
                    reward += function.Combine(driver, agent);
                else if (driver.TookPart(agent))
                    rewards!.Of(agent, driver.Decides(agent) || driver.EndingOf(agent) != Ending.None, termSums, ref reward);
            var goesOn = driver.Step < mostSteps && !isStopped();
            metrics?.Read(isOver: driver.Ending != Ending.None || !goesOn);
            return goesOn;
        }

        void Begin()
        {
            rewards?.Begin();
            metrics?.Begin();
            Array.Clear(termSums);
        }

        void Decide(int agent)
        {
            var actions = driver.Schema.Actions;
            driver.Observe(agent, raw);
            for (var i = 0; i < seen.Length; i++)
                seen[i] = raw[selection is null ? i : selection[i]];
            if (driver.Schema.HasKinds && mask.Length > 0)
                driver.Schema.PlacesOf(agent).Spread(driver.Mask(agent), mask, 0, ActionSampler.Forbidden);
            else if (driver.Mask(agent) is { } allowed)
                for (var i = 0; i < mask.Length; i++)
                    mask[i] = allowed[i] ? 0 : ActionSampler.Forbidden;
            if (baseline is not null)
                baseline.Choose(actions, scaling, mask, draws, choices, reals);
            else
            {
                policy.Decide(seen, 1, workspace);
                if (isDrawn)
                    ActionSampler.Draw(
                        actions, workspace.Outputs, workspace.RowStride, 0, mask, policy.LogStd, draws, noise.Next(draws, 0), choices,
                        reals);
                else
                    ActionSampler.Best(actions, workspace.Outputs, workspace.RowStride, 0, mask, choices, reals);
            }
            driver.Decided(agent, buffers[agent].ToAction(actions, scaling, choices, reals));
        }
    }
}
