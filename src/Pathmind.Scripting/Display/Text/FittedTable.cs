namespace Pathmind.Displays;

/// <summary>A table as text that fits a width: cells written out, the rows in the middle left out if it is long,
/// headers broken at underscores and, if that is not enough, the longest texts wrapped; else columns left out, as a
/// note states: those of the highest rank first.</summary>
/// <param name="Headers">[columns] with line feeds where they are broken.</param>
/// <param name="Alignments">[columns].</param>
/// <param name="Rows">[rows][columns] written cells.</param>
/// <param name="Note">What is left out; null for nothing.</param>
/// <param name="Wrapped">The column whose cells are wrapped, and its width in characters; null for none.</param>
internal sealed record FittedTable(
    IReadOnlyList<string> Headers, IReadOnlyList<ColumnAlignment> Alignments, IReadOnlyList<IReadOnlyList<string>> Rows, string? Note,
    (int Column, int Width)? Wrapped)
{
    const string Ellipsis = "…";

    /// <summary>What the widget's border and padding add to each column, and once to the table.</summary>
    const int ColumnMargin = 3, TableMargin = 1;

    /// <summary>Texts are not wrapped into narrower columns.</summary>
    const int NarrowestText = 16;

    /// <summary>The table; or its narrow form, in as many parts as it needs, each with the first column.</summary>
    public static IEnumerable<FittedTable> Fit(Table table, int width)
    {
        var fitted = FitColumns(table, width);
        if (table.Narrow is not { } narrow || fitted.Note is null && fitted.WidestLine <= width)
            return [fitted];
        List<FittedTable> parts = [];
        for (var from = 1; from < narrow.Columns.Count;)
        {
            var count = narrow.Columns.Count - from;
            while (count > 1 && FitColumns(Part(narrow, from, count), width).Note is not null)
                count--;
            parts.Add(FitColumns(Part(narrow, from, count), width));
            from += count;
        }
        return parts;
    }

    static Table Part(Table table, int from, int count)
    {
        var rows = table.Rows.Select(row => (object?[])[row[0], .. row.Skip(from).Take(count)]);
        return new([table.Columns[0], .. table.Columns.Skip(from).Take(count)], [.. rows]) { ShownRows = table.ShownRows };
    }

    static FittedTable FitColumns(Table table, int width)
    {
        var rows = Cells(table);
        var kept = Enumerable.Range(0, table.Columns.Count).ToList();
        while (true)
        {
            var columns = kept.Select(column => table.Columns[column]).ToArray();
            var bodies = kept.Select(column => rows.Max(row => (int?)row[column].Length) ?? 0).ToArray();
            if (FitHeaders(columns, bodies, width - TableMargin) is { } headers)
                return Assemble(table, headers, rows, kept);
            if (FitTexts(columns, bodies, width - TableMargin) is { } wrapped)
            {
                bodies[wrapped.Column] = wrapped.Width;
                return Assemble(table, FitHeaders(columns, bodies, width - TableMargin)!, rows, kept) with { Wrapped = wrapped };
            }
            if (kept.Count <= 2 || kept.All(column => table.Columns[column].Rank == ColumnRank.Always))
                return Assemble(table, [.. columns.Select(column => column.Header)], rows, kept);
            LeaveOut(table, kept);
        }
    }

    /// <summary>Characters of a line with its borders.</summary>
    int WidestLine =>
        TableMargin + Headers.Select((header, i) => ColumnMargin + Math.Max(LongestLine(header), Rows.Max(row => (int?)row[i].Length) ?? 0))
        .Sum();

    /// <summary>Takes away what matters least: of the highest rank the column in the middle (of agents, terms and
    /// metrics the last one).</summary>
    static void LeaveOut(Table table, List<int> kept)
    {
        var rank = kept.Max(column => table.Columns[column].Rank);
        var least = kept.Where(column => table.Columns[column].Rank == rank).ToArray();
        var isFromLast = rank is ColumnRank.Metric or ColumnRank.Secondary || table.Columns[least[^1]].Group is not null;
        kept.Remove(isFromLast ? least[^1] : least[least.Length / 2]);
    }

    /// <summary>Written cells of the rows shown, points below points, with a row of ellipses that counts the rows left
    /// out.</summary>
    static List<string[]> Cells(Table table)
    {
        var (first, last) = table.Shown();
        var left = table.Rows.Count - first - last;
        var rows = WrittenCells.Of(table, [.. Enumerable.Range(0, first), .. Enumerable.Range(table.Rows.Count - last, last)], ' ', ' ')
            .ToList();
        if (left > 0)
            rows.Insert(first, [.. table.Columns.Select((_, column) => column == 0 ? $"{Ellipsis} {left:N0} more" : Ellipsis)]);
        return rows;
    }

    /// <summary>Headers broken into the longest lines with which the table fits into <paramref name="room"/>; null if
    /// none do.</summary>
    static string[]? FitHeaders(TableColumn[] columns, int[] bodies, int room)
    {
        var longest = columns.Max(column => LongestLine(column.Header));
        for (var limit = longest; limit >= 1; limit--)
        {
            var headers = columns.Select(column => Break(column.Header, limit)).ToArray();
            var needed = headers.Zip(bodies, (header, body) => Math.Max(body, LongestLine(header)) + ColumnMargin).Sum();
            if (needed <= room)
                return headers;
        }
        return null;
    }

    /// <summary>The column of the longest texts, and how wide it may be for the table to fit into
    /// <paramref name="room"/>; null if that is too narrow to read.</summary>
    static (int Column, int Width)? FitTexts(TableColumn[] columns, int[] bodies, int room)
    {
        var texts = Enumerable.Range(0, columns.Length).Where(i => columns[i].Alignment == ColumnAlignment.Left).ToArray();
        if (texts.Length == 0)
            return null;
        var longest = texts.MaxBy(i => bodies[i]);
        var others = columns.Select((column, i) => i == longest ? 0 : Math.Max(bodies[i], LongestLine(Break(column.Header, 1)))).Sum();
        var width = room - others - ColumnMargin * columns.Length;
        return width >= Math.Max(NarrowestText, LongestLine(Break(columns[longest].Header, 1))) ? (longest, width) : null;
    }

    static int LongestLine(string header) => header.Split('\n').Max(line => line.Length);

    /// <summary>Breaks after underscores and spaces into lines of at most <paramref name="limit"/> characters, or
    /// longer where there is no place to break.</summary>
    internal static string Break(string header, int limit) => string.Join('\n', header.Split('\n').Select(line =>
    {
        var (broken, length) = (new System.Text.StringBuilder(), 0);
        for (var from = 0; from < line.Length;)
        {
            var to = line.AsSpan(from).IndexOfAny('_', ' ') is >= 0 and var end ? from + end + 1 : line.Length;
            if (length > 0 && length + to - from > limit)
                (broken, length) = (broken.Append('\n'), 0);
            broken.Append(line, from, to - from);
            (length, from) = (length + to - from, to);
        }
        return broken.ToString();
    }));

    static FittedTable Assemble(Table table, string[] headers, List<string[]> rows, List<int> kept)
    {
        string[][] cells = [.. rows.Select(row => kept.Select(column => row[column]).ToArray())];
        string[] hidden = [.. table.Columns.Where((_, column) => !kept.Contains(column)).Select(column => column.Header)];
        return new(headers, [.. kept.Select(column => table.Columns[column].Alignment)], cells, NoteOf(hidden), Wrapped: null);
    }

    /// <summary>Names what is left out, or the first of many.</summary>
    static string? NoteOf(string[] hidden)
    {
        const int MostNames = 12;
        if (hidden.Length == 0)
            return null;
        var named = hidden.Length <= MostNames ? hidden : hidden[..MostNames];
        var rest = hidden.Length > named.Length ? $" and {hidden.Length - named.Length} more" : "";
        return $"Columns without room here: {string.Join(", ", named.Select(name => name.Replace('\n', ' ')))}{rest}.";
    }
}

/// <summary>How soon a column is left out where a table is too wide: the higher, the sooner.</summary>
internal enum ColumnRank
{
    /// <summary>Never left out as long as two columns fit: what a row is about, and its reward.</summary>
    Always = -1,

    /// <summary>Left out last.</summary>
    Essential = 0,

    /// <summary>Left out one after the other from the last, once all of higher ranks are: metrics.</summary>
    Metric,

    /// <summary>Left out after the details, one after the other from the last: terms of a summary.</summary>
    Secondary,

    /// <summary>Left out first, one after the other from the middle.</summary>
    Detail,
}
