using System.Runtime.CompilerServices;

namespace Pathmind.Training;

/// <summary>The rows of one environment whose rewards are still coming in. An agent that decides in every step closes
/// its row in the same step; one that decides on demand adds up what it gains until its next decision, its end or a cut
/// (docs/ppo.md 11).</summary>
/// <remarks>A row that is open when the rollout ends waits for the next one: with the rest of its rewards, its next
/// decision and the log-probability that it was drawn with, it is as good there.</remarks>
/// <param name="environment">Number of the environment, from 0.</param>
/// <param name="agents">Number of its agents.</param>
internal sealed class OpenRows(int environment, int agents)
{
    readonly bool[] isOpen = new bool[agents];
    readonly double[] sums = new double[agents];
    readonly double[] since = new double[agents];                        // simulated seconds at the decision
    RolloutBuffer? kept;                                                 // between two rollouts

    /// <summary>Whether the agent decided before in this episode, and that decision's rewards are still coming
    /// in.</summary>
    public bool IsOpen(int agent) => isOpen[agent];

    /// <summary>The agent's row that is open, or would be opened next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Row(RolloutBuffer buffer, int agent)
    {
        var trajectory = environment * agents + agent;
        return trajectory * buffer.Steps + buffer.Lengths[trajectory];
    }

    /// <summary>The agent decides.</summary>
    /// <param name="agent">It has no open row.</param>
    /// <param name="now">Simulated seconds; any number if the buffer discounts per decision.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Open(int agent, double now) => (isOpen[agent], sums[agent], since[agent]) = (true, 0, now);

    /// <summary>Adds a step's reward to an open row. By simulated time, what comes in a step is discounted from the
    /// decision to the beginning of the step: so a decision that holds for k steps is worth what k decisions for one
    /// step each would be.</summary>
    /// <param name="buffer">How it discounts.</param>
    /// <param name="agent">It has an open row.</param>
    /// <param name="reward">Of the step.</param>
    /// <param name="before">Simulated seconds before the step.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(RolloutBuffer buffer, int agent, double reward, double before) =>
        sums[agent] += buffer.DiscountSeconds is { } scale ? reward * Math.Exp((since[agent] - before) / scale) : reward;

    /// <summary>The agent's row is complete.</summary>
    /// <param name="buffer">Receives reward, ending and discount.</param>
    /// <param name="agent">It has an open row.</param>
    /// <param name="ending">Of the agent's episode; None if it decides again.</param>
    /// <param name="now">Simulated seconds after the step.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close(RolloutBuffer buffer, int agent, Ending ending, double now)
    {
        var row = Row(buffer, agent);
        (buffer.Rewards[row], buffer.Endings[row]) = ((float)sums[agent], ending);
        if (buffer.Discounts is { } discounts)
            discounts[row] = (float)Math.Exp((since[agent] - now) / buffer.DiscountSeconds!.Value);
        buffer.Lengths[environment * agents + agent]++;
        isOpen[agent] = false;
    }

    /// <summary>An episode begins, and what was open is forgotten.</summary>
    public void Clear() => Array.Clear(isOpen);

    /// <summary>The rollout ends: open rows are kept for the next one, and what was decided in them is what the row
    /// before led to.</summary>
    public void Keep(RolloutBuffer buffer)
    {
        for (var agent = 0; agent < agents; agent++)
        {
            if (!isOpen[agent])
                continue;
            var row = Row(buffer, agent);
            buffer.CopyDecision(row, kept ??= buffer.ForOneSimulation(steps: 1), agent);
            var length = buffer.Lengths[environment * agents + agent];
            if (length == 0 || buffer.Endings[row - 1] != Ending.None)
                continue;
            var mask = buffer.Tails[environment].Add(row - 1, buffer.Observation(row));
            if (buffer.HasNextMasks)
                buffer.Masks.AsSpan(row * mask.Length, mask.Length).CopyTo(mask);
        }
    }

    /// <summary>A rollout begins, with the rows that were open at the last one's end.</summary>
    public void Restore(RolloutBuffer buffer)
    {
        for (var agent = 0; agent < agents; agent++)
            if (isOpen[agent])
                kept!.CopyDecision(agent, buffer, Row(buffer, agent));
    }

    /// <summary>Carries over what is open between two rollouts.</summary>
    /// <param name="state">Direction.</param>
    /// <param name="like">Any buffer of the training.</param>
    public void Transfer(StateTransfer state, RolloutBuffer like)
    {
        state.Pass(isOpen.AsSpan());
        state.Pass(sums.AsSpan());
        state.Pass(since.AsSpan());
        for (var agent = 0; agent < agents; agent++)
            if (isOpen[agent])
                (kept ??= like.ForOneSimulation(steps: 1)).TransferDecision(state, agent);
    }
}
