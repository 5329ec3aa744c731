namespace Pathmind.Policies;

/// <summary>The last observations of each agent, stacked: the oldest first, the newest last, as a policy with a history
/// reads them.</summary>
/// <remarks>Before an agent's first observation of an episode stands that observation itself, in all
/// places.</remarks>
/// <param name="agents">Their number.</param>
/// <param name="size">Numbers of an observation.</param>
/// <param name="places">k: observations in a stack, at least 1.</param>
internal sealed class ObservationHistory(int agents, int size, int places)
{
    readonly int width = size * places;
    readonly float[] all = new float[agents * size * places];
    readonly bool[] hasAny = new bool[agents];

    /// <summary>[agents, places · size].</summary>
    public ReadOnlySpan<float> All => all;

    /// <summary>[places · size] of one agent.</summary>
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
        Repeat(own[^size..], own[..^size]);
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
