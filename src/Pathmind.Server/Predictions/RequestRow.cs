namespace Pathmind.Server.Predictions;

/// <summary>Where the parts of one observation of a request go.</summary>
/// <param name="values">[D] numbers in the policy's order.</param>
/// <param name="mask">[logits] 1 for what is allowed, 0 for the rest, 1 throughout if no mask came; empty if the policy
/// has none.</param>
/// <param name="state">[state] what the policy remembers; empty if it has no memory.</param>
/// <param name="memory">Whether a state or a session came.</param>
internal readonly ref struct RequestRow(Span<float> values, Span<float> mask, Span<float> state, ref RowMemory memory)
{
    readonly ref RowMemory memory = ref memory;

    public Span<float> Values { get; } = values;

    public Span<float> Mask { get; } = mask;

    public Span<float> State { get; } = state;

    public ref RowMemory Memory => ref memory;
}

/// <summary>What an observation says of its agent's memory: with neither, an episode begins.</summary>
internal record struct RowMemory
{
    /// <summary>Whether the state itself came.</summary>
    public bool HasState { get; set; }

    /// <summary>Key under which the server keeps the state; null without.</summary>
    public string? Session { get; set; }
}
