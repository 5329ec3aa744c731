using System.Text;
using Pathmind.Files;
using Pathmind.Rollouts;
using Pathmind.Words;

namespace Pathmind;

/// <summary>Rows of numbers under named columns, kept column by column.</summary>
public sealed class LogRows : IDisplayable
{
    readonly IReadOnlyList<LogColumn> columns;

    internal LogRows(IReadOnlyList<LogColumn> columns) => this.columns = columns;

    internal IReadOnlyList<LogColumn> Columns => columns;

    /// <summary>The rows of several lists of the same columns, in the order of a column.</summary>
    internal static LogRows Of(IReadOnlyList<LogRows> parts, string order)
    {
        LogColumn[] columns = [.. parts[0].columns.Select(column => column.Empty())];
        var rows = parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(row => (Part: part, Row: row)));
        foreach (var (part, row) in rows.OrderBy(each => each.Part[order][each.Row]))
            for (var i = 0; i < columns.Length; i++)
                columns[i].Add(part.columns[i][row]);
        return new(columns);
    }

    /// <summary>Number of rows.</summary>
    public int Count => columns.Count == 0 ? 0 : columns[0].Count;

    /// <summary>The columns' names, from left to right.</summary>
    public IReadOnlyList<string> Names => [.. columns.Select(column => column.Name)];

    /// <summary>[Count] a column's numbers: 1 and 0 for true and false, NaN where a cell is empty.</summary>
    /// <exception cref="KeyNotFoundException">No column has this name; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string name] => columns.FirstOrDefault(column => column.Name == name)?.List
        ?? throw new KeyNotFoundException($"There is no column '{name}'. There are: {string.Join(", ", Names)}.");

    /// <summary>How many rows, of which columns.</summary>
    public override string ToString() => $"{Counted.Of(Count, "row")}: {string.Join(", ", Names)}";

    /// <summary>Writes a CSV file with a header line; the file is replaced as a whole or not at all.</summary>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    /// <param name="format">For programs, or for Excel.</param>
    /// <exception cref="ArgumentException">The path is empty, or nothing can be written there.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void WriteCsv(string path, CsvFormat format = CsvFormat.Standard)
    {
        OutputFile.Require(path, nameof(path));
        using var file = new AtomicFile(path);
        if (format == CsvFormat.Excel)
            file.Stream.Write(Encoding.UTF8.Preamble);
        using (var csv = new CsvFile(file.Stream))
        {
            foreach (var column in columns)
                csv.Field(column.Name);
            csv.EndRow();
            for (var row = 0; row < Count; row++)
            {
                foreach (var column in columns)
                    csv.Field(column.Text(row));
                csv.EndRow();
            }
        }
        file.Commit();
    }

    /// <summary>The rows as a table, agent by agent, action and reward before observations and metrics.</summary>
    /// <param name="names">The columns to show, in this order; none for all. A name is that of a column
    /// (<c>observation_0_stock</c>), or the end of it for all agents (<c>stock</c>, <c>action</c>).</param>
    /// <exception cref="KeyNotFoundException">No column is called so; the message lists those there are.</exception>
    public Table ToTable(params string[] names) => ToTable(null, names);

    /// <summary>The table of all columns, with the number of rows above it.</summary>
    public DisplayContent ToDisplay() => ToTable($"{Counted.Of(Count, "row")}", []);

    /// <summary>Writes the rows as HTML for a notebook.</summary>
    public string ToHtml() => ToTable().ToHtml();

    internal Table ToTable(string? title, IReadOnlyList<string> names)
    {
        LogColumn[] shown = names.Count == 0 ? [.. columns.OrderBy(column => column.Place)] : [.. names.SelectMany(Named)];
        return LogTable.Of(shown, Count, title, isWhole: names.Count == 0);
    }

    /// <summary>The column of this name, or those of all agents whose names end so.</summary>
    IEnumerable<LogColumn> Named(string name)
    {
        var found = columns.Where(column => column.Name == name).ToArray();
        if (found.Length == 0)
            found = [.. columns.Where(column => column.Name.Split('_', 3) is [var kind, var agent, .. var rest]
                && int.TryParse(agent, out _) && (kind == name || rest is [var end] && end == name))];
        return found.Length > 0 ? found
            : throw new KeyNotFoundException($"There is no column '{name}'. There are: {string.Join(", ", Names)}.");
    }
}
