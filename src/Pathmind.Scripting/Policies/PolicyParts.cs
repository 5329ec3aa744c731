using Pathmind.Networks;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>Everything that a training makes a policy of.</summary>
internal sealed record PolicyParts
{
    /// <summary>Name of the simulation's class.</summary>
    public required string Simulation { get; init; }

    public required int Agents { get; init; }

    /// <summary>The observations that the networks read, in their order.</summary>
    public required ObservationLayout Observations { get; init; }

    public required ActionLayout Actions { get; init; }

    public required bool HasMask { get; init; }

    public required string[] RewardTerms { get; init; }

    /// <summary>[D] normalised = clip((x − mean) · scale, ±<see cref="Clip"/>); 0 changes nothing.</summary>
    public required float[] Mean { get; init; }

    /// <summary>[D] 1 / standard deviation; 1 changes nothing.</summary>
    public required float[] Scale { get; init; }

    /// <summary>Largest size of a normalised number, above 0; +∞ for no limit.</summary>
    public float Clip { get; init; } = float.PositiveInfinity;

    /// <summary>Outputs: first the logits of all choices, then the means of all real numbers in network units (<see cref="ActionScaling"/>).</summary>
    public required Network Policy { get; init; }

    /// <summary>Output: the value of the observation, in the reward's unit.</summary>
    public required Network Value { get; init; }

    /// <summary>[reals] natural logarithm of the standard deviations, in network units.</summary>
    public required float[] LogStd { get; init; }

    /// <summary>Options as JSON, seed, versions; no times, so that one seed makes one file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
