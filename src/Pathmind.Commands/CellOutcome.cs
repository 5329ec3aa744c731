namespace Pathmind.Commands;

/// <summary>How the C# of a cell ended, before the magics above it are executed.</summary>
public sealed record CellOutcome
{
    /// <summary>The outcome of a cell without C#: nothing was declared or returned.</summary>
    public static CellOutcome Empty { get; } = new();

    /// <summary>Whether it failed; then the magics are not executed.</summary>
    public bool Failed { get; init; }

    /// <summary>What the cell returned; null if nothing, or if a magic took it (a simulation to be trained).</summary>
    public object? Value { get; init; }

    /// <summary>Types that the cell declared, in their order.</summary>
    public IReadOnlyList<Type> DeclaredTypes { get; init; } = [];
}
