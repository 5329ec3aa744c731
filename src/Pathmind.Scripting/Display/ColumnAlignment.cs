namespace Pathmind;

/// <summary>How the cells of a column are aligned.</summary>
public enum ColumnAlignment
{
    /// <summary>Aligned to the left, for text.</summary>
    Left,

    /// <summary>Aligned to the right, for numbers.</summary>
    Right,
}
