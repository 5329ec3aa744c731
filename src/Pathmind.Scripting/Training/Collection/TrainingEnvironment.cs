using System.Runtime.CompilerServices;
using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>One of the simulations that training runs side by side: its episode under way, its random streams, and what
/// its agents see now. Nothing in it depends on other environments, so results do not depend on which thread runs it or
/// when (docs/ppo.md 4).</summary>
/// <remarks>A step is <see cref="Prepare"/>, one forward pass for many environments, <see cref="Act"/>,
/// <see cref="Advance"/>.</remarks>
internal sealed partial class TrainingEnvironment : IEnvironment
{
    readonly SimulationDriver driver;
    readonly int number, place;
    readonly int[]? selection;
    readonly ActionScaling scaling;
    readonly float[] raw;
    readonly ObservationHistory seen;
    readonly float[] logStd;
    readonly int inputs;
    readonly OpenRows rows;
    readonly EpisodeClock clock;
    readonly AgentBuffers[] buffers;
    readonly ExplorationNoise[] noise;
    readonly double[] termSums;
    readonly EpisodeRewards? rewards;
    readonly EpisodeMetrics? metrics;
    readonly EpisodeTrace? trace;
    double episodeReward, secondsBefore;
    int cutAt = int.MaxValue;

    /// <param name="number">From 0; chooses the environment's stream of actions, and its rows of the buffer.</param>
    /// <param name="driver">The simulation, all its own.</param>
    /// <param name="chance">The stream behind <see cref="Simulation.Random"/>.</param>
    /// <param name="seed">Seed of the stream that draws actions.</param>
    /// <param name="selection">[inputs] positions in the flat observation; null for all of it.</param>
    /// <param name="scaling">From network units to actions.</param>
    /// <param name="seen">What the policy sees: the last observations of the agents.</param>
    /// <param name="rewards">Makes the rewards where the terms of a step alone do not; null otherwise.</param>
    /// <param name="metrics">Reads the metrics of an episode; null if the simulation has none.</param>
    /// <param name="trace">Writes down what was done, for an environment that runs alone in its buffers and may have to
    /// be made again elsewhere; null otherwise.</param>
    public TrainingEnvironment(
        int number, SimulationDriver driver, RandomStream chance, long seed, int[]? selection, ActionScaling scaling,
        ObservationHistory seen, EpisodeRewards? rewards = null, EpisodeMetrics? metrics = null, EpisodeTrace? trace = null)
    {
        (this.number, this.driver, this.selection, this.scaling) = (number, driver, selection, scaling);
        this.seen = seen;
        (this.trace, place) = (trace, trace is null ? number : 0);
        (this.rewards, this.metrics) = (rewards, metrics);
        Chance = chance;
        ActionDraws = new(seed, RandomStreams.Actions(number));
        raw = new float[driver.Schema.Observations.Size];
        inputs = seen.All.Length / driver.Agents;
        logStd = new float[driver.Schema.Actions.Reals];
        (rows, clock) = (new(place, driver.Agents), new(driver));
        var agents = Enumerable.Range(0, driver.Agents);
        buffers = [.. agents.Select(agent => new AgentBuffers(driver.Schema.PlacesOf(agent), driver.Schema.HasKinds))];
        termSums = new double[driver.Schema.Rewards!.Names.Length];
        noise = [.. agents.Select(_ => new ExplorationNoise(driver.Schema.Actions.Reals))];
    }

    /// <summary>What makes its coming step together with those of others; null for a simulation that makes its
    /// own.</summary>
    public IStepsTogether? Together => driver.Simulation.Together;

    /// <summary>The simulation, for <see cref="Together"/>.</summary>
    public Simulation Simulation => driver.Simulation;

    /// <summary>The stream behind <see cref="Simulation.Random"/>.</summary>
    public RandomStream Chance { get; }

    /// <summary>The stream that draws actions.</summary>
    public RandomStream ActionDraws { get; }

    /// <summary>Episodes that ended in this rollout.</summary>
    public EpisodeTally Finished { get; } = new();

    public int Agents => buffers.Length;

    public int Episode
    {
        get => driver.Episode;
        set => driver.Episode = value;
    }

    public SimulationException Explain(Exception exception) => driver.Explain(exception);

    /// <summary>Starts a new episode, abandoning the current one. The first is cut at its share of
    /// <see cref="Simulation.MaxSteps"/>: otherwise all environments of a simulation with episodes of fixed length
    /// would for ever be at the same point of theirs, and an iteration would see only that.</summary>
    /// <param name="environments">Number of simulations side by side.</param>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public void Start(int environments)
    {
        Start();
        cutAt = number == environments - 1 ? int.MaxValue : Math.Max(1, (int)((long)driver.MaxSteps * (number + 1) / environments));
    }

    /// <summary>Starts a new episode that is not cut, abandoning the current one.</summary>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public void Start()
    {
        try
        {
            Begin();
        }
        catch (Exception exception) when (exception is not SimulationException)
        {
            throw driver.Explain(exception);
        }
    }

    /// <summary>Begins a rollout.</summary>
    /// <param name="buffer">Empty; receives the rows whose rewards were not complete at the end of the last
    /// rollout.</param>
    public void BeginRollout(RolloutBuffer buffer)
    {
        Finished.Clear();
        rows.Restore(buffer);
    }

    /// <summary>Writes what the agents that decide see into their rows of the buffer and, one after the other, into the
    /// batch.</summary>
    /// <param name="buffer">Receives observations and masks.</param>
    /// <param name="batch">[rows, inputs] receives the observations.</param>
    /// <returns>Number of agents that decide; may be 0.</returns>
    public int Prepare(RolloutBuffer buffer, Span<float> batch)
    {
        if (buffer.Discounts is not null)
            secondsBefore = clock.Read();
        var deciding = 0;
        for (var agent = 0; agent < Agents; agent++)
        {
            if (!driver.Decides(agent))
                continue;
            var row = rows.Row(buffer, agent);
            rows.Open(agent, secondsBefore);
            var now = seen.Of(agent);
            RowCopy.Copy(now, buffer.Observation(row));
            RowCopy.Copy(now, batch[(deciding++ * inputs)..]);
            if (buffer.Masks is { } masks)
                ReadMask(agent, masks.AsSpan(row * buffer.Actions.Logits, buffer.Actions.Logits));
        }
        return deciding;
    }

    /// <summary>Draws an action for every agent that decides and hands it to the simulation.</summary>
    /// <param name="buffer">Receives actions and log-probabilities.</param>
    /// <param name="outputs">Of the policy network, column-major.</param>
    /// <param name="stride">Distance of two columns.</param>
    /// <param name="first">Row of the first deciding agent in the outputs.</param>
    /// <param name="policy">Deviations of continuous actions and correlation of their noise.</param>
    /// <returns>Number of agents that decide.</returns>
    public int Act(RolloutBuffer buffer, ReadOnlySpan<float> outputs, int stride, int first, BehaviorPolicy policy)
    {
        var actions = buffer.Actions;
        var deciding = 0;
        for (var agent = 0; agent < Agents; agent++)
        {
            if (!driver.Decides(agent))
                continue;
            var row = rows.Row(buffer, agent);
            var choices = buffer.Choices.AsSpan(row * actions.Heads.Length, actions.Heads.Length);
            var reals = buffer.Reals.AsSpan(row * actions.Reals, actions.Reals);
            var mask = buffer.Masks is { } masks ? masks.AsSpan(row * actions.Logits, actions.Logits) : default;
            var normal = noise[agent].Next(ActionDraws, policy.NoiseCorrelationIn(number));
            buffer.LogProbabilities[row] = ActionSampler.Draw(
                actions, outputs, stride, first + deciding, mask, policy.LogStdOf(actions, outputs, stride, first + deciding++, logStd),
                ActionDraws, normal, choices, reals, Presence(buffer, agent, row));
            trace?.Add(choices, reals);
            driver.Act(agent, buffers[agent].ToAction(actions, scaling, choices, reals));
        }
        return deciding;
    }

    /// <summary>Makes a step; a finished episode is counted and the next one begun.</summary>
    /// <param name="buffer">Receives reward and ending of the rows that this step completes.</param>
    /// <param name="function">Makes a reward of the terms.</param>
    /// <param name="isLast">Whether the rollout ends with this step.</param>
    public void Advance(RolloutBuffer buffer, RewardFunction function, bool isLast)
    {
        var ending = driver.Advance();
        var isCut = ending == Ending.None && driver.Step >= cutAt;
        if (isCut)
            ending = Ending.Truncated;
        var secondsAfter = buffer.Discounts is null ? 0 : clock.Read();
        for (var agent = 0; agent < Agents; agent++)
            if (driver.TookPart(agent))
                Record(agent, driver.IsDone(agent) ? driver.EndingOf(agent) : ending, buffer, function, secondsAfter, isLast);
        metrics?.Read(isOver: ending != Ending.None);
        trace?.EndStep();
        if (ending == Ending.None)
        {
            if (isLast)
                rows.Keep(buffer);
            return;
        }
        if (!isCut)
            Finished.Add(episodeReward, driver.Step, termSums, ending, metrics is null ? [] : metrics.Means);
        Begin();
    }

    void Begin()
    {
        trace?.Begin(Chance, Episode);
        driver.Begin();
        rewards?.Begin();
        metrics?.Begin();
        (episodeReward, cutAt) = (0, int.MaxValue);
        Array.Clear(termSums);
        rows.Clear();
        clock.Restart();
        seen.Begin();
        for (var agent = 0; agent < Agents; agent++)
        {
            if (driver.Decides(agent))
                Observe(agent);
            noise[agent].Restart();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Record(int agent, Ending ending, RolloutBuffer buffer, RewardFunction function, double secondsAfter, bool isLast)
    {
        var (decidesNext, isClosed) = (driver.Decides(agent), false);
        var reward = rewards is null
            ? OfStep(agent, function)
            : rewards.Of(agent, decidesNext || ending != Ending.None, termSums, ref episodeReward);
        var row = rows.Row(buffer, agent);
        if (rows.IsOpen(agent))                                          // else it has not decided yet in this episode
        {
            rows.Add(buffer, agent, reward, secondsBefore);
            if (isClosed = decidesNext || ending != Ending.None)
                rows.Close(buffer, agent, ending, secondsAfter);
        }
        if (ending == Ending.Terminated || !(decidesNext || isClosed))
            return;
        Observe(agent);
        if (!isClosed || (ending != Ending.Truncated && !isLast))
            return;
        var mask = buffer.Tails[place].Add(row, seen.Of(agent));
        if (buffer.HasNextMasks)
            ReadMask(agent, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    double OfStep(int agent, RewardFunction function)
    {
        var terms = driver.Rewards(agent);
        for (var i = 0; i < terms.Length; i++)
            termSums[i] += terms[i];
        var reward = function.Combine(driver, agent);
        episodeReward += reward;
        return reward;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Observe(int agent)
    {
        var now = seen.Next(agent);
        if (selection is null)
            driver.Observe(agent, now);
        else
        {
            driver.Observe(agent, raw);
            for (var i = 0; i < selection.Length; i++)
                now[i] = raw[selection[i]];
        }
        seen.Complete(agent);
    }

    /// <summary>Writes into the row which real numbers the agent has; empty if every agent has all.</summary>
    ReadOnlySpan<float> Presence(RolloutBuffer buffer, int agent, int row)
    {
        if (buffer.Presence is not { } all)
            return default;
        var own = all.AsSpan(row * buffer.Actions.Reals, buffer.Actions.Reals);
        if (driver.Schema.PlacesOf(agent).Presence is { } presence)
            presence.CopyTo(own);
        else
            own.Fill(1);
        return own;
    }

    void ReadMask(int agent, Span<float> destination)
    {
        if (driver.Schema.HasKinds)
        {
            driver.Schema.PlacesOf(agent).Spread(driver.Mask(agent), destination, 0, ActionSampler.Forbidden);
            return;
        }
        var mask = driver.Mask(agent)!;
        for (var i = 0; i < destination.Length; i++)
            destination[i] = mask[i] ? 0 : ActionSampler.Forbidden;
    }
}
