using Pathmind.Networks;
using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>Lets a policy act in a simulation, episode by episode, in the order of the original: all agents observe and decide, then act, then
/// the simulation steps, then dones and rewards are read. Episode k starts with the random stream k of the seed, whoever acts.</summary>
internal sealed class EpisodeLoop
{
    readonly SimulationDriver driver;
    readonly Policy policy;
    readonly RandomStream random;
    readonly string name;
    readonly int seed;
    readonly float[][] observations;                                     // [agents][own observation]
    readonly AgentAction[] actions;
    readonly bool[] wasDone;
    readonly StepRecorder? steps;
    readonly SummaryRecorder summaries = new();

    /// <param name="simulation">The simulation.</param>
    /// <param name="policy">Who decides.</param>
    /// <param name="name">The policy's name in the log and in messages.</param>
    /// <param name="seed">Seed of the episodes.</param>
    /// <param name="detail">What is kept.</param>
    /// <exception cref="SimulationException">The simulation broke a rule.</exception>
    /// <exception cref="ArgumentException">The policy does not fit the simulation.</exception>
    public EpisodeLoop(Simulation simulation, Policy policy, string name, int seed, LogDetail detail)
    {
        (this.policy, this.name, this.seed, random) = (policy, name, seed, new RandomStream(seed, stream: 1));
        driver = new(simulation, random);
        policy.Prepare(driver.Schema);
        observations = [.. Enumerable.Range(0, driver.Agents).Select(agent => new float[driver.Schema.KindOf(agent).Observations.Size])];
        (actions, wasDone) = (new AgentAction[driver.Agents], new bool[driver.Agents]);
        steps = detail == LogDetail.Steps ? new() : null;
    }

    /// <summary>What happened so far.</summary>
    public EpisodeLog Log => new(driver.Schema, name, steps?.Rows, summaries.Rows);

    /// <summary>Makes the next episode, with a pause after each step.</summary>
    /// <exception cref="SimulationException">The simulation or the policy threw or broke a rule.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public void RunEpisode(TimeSpan pause, CancellationToken cancellation)
    {
        var deciding = -1;
        try
        {
            random.Restart(seed, driver.Episode + 1);
            driver.Begin();
            Ending ending;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                for (var agent = 0; agent < actions.Length; agent++)
                    if (!(wasDone[agent] = driver.IsDone(agent)) && !policy.DecidesTogether)
                        Decide(agent, ref deciding);
                if (policy.DecidesTogether)
                    DecideTogether(ref deciding);
                for (var agent = 0; agent < actions.Length; agent++)
                    if (!wasDone[agent])
                        driver.ActConformed(agent, in actions[agent]);
                ending = driver.Advance();
                summaries.AddStep(driver, wasDone);
                steps?.Add(driver, observations, actions, wasDone);
                if (pause > TimeSpan.Zero)
                    cancellation.WaitHandle.WaitOne(pause);
            }
            while (ending == Ending.None);
            summaries.EndEpisode(driver, ending);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not SimulationException)
        {
            throw deciding >= 0 ? ExplainPolicy(exception, deciding) : driver.Explain(exception);
        }
    }

    void Decide(int agent, ref int deciding)
    {
        var values = observations[agent];
        var observation = driver.ObserveByName(agent, values);
        var mask = driver.Mask(agent);
        deciding = agent;
        actions[agent] = Checked(agent, policy.Decide(new PolicyInput(in observation, values, mask, agent)), mask);
        deciding = -1;
    }

    void DecideTogether(ref int deciding)
    {
        int[] agents = [.. Enumerable.Range(0, actions.Length).Where(agent => !wasDone[agent])];
        foreach (var agent in agents)
            driver.ObserveByName(agent, observations[agent]);
        bool[]?[] masks = [.. agents.Select(agent => driver.Mask(agent) is { } mask ? (bool[])mask.Clone() : null)];
        deciding = agents[0];
        var decided = new AgentAction[agents.Length];
        policy.DecideTogether(agents, [.. agents.Select(agent => observations[agent])], masks, decided);
        for (var i = 0; i < agents.Length; i++)
        {
            deciding = agents[i];
            actions[agents[i]] = Checked(agents[i], decided[i], masks[i]);
        }
        deciding = -1;
    }

    /// <summary>The action as its space writes it.</summary>
    /// <exception cref="ArgumentException">It is none of the space.</exception>
    /// <exception cref="BrokenRuleException">The mask forbids it.</exception>
    AgentAction Checked(int agent, AgentAction decided, bool[]? mask)
    {
        var actions = driver.Schema.KindOf(agent).Actions;
        var action = actions.Conform(in decided);
        if (mask is not null)
            actions.RequireAllowed(in action, mask);
        return action;
    }

    SimulationException ExplainPolicy(Exception exception, int agent)
    {
        var (simulation, step) = (driver.Schema.Simulation, driver.Step + 1);
        var place = $"for agent {agent} of {simulation} in episode {driver.Episode} at step {step}";
        return new(exception is BrokenRuleException
            ? $"The policy '{name}' decided wrongly {place}: {exception.Message}."
            : $"The policy '{name}' threw {exception.GetType().Name} {place}: {exception.Message}", simulation, driver.Episode, step, agent, exception);
    }
}
