namespace Pathmind.Studios.Experiments;

/// <summary>What the user wrote about a project: the experiments of one simulation. A row of the database.</summary>
public sealed record ProjectNote
{
    /// <summary>Name of the simulation's class, by which its experiments are found.</summary>
    public required string Simulation { get; init; }

    /// <summary>A name of the user's; empty for that of the simulation.</summary>
    public string Title { get; init; } = "";

    public string Notes { get; init; } = "";

    public bool IsArchived { get; init; }

    /// <summary>The name that is shown.</summary>
    internal string Name => Title.Length > 0 ? Title : Simulation;
}
