using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>What a policy is for: all that stands in its file besides the graph.</summary>
internal sealed record PolicyDescription
{
    /// <summary>Name of the simulation's class.</summary>
    public required string Simulation { get; init; }

    /// <summary>Agents of the simulation that it was trained on.</summary>
    public required int Agents { get; init; }

    /// <summary>Names and lengths of what it reads, in the order of the graph's input.</summary>
    public required ObservationLayout Observations { get; init; }

    public required ActionLayout Actions { get; init; }

    /// <summary>Whether the graph takes an action mask.</summary>
    public required bool HasMask { get; init; }

    public required string[] RewardTerms { get; init; }

    /// <summary>What the training says of itself: options as JSON, seed, versions. No times: one seed makes one file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
