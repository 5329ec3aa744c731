namespace Pathmind;

/// <summary>Several decisions in one step, each with its space: which machine, and how fast. The parts are decided
/// independently of each other, given the observation.</summary>
public sealed record Composite : ActionSpace
{
    /// <summary>Parts in the order in which <see cref="AgentAction.Choices"/> and <see cref="AgentAction.Values"/> list
    /// them.</summary>
    /// <exception cref="ArgumentException">No part is given.</exception>
    public Composite(params ActionSpace[] spaces)
    {
        if (spaces.Length == 0)
            throw new ArgumentException(
                "Composite needs at least one space, as in new Composite(new Discrete(3), new Continuous(1, 0, 1)).");
        Spaces = [.. spaces];
    }

    /// <summary>The spaces as given; a Composite inside counts as its parts.</summary>
    public IReadOnlyList<ActionSpace> Spaces { get; }

    internal override IEnumerable<ActionSpace> Parts => Spaces.SelectMany(space => space.Parts);

    /// <inheritdoc/>
    public bool Equals(Composite? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Aggregate(17, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"Composite({string.Join(", ", Spaces)})";
}
