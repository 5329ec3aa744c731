using Pathmind.Networks;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Rollouts;

/// <summary>A moment of an episode, and what a policy says about it.</summary>
/// <param name="Step">Steps made before it.</param>
/// <param name="Actions">The agent's own space.</param>
/// <param name="Outputs">For the agent's observation, in its own space.</param>
internal sealed record EpisodeMoment(int Step, ActionLayout Actions, PolicyOutputs Outputs)
{
    /// <summary>Plays the first episode of a seed up to a step, or to the last moment before it ends or the agent is done.</summary>
    /// <exception cref="ArgumentException">The policy does not fit, or there is no such agent.</exception>
    public static EpisodeMoment Reach(TrainedPolicy policy, Simulation simulation, int step, int agent, int seed)
    {
        var random = new RandomStream(seed, stream: 1);
        SimulationDriver driver = new(simulation, random);
        if ((uint)agent >= (uint)driver.Agents)
            throw new ArgumentException(
                $"There is no agent {agent}: {driver.Schema.Simulation} has {Counted.Of(driver.Agents, "agent")}, counted from 0.");
        var deciding = policy.Fork();
        deciding.Prepare(driver.Schema);
        var match = ObservationMatch.Of(policy.Description, driver.Schema, policy.Name)[agent];
        var (values, read) = (new float[driver.Schema.KindOf(agent).Observations.Size], new float[policy.Description.Observations.Size]);
        try
        {
            random.Restart(seed, 1);
            driver.Begin();
            for (var made = 0; ; made++)
            {
                driver.ObserveByName(agent, values);
                match.Copy(values, read);
                var mask = driver.Mask(agent)?.ToArray();
                if (made == step || Advance(driver, deciding) != Ending.None || driver.IsDone(agent))
                    return new(made, match.Actions, policy.Evaluate(read, Spread(mask, match, policy)).Of(match.Places));
            }
        }
        catch (Exception exception) when (exception is not SimulationException and not OutOfMemoryException)
        {
            throw driver.Explain(exception);
        }
    }

    /// <summary>The agent's mask as the policy takes it.</summary>
    static bool[]? Spread(bool[]? mask, ObservationMatch match, TrainedPolicy policy)
    {
        if (mask is null)
            return null;
        var all = new float[policy.Description.Actions.Logits];
        match.CopyMask(mask, all);
        return Array.ConvertAll(all, allowed => allowed != 0);
    }

    static Ending Advance(SimulationDriver driver, Policy policy)
    {
        var actions = new AgentAction[driver.Agents];
        for (var agent = 0; agent < actions.Length; agent++)
            if (!driver.IsDone(agent))
            {
                var values = new float[driver.Schema.KindOf(agent).Observations.Size];
                var observation = driver.ObserveByName(agent, values);
                actions[agent] = policy.Decide(new PolicyInput(in observation, values, driver.Mask(agent), agent));
            }
        for (var agent = 0; agent < actions.Length; agent++)
            if (!driver.IsDone(agent))
                driver.Act(agent, in actions[agent]);
        return driver.Advance();
    }
}
