using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Rollouts;

/// <summary>A moment of an episode, and a policy's outputs for it.</summary>
/// <param name="Step">Steps made before it.</param>
/// <param name="Actions">The agent's own space.</param>
/// <param name="Outputs">For the agent's observation, in its own space.</param>
internal sealed record EpisodeMoment(int Step, ActionLayout Actions, PolicyOutputs Outputs)
{
    /// <summary>Plays the first episode of a seed up to the agent's last decision until a step: at that step, or before
    /// if it needs none then, is done or the episode has ended.</summary>
    /// <exception cref="ArgumentException">The policy does not fit, there is no such agent, or it did not decide until
    /// then.</exception>
    public static EpisodeMoment Reach(TrainedPolicy policy, Simulation simulation, int step, int agent, int seed)
    {
        var random = new RandomStream(seed, stream: 1);
        SimulationDriver driver = new(simulation, random);
        if ((uint)agent >= (uint)driver.Agents)
            throw new ArgumentException(
                $"There is no agent {agent}: {driver.Schema.Simulation} has {Counted.Of(driver.Agents, "agent")}, counted from 0.");
        var player = new Watcher(policy.Fork(), driver.Schema, agent, step);
        random.Restart(seed, 1);
        driver.Play(player);
        if (player.Seen.Length == 0)
            throw new ArgumentException(
                $"Agent {agent} of {driver.Schema.Simulation} needed no decision in the first {Counted.Of(step + 1, "step")}: "
                + "give a later step.");
        var match = ObservationMatch.Of(policy.Description, driver.Schema, policy.Name)[agent];
        var read = new float[policy.Description.Observations.Size];
        match.Copy(player.Seen, read);
        return new(player.At, match.Actions, policy.Evaluate(read, Spread(player.Mask, match, policy), player.State).Of(match.Places));
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

    /// <summary>Remembers what one agent saw last.</summary>
    sealed class Watcher(TrainedPolicy policy, SimulationSchema schema, int agent, int last) : PolicyPlayer(policy, policy.Name, schema)
    {
        public int At { get; private set; }

        public float[] Seen { get; private set; } = [];

        public bool[]? Mask { get; private set; }

        /// <summary>The policy's state before that decision.</summary>
        public float[]? State { get; private set; }

        public override bool Decide(SimulationDriver driver)
        {
            if (!driver.Decides(agent))
                return driver.Step < last && base.Decide(driver);
            At = driver.Step;
            Seen = new float[driver.Schema.KindOf(agent).Observations.Size];
            driver.ObserveByName(agent, Seen);
            (Mask, State) = (driver.Mask(agent)?.ToArray(), policy.StateOf(agent));
            return At < last && base.Decide(driver);
        }

        public override bool Observe(SimulationDriver driver) => !driver.IsDone(agent);
    }
}
