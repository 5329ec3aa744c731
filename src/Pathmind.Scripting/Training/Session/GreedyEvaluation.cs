using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Plays evaluation episodes of the greedy policy, in separate simulations: always the same episodes, shared
/// among the threads (docs/ppo.md 25).</summary>
internal sealed class GreedyEvaluation
{
    /// <summary>Fewest and most episodes by which a policy is judged.</summary>
    public const int Least = 20, Most = 100;

    const int FirstEpisodes = 4;

    readonly Player[] players;
    readonly WorkerThreads workers;
    readonly Func<bool> isStopped;
    readonly double[] rewards = new double[Most];
    readonly int[] lengths = new int[Most];
    readonly Action<int> play;
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
    public GreedyEvaluation(
        Simulation[] simulations, SimulationSchema schema, WorkerThreads workers, BehaviorPolicy policy, RewardFunction function,
        int[]? selection, ActionScaling scaling, long seed, Func<bool> isStopped)
    {
        (this.workers, this.isStopped) = (workers, isStopped);
        players = [.. simulations.Select(simulation => new Player(simulation, schema, policy, function, selection, scaling, seed))];
        play = Play;
    }

    /// <summary>Plays episodes; only the first few if those already fall short of the goal.</summary>
    /// <param name="episodes"><see cref="Least"/> .. <see cref="Most"/>.</param>
    /// <param name="length">Mean length of the training's own episodes: one that lasts ten times as long (and 1 000
    /// steps) is broken off, since a bad policy may run to MaxSteps.</param>
    /// <param name="goal">Mean reward below which the first few episodes suffice; -∞ to play all.</param>
    /// <param name="series">Which episodes: those of one series are the same every time.</param>
    /// <returns>Mean reward of the episodes played, how many steps they took, and whether all were played to the end
    /// that they were given.</returns>
    public (double Reward, long Steps, bool IsComplete) Measure(
        int episodes, double length, double goal = double.NegativeInfinity, int series = 0)
    {
        offset = (long)series * Most;
        mostSteps = (int)Math.Clamp(10 * length, 1_000, int.MaxValue);
        Play(0, FirstEpisodes);
        if (Mean(FirstEpisodes) < goal)
            return (Mean(FirstEpisodes), Length(FirstEpisodes), false);
        Play(FirstEpisodes, episodes);
        return (Mean(episodes), Length(episodes), !isStopped());
    }

    void Play(int from, int to)
    {
        (first, end) = (from, to);
        workers.Run(play);
    }

    void Play(int worker)
    {
        for (var episode = first + worker; episode < end && !isStopped(); episode += workers.Threads)
            (rewards[episode], lengths[episode]) = players[worker].Play(offset + episode, mostSteps, isStopped);
    }

    double Mean(int episodes) => rewards.Take(episodes).Average();

    long Length(int episodes) => lengths.Take(episodes).Sum(length => (long)length);

    sealed class Player : IEpisodePlayer
    {
        readonly SimulationDriver driver;
        readonly BehaviorPolicy policy;
        readonly RewardFunction function;
        readonly RandomStream random;
        readonly long seed;
        readonly int[]? selection;
        readonly ActionScaling scaling;
        readonly float[] raw, seen, mask;
        readonly int[] choices;
        readonly float[] reals;
        readonly AgentBuffers[] buffers;
        readonly Workspace workspace;
        readonly EpisodeRewards? ofChange;
        double reward;
        int mostSteps;
        Func<bool> isStopped = () => false;

        public Player(
            Simulation simulation, SimulationSchema schema, BehaviorPolicy policy, RewardFunction function, int[]? selection,
            ActionScaling scaling, long seed)
        {
            (this.policy, this.function, this.seed, this.selection, this.scaling) = (policy, function, seed, selection, scaling);
            random = new(seed, RandomStreams.Evaluation(0));
            driver = new(simulation, random, schema);
            ofChange = EpisodeRewards.For(driver, function);
            raw = new float[schema.Observations.Size];
            seen = new float[policy.Inputs];
            mask = new float[schema.HasMask ? schema.Actions.Logits : 0];
            choices = new int[schema.Actions.Heads.Length];
            reals = new float[schema.Actions.Reals];
            buffers = [.. Enumerable.Range(0, schema.Agents).Select(agent => new AgentBuffers(schema.PlacesOf(agent), schema.HasKinds))];
            workspace = policy.NewWorkspace(1);
        }

        public (double Reward, int Length) Play(long episode, int mostSteps, Func<bool> isStopped)
        {
            (reward, this.mostSteps, this.isStopped) = (0, mostSteps, isStopped);
            random.Restart(seed, RandomStreams.Evaluation(episode));
            driver.Play(this);
            return (reward, driver.Step);
        }

        public bool Decide(SimulationDriver driver)
        {
            if (driver.Step == 0)
                ofChange?.Begin();
            for (var agent = 0; agent < driver.Agents; agent++)
                if (driver.Decides(agent))
                    Decide(agent);
            return true;
        }

        public bool Observe(SimulationDriver driver)
        {
            for (var agent = 0; agent < driver.Agents; agent++)
                if (driver.TookPart(agent))
                    reward += ofChange is null ? function.Combine(driver, agent)
                        : driver.Decides(agent) || driver.EndingOf(agent) != Ending.None ? ofChange.Since(agent) : 0;
            return driver.Step < mostSteps && !isStopped();
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
            policy.Decide(seen, 1, workspace);
            ActionSampler.Best(actions, workspace.Outputs, workspace.RowStride, 0, mask, choices, reals);
            driver.Decided(agent, buffers[agent].ToAction(actions, scaling, choices, reals));
        }
    }
}
