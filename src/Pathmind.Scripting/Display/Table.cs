namespace Pathmind;

/// <summary>Rows under named columns. A long table shows its first and last rows, and states how many it leaves out
/// between them.</summary>
public sealed record Table : DisplayContent
{
    /// <summary>A table.</summary>
    /// <param name="columns">The columns from left to right; at least one.</param>
    /// <param name="rows">Cells of each row, as many as columns: a number, text, true or false; null and NaN leave the
    /// cell empty. Only the rows that are shown are read.</param>
    /// <exception cref="ArgumentException">There is no column.</exception>
    public Table(IReadOnlyList<TableColumn> columns, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        if (columns.Count == 0)
            throw new ArgumentException("A table has no column, but needs at least one.");
        (Columns, Rows) = (columns, rows);
    }

    /// <summary>Text above the table; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>The columns from left to right.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>[rows][columns] the cells.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Rows { get; }

    /// <summary>Rows shown at most, not counting the one that states how many are left out; at least 2.</summary>
    public int ShownRows
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentException($"A table shows at least 2 rows: the first and the last; got {value}.");
    } = 20;

    /// <summary>Rows of a page, where a display can offer all rows of a long table page by page (a notebook); at least
    /// 1; null for the first and last rows only.</summary>
    public int? PageRows
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentException($"A page of a table has at least 1 row; got {value}.");
    }

    /// <summary>Rows that are offered in pages at most, so that a notebook's file stays small: the first and the last
    /// halves of them.</summary>
    internal const int MostPagedRows = 200;

    /// <summary>How to get all rows, where only some are offered; null if all are shown.</summary>
    internal string? AllRows { get; init; }

    /// <summary>The same for text that has no room for all columns; null to leave columns out.</summary>
    internal Table? Narrow { get; init; }

    /// <summary>How many of the first and of the last rows are shown; the first half is the larger one.</summary>
    internal (int First, int Last) Shown() =>
        Rows.Count <= ShownRows ? (Rows.Count, 0) : ((ShownRows + 1) / 2, ShownRows / 2);
}
