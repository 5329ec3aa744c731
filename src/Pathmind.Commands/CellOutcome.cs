namespace Pathmind.Commands;

/// <summary>How the C# of a cell ended, before the magics above it are carried out.</summary>
public sealed record CellOutcome
{
    /// <summary>Nothing was declared, nothing returned: a cell without C#.</summary>
    public static CellOutcome Empty { get; } = new();

    /// <summary>Whether it failed; then no magic follows.</summary>
    public bool Failed { get; init; }

    /// <summary>What the cell returned; null if nothing, or if a magic took it (a simulation to be trained).</summary>
    public object? Value { get; init; }

    /// <summary>Types that the cell declared, in their order.</summary>
    public IReadOnlyList<Type> DeclaredTypes { get; init; } = [];
}
