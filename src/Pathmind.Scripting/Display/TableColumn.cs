using Pathmind.Displays;

namespace Pathmind;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Header">The text above the column; a line feed breaks it into lines.</param>
/// <param name="Alignment">How its cells are aligned.</param>
/// <param name="Format">How its numbers are written, as in <c>"0.00"</c> or <c>"N0"</c>, always with a decimal point;
/// null for up to four significant digits, whole numbers in full.</param>
public sealed record TableColumn(string Header, ColumnAlignment Alignment = ColumnAlignment.Right, string? Format = null)
{
    /// <summary>What some neighbouring columns have in common, and the header without it, for displays with headers of
    /// headers: <c>agent 0</c>, <c>reward</c>.</summary>
    internal (string Name, string Header)? Group { get; init; }

    /// <summary>Whether the column stays in sight where a table is scrolled sideways.</summary>
    internal bool StaysInSight { get; init; }

    /// <summary>How soon the column is left out where the table is too wide.</summary>
    internal ColumnRank Rank { get; init; }
}

/// <summary>How the cells of a column are aligned.</summary>
public enum ColumnAlignment
{
    /// <summary>Aligned to the left, for text.</summary>
    Left,

    /// <summary>Aligned to the right, for numbers.</summary>
    Right,
}
