using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Rewards of one simulation's episode where the terms of a step alone do not make them: the reward is a
/// function of the terms before and after. It remembers, for each agent, the terms at its last decision (docs/ppo.md
/// 12).</summary>
/// <param name="driver">The simulation.</param>
/// <param name="function">Makes a reward of the terms.</param>
internal sealed class EpisodeRewards(SimulationDriver driver, RewardFunction function)
{
    readonly Reward[] before = new Reward[driver.Agents];                // [agents] at its last decision
    readonly double[][] last = [.. Enumerable.Range(0, driver.Agents).Select(_ => new double[driver.Schema.Rewards!.Names.Length])];

    /// <summary>Null where the terms of a step make its reward.</summary>
    public static EpisodeRewards? For(SimulationDriver driver, RewardFunction function) =>
        function.IsOfChange ? new(driver, function) : null;

    /// <summary>Reads what the terms are right after Reset: what the first step's are compared with.</summary>
    public void Begin()
    {
        for (var agent = 0; agent < driver.Agents; agent++)
        {
            driver.ReadRewards(agent);
            before[agent] = function.Named(driver.Rewards(agent));
            Array.Clear(last[agent]);
        }
    }

    /// <summary>The reward of what happened since the agent's last decision.</summary>
    public double Since(int agent)
    {
        var after = function.Named(driver.Rewards(agent));
        driver.Rewarding(agent, Called.RewardOfChangeOption);
        var reward = function.Combine(in before[agent], in after);
        before[agent] = after;
        return reward;
    }

    /// <summary>Adds how the agent's terms changed in the last step: over an episode that makes their values at its
    /// end.</summary>
    /// <param name="agent">One that took part in the step.</param>
    /// <param name="sums">[terms].</param>
    public void AddChange(int agent, Span<double> sums)
    {
        var now = driver.Rewards(agent);
        for (var i = 0; i < now.Length; i++)
            sums[i] += now[i] - last[agent][i];
        now.CopyTo(last[agent]);
    }
}
