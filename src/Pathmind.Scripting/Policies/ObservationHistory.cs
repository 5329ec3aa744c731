namespace Pathmind.Policies;

/// <summary>The last observations of each agent, stacked: the oldest first, the newest last, as a policy with a history
/// reads them.</summary>
/// <remarks>Before an agent's first observation of an episode stands that observation itself, in all places. With a
/// recurrent memory an agent's state stands before the observation: 0 at first, later what the memory made of
/// it.</remarks>
/// <param name="agents">Their number.</param>
/// <param name="size">Numbers of an observation.</param>
/// <param name="places">k: observations in a stack, at least 1.</param>
/// <param name="memory">Numbers of a state; above 0 only with one observation.</param>
internal sealed class ObservationHistory(int agents, int size, int places, int memory = 0)
{
    readonly int width = memory + size * places;
    readonly float[] all = new float[agents * (memory + size * places)];
    readonly bool[] hasAny = new bool[agents];

    /// <summary>[agents, memory + places · size].</summary>
    public ReadOnlySpan<float> All => all;

    /// <summary>[memory + places · size] of one agent.</summary>
    public Span<float> Of(int agent) => all.AsSpan(agent * width, width);

    /// <summary>An episode begins: what was seen before is forgotten.</summary>
    public void Begin() => Array.Clear(hasAny);

    /// <summary>Makes room for an agent's next observation; <see cref="Complete"/> is called when it is
    /// written.</summary>
    /// <returns>[size] to be written.</returns>
    public Span<float> Next(int agent)
    {
        var own = Of(agent);
        if (places > 1)
            own[size..].CopyTo(own);
        return own[^size..];
    }

    /// <summary>The observation is written.</summary>
    public void Complete(int agent)
    {
        if (hasAny[agent])
            return;
        hasAny[agent] = true;
        var own = Of(agent);
        if (memory > 0)
            own[..memory].Clear();
        else
            Repeat(own[^size..], own[..^size]);
    }

    /// <summary>The agent has decided.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="row">[memory + …] begins with its next state.</param>
    public void Remember(int agent, ReadOnlySpan<float> row) => row[..memory].CopyTo(Of(agent));

    /// <summary>Takes over all states, of which nothing else is known.</summary>
    /// <param name="from">[agents, memory + places · size].</param>
    public void RememberAll(ReadOnlySpan<float> from)
    {
        for (var agent = 0; agent < agents; agent++)
            Remember(agent, from[(agent * width)..]);
    }

    /// <summary>What stands before the first observation of an episode.</summary>
    /// <param name="first">[size].</param>
    /// <param name="before">[a multiple of size] receives it.</param>
    public static void Repeat(ReadOnlySpan<float> first, Span<float> before)
    {
        for (; !before.IsEmpty; before = before[first.Length..])
            first.CopyTo(before);
    }
}
