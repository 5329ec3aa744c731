namespace Pathmind;

/// <summary>Where the cells of a column stand.</summary>
public enum ColumnAlignment
{
    /// <summary>At the left, for text.</summary>
    Left,

    /// <summary>At the right, for numbers.</summary>
    Right,
}
