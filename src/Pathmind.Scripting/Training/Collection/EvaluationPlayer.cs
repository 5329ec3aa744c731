using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Plays evaluation episodes in a simulation of its own: what an episode gives depends on its number and the
/// policy alone (docs/ppo.md 25).</summary>
internal sealed class EvaluationPlayer : IEpisodePlayer
{
    readonly SimulationDriver driver;
    readonly BehaviorPolicy policy;
    readonly RewardFunction function;
    readonly RandomStream random, draws;
    readonly long seed;
    readonly int[]? selection;
    readonly ActionScaling scaling;
    readonly float[] raw, seen, mask;
    readonly ObservationHistory history;
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

    public EvaluationPlayer(
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
        var size = selection?.Length ?? raw.Length;
        history = new(schema.Agents, size, (seen.Length - policy.Memory) / size, policy.Memory);
        mask = new float[schema.HasMask ? schema.Actions.Logits : 0];
        choices = new int[schema.Actions.Heads.Length];
        reals = new float[schema.Actions.Reals];
        noise = new(schema.Actions.Reals);
        buffers = [.. Enumerable.Range(0, schema.Agents).Select(agent => new AgentBuffers(schema.PlacesOf(agent), schema.HasKinds))];
        workspace = policy.NewWorkspace(1);
    }

    /// <summary>Decides in place of the policy; null for the policy.</summary>
    public IEpisodePlayer? Actor { get; init; }

    /// <summary>The simulation, to ask from another thread where it is.</summary>
    public SimulationDriver Driver => driver;

    /// <param name="order">How it is played.</param>
    /// <param name="number">Which of its episodes.</param>
    /// <param name="isStopped">Whether to end before the next step.</param>
    public EpisodeFigures Play(EvaluationOrder order, int number, Func<bool> isStopped)
    {
        var episode = order.Offset + number;
        (reward, own) = (0, 0);
        (mostSteps, baseline, isDrawn, this.isStopped) = (order.MostSteps, order.Baseline, order.IsDrawn, isStopped);
        random.Restart(seed, RandomStreams.Evaluation(episode));
        draws.Restart(seed, RandomStreams.ActionsOfChance(episode));
        driver.Play(this);
        return new(reward, own, driver.Step, limits?.Values(termSums, metrics is null ? [] : metrics.Means) ?? []);
    }

    public bool Decide(SimulationDriver driver)
    {
        if (driver.Step == 0)
            Begin();
        if (Actor is not null)
            return Actor.Decide(driver);
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
        history.Begin();
        rewards?.Begin();
        metrics?.Begin();
        Array.Clear(termSums);
    }

    void Decide(int agent)
    {
        var actions = driver.Schema.Actions;
        driver.Observe(agent, raw);
        var now = history.Next(agent);
        for (var i = 0; i < now.Length; i++)
            now[i] = raw[selection is null ? i : selection[i]];
        history.Complete(agent);
        history.Of(agent).CopyTo(seen);
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
            history.Remember(agent, seen);
            if (isDrawn)
                ActionSampler.Draw(
                    actions, workspace.Outputs, workspace.RowStride, 0, mask,
                    policy.LogStdOf(actions, workspace.Outputs, workspace.RowStride, 0, new float[actions.Reals]), draws,
                    noise.Next(draws, 0), choices, reals);
            else
                ActionSampler.Best(actions, workspace.Outputs, workspace.RowStride, 0, mask, choices, reals);
        }
        driver.Decided(agent, buffers[agent].ToAction(actions, scaling, choices, reals));
    }
}

/// <summary>How evaluation episodes are played.</summary>
/// <param name="Offset">Number of the first one.</param>
/// <param name="MostSteps">After which an episode is broken off.</param>
/// <param name="Baseline">What is done in place of what the policy would do; null for the policy.</param>
/// <param name="IsDrawn">Whether the policy draws its actions, as in the training.</param>
internal sealed record EvaluationOrder(long Offset, int MostSteps, BaselineActions? Baseline, bool IsDrawn);

/// <summary>What an evaluation episode gave.</summary>
/// <param name="Reward">Sum over steps and agents, as trained on.</param>
/// <param name="Own">Sum of all terms as the simulation gave them, unless that is the same.</param>
/// <param name="Length">Steps.</param>
/// <param name="Limited">[limits] what is limited.</param>
internal readonly record struct EpisodeFigures(double Reward, double Own, int Length, double[] Limited);

/// <summary>Plays evaluation episodes somewhere.</summary>
internal interface IEvaluationPlayers
{
    /// <summary>Plays episodes, in any order.</summary>
    /// <param name="order">How.</param>
    /// <param name="first">Number of the first one, from 0.</param>
    /// <param name="end">Number after the last one.</param>
    /// <param name="isEnded">Whether to end before the next step: then figures are missing.</param>
    /// <param name="figures">Receives those of each episode at its number.</param>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    void Play(EvaluationOrder order, int first, int end, Func<bool> isEnded, EpisodeFigures[] figures);
}

/// <summary>Plays them one after the other, as a policy with a memory needs it.</summary>
/// <param name="player">Plays.</param>
/// <param name="exclusive">What one thread at a time uses.</param>
internal sealed class OnePlayer(EvaluationPlayer player, object exclusive) : IEvaluationPlayers
{
    public void Play(EvaluationOrder order, int first, int end, Func<bool> isEnded, EpisodeFigures[] figures)
    {
        lock (exclusive)
            for (var episode = first; episode < end && !isEnded(); episode++)
                figures[episode] = player.Play(order, episode, isEnded);
    }
}

/// <summary>Plays them on threads, each with a simulation of its own.</summary>
/// <param name="players">One for each thread.</param>
/// <param name="workers">The threads.</param>
internal sealed class ThreadPlayers(EvaluationPlayer[] players, WorkerThreads workers) : IEvaluationPlayers
{
    public void Play(EvaluationOrder order, int first, int end, Func<bool> isEnded, EpisodeFigures[] figures) => workers.Run(worker =>
    {
        for (var episode = first + worker; episode < end && !isEnded(); episode += workers.Threads)
            figures[episode] = players[worker].Play(order, episode, isEnded);
    });
}
