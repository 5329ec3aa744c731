namespace Pathmind.Policies;

/// <summary>What a policy with a memory keeps of the episodes under way: a state for each agent, which its graph reads
/// and replaces at each decision of that agent.</summary>
/// <param name="agents">Their number.</param>
/// <param name="size">Numbers of a state: those of the last k − 1 observations, not normalised, or those of a
/// recurrent memory.</param>
/// <param name="isRecurrent">Whether it is that of a recurrent memory.</param>
internal sealed class PolicyStates(int agents, int size, bool isRecurrent)
{
    readonly float[] states = new float[agents * size];
    readonly bool[] isBegun = new bool[agents];

    /// <summary>The states for a policy; null if it needs none.</summary>
    public static PolicyStates? For(PolicyDescription policy, int agents) =>
        policy.StateSize > 0 ? new(agents, policy.StateSize, policy.Memory > 0) : null;

    /// <summary>An agent's episode begins: its state is forgotten.</summary>
    public void Begin(int agent) => isBegun[agent] = false;

    /// <summary>[size] what an agent has seen, not this observation; null if it has not decided yet in this
    /// episode.</summary>
    public float[]? Of(int agent) => isBegun[agent] ? states[(agent * size)..((agent + 1) * size)] : null;

    /// <summary>Copies an agent's state to where the graph reads it.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="observation">[D] what it sees now, in the policy's order: with it the first state of an episode is
    /// made.</param>
    /// <param name="state">[size].</param>
    public void Read(int agent, ReadOnlySpan<float> observation, Span<float> state)
    {
        if (isBegun[agent])
            states.AsSpan(agent * size, size).CopyTo(state);
        else
            Begin(isRecurrent, observation, state);
    }

    /// <summary>The state with which an episode begins: 0 in a recurrent memory.</summary>
    /// <param name="isRecurrent">Whether it is one.</param>
    /// <param name="observation">[D] the first one, in the policy's order.</param>
    /// <param name="state">[size] receives it.</param>
    public static void Begin(bool isRecurrent, ReadOnlySpan<float> observation, Span<float> state)
    {
        if (isRecurrent)
            state.Clear();
        else
            ObservationHistory.Repeat(observation, state);
    }

    /// <summary>Keeps what the graph made of it.</summary>
    public void Write(int agent, ReadOnlySpan<float> state)
    {
        state.CopyTo(states.AsSpan(agent * size, size));
        isBegun[agent] = true;
    }
}
