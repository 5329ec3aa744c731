using System.Runtime.InteropServices;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>An environment that goes on in another process: its simulation by playing the episode again, everything
/// else by its numbers.</summary>
internal sealed partial class TrainingEnvironment
{
    /// <summary>What was done in the episode under way; null if that is not kept.</summary>
    public EpisodeTrace? SoFar => trace;

    /// <summary>[agents · inputs] what the agents saw last.</summary>
    public ReadOnlySpan<float> Seen => seen.All;

    /// <summary>[limits] how what is limited changed since the training took that into account.</summary>
    public Span<MetricChanges> Changes => rewards is null ? [] : rewards.Changes;

    /// <summary>The simulation: to ask from another thread where it is, to use it for another environment.</summary>
    public SimulationDriver Driver => driver;

    /// <summary>Carries over what the environment remembers of the steps so far, without its simulation and its
    /// streams.</summary>
    /// <param name="state">Direction.</param>
    /// <param name="like">Any buffer of the training.</param>
    public void Transfer(StateTransfer state, RolloutBuffer like)
    {
        state.Pass(ref cutAt);
        state.Pass(ref episodeReward);
        state.Pass(ref secondsBefore);
        state.Pass(termSums.AsSpan());
        rows.Transfer(state, like);
        clock.Transfer(state);
        foreach (var agent in noise)
            agent.Transfer(state);
        rewards?.Transfer(state);
        metrics?.Transfer(state);
    }

    /// <summary>Plays an episode again up to the point where it was. All methods of the simulation are called in the
    /// same order, so that they draw the same numbers.</summary>
    /// <param name="from">What was done.</param>
    /// <param name="oneStep">Room for one step; its contents mean nothing.</param>
    /// <param name="function">Makes a reward of the terms.</param>
    /// <param name="beforeStep">Called before each step.</param>
    /// <returns>False if the simulation did something else than before: it has chance of its own, or looks at something
    /// outside.</returns>
    public bool Replay(EpisodeTrace from, RolloutBuffer oneStep, RewardFunction function, Action beforeStep)
    {
        from.Chance.Restore(Chance);
        Episode = from.Before;
        var batch = new float[Agents * inputs];
        var rest = from.Actions;
        Begin();
        for (var step = 0; step < from.Steps; step++)
        {
            beforeStep();
            oneStep.Clear(1);
            Prepare(oneStep, batch);
            if (!Repeat(ref rest, oneStep))
                return false;
            Advance(oneStep, function, isLast: false);
            if (Episode != from.Before + 1)
                return false;                                            // it ended
        }
        return rest.IsEmpty;
    }

    /// <summary>Takes over the states of the memory: after <see cref="Replay"/>, where no network decides.</summary>
    /// <param name="before">[agents · inputs] what the agents saw last.</param>
    public void RememberAll(ReadOnlySpan<float> before) => seen.RememberAll(before);

    /// <summary>The agents that decide get the states that the memory left.</summary>
    /// <param name="batch">[rows, inputs] begins with the row of the first of them.</param>
    /// <returns>Their number.</returns>
    public int Remember(ReadOnlySpan<float> batch)
    {
        var deciding = 0;
        for (var agent = 0; agent < Agents; agent++)
            if (driver.Decides(agent))
                seen.Remember(agent, batch[(deciding++ * inputs)..]);
        return deciding;
    }

    /// <summary>Whether the agents that decide next see what they saw before.</summary>
    public bool Sees(ReadOnlySpan<float> before)
    {
        for (var agent = 0; agent < Agents; agent++)
            if (driver.Decides(agent) && !seen.Of(agent).SequenceEqual(before.Slice(agent * inputs, inputs)))
                return false;
        return true;
    }

    /// <summary>Hands over the actions of one step as they were.</summary>
    bool Repeat(ref ReadOnlySpan<byte> rest, RolloutBuffer buffer)
    {
        var actions = buffer.Actions;
        var choices = new int[actions.Heads.Length];
        var reals = new float[actions.Reals];
        for (var agent = 0; agent < Agents; agent++)
        {
            if (!driver.Decides(agent))
                continue;
            if (!Take(ref rest, MemoryMarshal.AsBytes(choices.AsSpan())) || !Take(ref rest, MemoryMarshal.AsBytes(reals.AsSpan())))
                return false;
            trace?.Add(choices, reals);
            driver.Act(agent, buffers[agent].ToAction(actions, scaling, choices, reals));
        }
        return true;
    }

    static bool Take(ref ReadOnlySpan<byte> rest, Span<byte> into)
    {
        if (rest.Length < into.Length)
            return false;
        rest[..into.Length].CopyTo(into);
        rest = rest[into.Length..];
        return true;
    }
}
