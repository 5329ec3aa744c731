using Pathmind.Numerics;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind;

/// <summary>Drives a simulation step by step, as <c>Run</c> and training do, under the same rules and with the same
/// errors: for your own loop, a user interface, a bridge to another library. One thread at a time.</summary>
/// <example><code>
/// var episode = new EpisodeStepper(new Warehouse(), seed: 1);
/// for (episode.Begin(); episode.Ending == Ending.None; episode.Step())
///     episode.Act(0, episode.Observe(0)["stock"] &lt; 20 ? 50 : 0);
/// </code></example>
public sealed class EpisodeStepper
{
    readonly SimulationDriver driver;
    readonly RandomStream random;
    readonly int seed;
    readonly float[][] values;                                           // [agents][observation]
    readonly bool[] hasActed;
    Policy? prepared;
    bool hasBegun;

    /// <summary>Resets the simulation and reads what it looks like.</summary>
    /// <param name="simulation">Belongs to this stepper from now on.</param>
    /// <param name="seed">Seed of the episodes: episode k is the k-th of <c>Run</c> with the same seed.</param>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public EpisodeStepper(Simulation simulation, int seed = 0)
    {
        (this.seed, random) = (seed, new(seed, stream: 1));
        driver = new(simulation, random);
        values = [.. Enumerable.Range(0, driver.Agents).Select(agent => new float[driver.Schema.KindOf(agent).Observations.Size])];
        hasActed = new bool[driver.Agents];
    }

    /// <summary>The simulation that is driven.</summary>
    public Simulation Simulation => driver.Simulation;

    /// <summary>Number of agents.</summary>
    public int Agents => driver.Agents;

    /// <summary>The episode, counted from 1; 0 before the first.</summary>
    public int Episode => driver.Episode;

    /// <summary>Steps made in this episode.</summary>
    public int Steps => driver.Step;

    /// <summary>How the episode ended: <see cref="Ending.Terminated"/> when all agents are done,
    /// <see cref="Ending.Truncated"/> if one was truncated or at <see cref="Simulation.MaxSteps"/>;
    /// <see cref="Ending.None"/> while it goes on.</summary>
    public Ending Ending => driver.Ending;

    /// <summary>Starts the next episode, abandoning the current one if it has not ended.</summary>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public void Begin()
    {
        random.Restart(seed, driver.Episode + 1);
        Explained(driver.Begin);
        Array.Clear(hasActed);
        for (var agent = 0; agent < Agents && prepared is not null; agent++)
            prepared.BeginEpisode(agent);
        hasBegun = true;
    }

    /// <summary>Whether the agent takes part in the coming step: its episode has not ended, nor has that of all
    /// agents.</summary>
    /// <exception cref="ArgumentException">There is no such agent.</exception>
    public bool TakesPart(int agent)
    {
        Require(agent);
        return hasBegun && driver.Ending == Ending.None && !driver.IsDone(agent);
    }

    /// <summary>Whether the agent must decide before the coming step: it takes part and needs a decision
    /// (<see cref="Simulation.NeedsDecision"/>).</summary>
    /// <exception cref="ArgumentException">There is no such agent.</exception>
    public bool Decides(int agent)
    {
        Require(agent);
        return hasBegun && driver.Decides(agent);
    }

    /// <summary>What the agent sees now, checked: the names and lengths of the first time, finite numbers.</summary>
    /// <exception cref="ArgumentException">There is no such agent.</exception>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public Observation Observe(int agent)
    {
        Require(agent);
        return Explained(() => driver.ObserveByName(agent, values[agent]));
    }

    /// <summary>Which choices the agent may take now: [sum of the choices]; null without a mask.</summary>
    /// <inheritdoc cref="Observe"/>
    public bool[]? ActionMask(int agent)
    {
        Require(agent);
        return Explained(() => driver.Mask(agent));
    }

    /// <summary>What a policy decides for the agent now.</summary>
    /// <param name="agent">An agent that takes part.</param>
    /// <param name="policy">The same policy in the whole episode; its <c>BeginEpisode</c> is called when an episode
    /// begins.</param>
    /// <exception cref="ArgumentException">There is no such agent, or the policy does not fit the
    /// simulation.</exception>
    /// <exception cref="SimulationException">The simulation or the policy threw or broke a rule.</exception>
    public AgentAction Decide(int agent, Policy policy)
    {
        Require(agent);
        if (!ReferenceEquals(prepared, policy))
        {
            (prepared = policy).Prepare(driver.Schema);
            for (var each = 0; each < Agents; each++)
                policy.BeginEpisode(each);
        }
        return Explained(() =>
        {
            var observation = driver.ObserveByName(agent, values[agent]);
            var mask = driver.Mask(agent);
            driver.DecidedBy(policy.Name);
            driver.Deciding(agent);
            return policy.Decide(new PolicyInput(in observation, values[agent], mask, agent));
        });
    }

    /// <summary>Hands an action to the agent, for the coming step.</summary>
    /// <exception cref="ArgumentException">There is no such agent.</exception>
    /// <exception cref="InvalidOperationException">The agent takes no part in the coming step, or needs no decision
    /// for it.</exception>
    /// <exception cref="SimulationException">The action is not in the agent's space, or masked; or SetAction
    /// threw.</exception>
    public void Act(int agent, AgentAction action)
    {
        Require(agent);
        RequireRunning();
        if (driver.IsDone(agent))
            throw new InvalidOperationException(
                $"Agent {agent} of {driver.Schema.Simulation} is done and acts no more in this episode: ask TakesPart({agent}) before.");
        if (!driver.Decides(agent))
            throw new InvalidOperationException(
                $"Agent {agent} of {driver.Schema.Simulation} needs no decision in step {Steps + 1}: ask Decides({agent}) before.");
        Explained(() =>
        {
            var layout = driver.Schema.KindOf(agent).Actions;
            var mask = driver.Mask(agent);
            driver.DecidedBy("by hand");
            driver.Deciding(agent);
            var conformed = layout.Conform(in action);
            if (mask is not null)
                layout.RequireAllowed(in conformed, mask);
            driver.Act(agent, in conformed);
        });
        hasActed[agent] = true;
    }

    /// <summary>Makes a step: the simulation moves on, endings and rewards are read.</summary>
    /// <returns><see cref="Ending"/> after it.</returns>
    /// <exception cref="InvalidOperationException">No episode is under way, or an agent that needs a decision has not
    /// acted.</exception>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public Ending Step()
    {
        RequireRunning();
        for (var agent = 0; agent < Agents; agent++)
            if (driver.Decides(agent) && !hasActed[agent])
                throw new InvalidOperationException(
                    $"Agent {agent} of {driver.Schema.Simulation} has not acted in step {Steps + 1}: call Act({agent}, …) before Step().");
        Explained(() => driver.Advance());
        Array.Clear(hasActed);
        return driver.Ending;
    }

    /// <summary>How the agent's episode ended: by itself, or with that of all; <see cref="Ending.None"/> while it goes
    /// on.</summary>
    /// <exception cref="ArgumentException">There is no such agent.</exception>
    public Ending EndingOf(int agent)
    {
        Require(agent);
        return driver.EndingOf(agent);
    }

    /// <summary>The agent's reward in the last step: the sum of its terms; 0 if it took no part.</summary>
    /// <exception cref="ArgumentException">There is no such agent.</exception>
    public double RewardOf(int agent)
    {
        Require(agent);
        var sum = 0.0;
        if (driver.TookPart(agent))
            foreach (var term in driver.Rewards(agent))
                sum += term;
        return sum;
    }

    /// <summary>The agent's reward terms of the last step, by name; none if it took no part.</summary>
    /// <exception cref="ArgumentException">There is no such agent.</exception>
    public Reward TermsOf(int agent)
    {
        Require(agent);
        Reward reward = new();
        if (!driver.TookPart(agent))
            return reward;
        var terms = driver.Rewards(agent);
        for (var i = 0; i < terms.Length; i++)
            reward[driver.Schema.Rewards!.Names[i]] = terms[i];
        return reward;
    }

    /// <summary>Where it is, in one line.</summary>
    public override string ToString() => $"{driver.Schema.Simulation}: "
        + (hasBegun ? $"episode {Episode}, {Counted.Of(Steps, "step")}{(Ending == Ending.None ? "" : $", {Ending}")}" : "no episode yet");

    void RequireRunning()
    {
        if (!hasBegun || driver.Ending != Ending.None)
            throw new InvalidOperationException(hasBegun
                ? $"Episode {Episode} of {driver.Schema.Simulation} has ended ({driver.Ending}): call Begin() to start the next one."
                : $"No episode of {driver.Schema.Simulation} has begun: call Begin() first.");
    }

    void Require(int agent)
    {
        if ((uint)agent >= (uint)Agents)
            throw new ArgumentException(
                $"There is no agent {agent}: {driver.Schema.Simulation} has {Counted.Of(Agents, "agent")}, counted from 0.");
    }

    void Explained(Action action) => Explained(() =>
    {
        action();
        return true;
    });

    T Explained<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is not SimulationException and not OperationCanceledException)
        {
            throw driver.Explain(exception);
        }
    }
}
