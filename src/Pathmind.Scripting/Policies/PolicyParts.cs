using Pathmind.Networks;

namespace Pathmind.Policies;

/// <summary>Networks, statistics and metadata of which a policy file is made.</summary>
internal sealed record PolicyParts
{
    /// <summary>What the policy is for. Its observations are those that the networks read, in their order.</summary>
    public required PolicyDescription Description { get; init; }

    /// <summary>[D] normalised = clip((x − mean) · scale, ±<see cref="Clip"/>); 0 changes nothing.</summary>
    public required float[] Mean { get; init; }

    /// <summary>[D] 1 / standard deviation; 1 changes nothing.</summary>
    public required float[] Scale { get; init; }

    /// <summary>Largest size of a normalised number, above 0; +∞ for no limit.</summary>
    public float Clip { get; init; } = float.PositiveInfinity;

    /// <summary>Comes before the policy network, which reads its state, then the observation; null without
    /// one.</summary>
    public MemoryCell? Memory { get; init; }

    /// <summary>Outputs: first the logits of all choices, then the means of all real numbers in network units
    /// (<see cref="ActionScaling"/>).</summary>
    public required Network Policy { get; init; }

    /// <summary>Output: the value of the observation, in the reward's unit.</summary>
    public required Network Value { get; init; }

    /// <summary>[reals] natural logarithm of the standard deviations, in network units.</summary>
    public required float[] LogStd { get; init; }
}
