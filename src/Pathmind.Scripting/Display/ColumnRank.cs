namespace Pathmind.Displays;

/// <summary>How soon a column is left out where a table is too wide: the higher, the sooner.</summary>
internal enum ColumnRank
{
    /// <summary>Never left out as long as two columns fit: what a row is about, and its reward.</summary>
    Always = -1,

    /// <summary>Left out last.</summary>
    Essential = 0,

    /// <summary>Left out after the details, and then all of this rank together.</summary>
    Secondary,

    /// <summary>Left out first, one after the other from the middle.</summary>
    Detail,
}
