using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>Lets a policy play all agents of a simulation, in the order of the original: all observe and decide, then
/// act. Subclasses look at what happens.</summary>
internal abstract class PolicyPlayer : IEpisodePlayer
{
    readonly Policy policy;
    readonly string name;
    readonly SimulationSchema schema;

    /// <param name="policy">Decides.</param>
    /// <param name="name">The policy's name in messages.</param>
    /// <param name="schema">What the simulation looks like.</param>
    /// <exception cref="ArgumentException">The policy does not fit the simulation.</exception>
    protected PolicyPlayer(Policy policy, string name, SimulationSchema schema)
    {
        (this.policy, this.name, this.schema) = (policy, name, schema);
        policy.Prepare(schema);
        Observations = [.. Enumerable.Range(0, schema.Agents).Select(agent => new float[schema.KindOf(agent).Observations.Size])];
    }

    /// <summary>[agents][observation] what each agent saw before its last decision.</summary>
    protected float[][] Observations { get; }

    public virtual bool Decide(SimulationDriver driver)
    {
        if (driver.Step == 0)
            BeginEpisode(driver);
        if (policy.DecidesTogether)
            DecideTogether(driver);
        else
            for (var agent = 0; agent < driver.Agents; agent++)
                if (driver.Decides(agent))
                    DecideAlone(driver, agent);
        return true;
    }

    public abstract bool Observe(SimulationDriver driver);

    /// <summary>What becomes of a decision: it is done.</summary>
    /// <param name="driver">The simulation.</param>
    /// <param name="agent">Who decided.</param>
    /// <param name="action">As its space writes it.</param>
    /// <param name="mask">[alternatives of its kind] what was allowed; null without masks.</param>
    protected virtual void Act(SimulationDriver driver, int agent, in AgentAction action, bool[]? mask) =>
        driver.Decided(agent, in action);

    void BeginEpisode(SimulationDriver driver)
    {
        driver.DecidedBy(name);
        for (var agent = 0; agent < driver.Agents; agent++)
        {
            driver.Deciding(agent);
            policy.BeginEpisode(agent);
        }
    }

    void DecideAlone(SimulationDriver driver, int agent)
    {
        var values = Observations[agent];
        var observation = driver.ObserveByName(agent, values);
        var mask = driver.Mask(agent);
        driver.Deciding(agent);
        Act(driver, agent, Checked(policy.Decide(new PolicyInput(in observation, values, mask, agent)), mask, agent), mask);
    }

    void DecideTogether(SimulationDriver driver)
    {
        int[] agents = [.. Enumerable.Range(0, driver.Agents).Where(driver.Decides)];
        if (agents.Length == 0)
            return;
        foreach (var agent in agents)
            driver.ObserveByName(agent, Observations[agent]);
        bool[]?[] masks = [.. agents.Select(agent => driver.Mask(agent) is { } mask ? (bool[])mask.Clone() : null)];
        driver.Deciding(agents[0]);
        var decided = new AgentAction[agents.Length];
        policy.DecideTogether(agents, [.. agents.Select(agent => Observations[agent])], masks, decided);
        for (var i = 0; i < agents.Length; i++)
        {
            driver.Deciding(agents[i]);
            Act(driver, agents[i], Checked(decided[i], masks[i], agents[i]), masks[i]);
        }
    }

    /// <summary>The action as its space writes it.</summary>
    /// <exception cref="BrokenRuleException">It is not in the space, or the mask forbids it.</exception>
    AgentAction Checked(AgentAction decided, bool[]? mask, int agent)
    {
        var layout = schema.KindOf(agent).Actions;
        var action = layout.Conform(in decided);
        if (mask is not null)
            layout.RequireAllowed(in action, mask);
        return action;
    }
}
