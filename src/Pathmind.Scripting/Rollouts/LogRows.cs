using Pathmind.Files;
using Pathmind.Policies;
using Pathmind.Rollouts;

namespace Pathmind;

/// <summary>Rows of numbers under named columns, kept column by column.</summary>
public sealed class LogRows
{
    readonly IReadOnlyList<LogColumn> columns;

    internal LogRows(IReadOnlyList<LogColumn> columns) => this.columns = columns;

    /// <summary>Number of rows.</summary>
    public int Count => columns.Count == 0 ? 0 : columns[0].Count;

    /// <summary>The columns' names, from left to right.</summary>
    public IReadOnlyList<string> Names => [.. columns.Select(column => column.Name)];

    /// <summary>[Count] a column's numbers: 1 and 0 for true and false, NaN where a cell is empty.</summary>
    /// <exception cref="KeyNotFoundException">No column has this name; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string name] => columns.FirstOrDefault(column => column.Name == name)?.List
        ?? throw new KeyNotFoundException($"There is no column '{name}'. There are: {string.Join(", ", Names)}.");

    /// <summary>How many rows, of which columns.</summary>
    public override string ToString() => $"{Count:N0} rows: {string.Join(", ", Names)}";

    /// <summary>Writes a CSV file with a header line; the file is replaced as a whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void WriteCsv(string path)
    {
        using var file = new AtomicFile(path);
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

    internal Table ToTable(string title) =>
        new([.. columns.Select(column => new TableColumn(column.Header) { Rank = column.Rank })], new Cells(columns, Count)) { Title = title, PageRows = 100 };

    /// <summary>Makes the cells of a row when it is shown.</summary>
    sealed class Cells(IReadOnlyList<LogColumn> columns, int count) : IReadOnlyList<IReadOnlyList<object?>>
    {
        public int Count => count;

        public IReadOnlyList<object?> this[int index] => [.. columns.Select(column => column.Cell(index))];

        public IEnumerator<IReadOnlyList<object?>> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
