using System.Runtime.InteropServices;
using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>All rows of a training's progress, column by column; NaN where a row has no value.</summary>
internal sealed class Curve
{
    const string IterationColumn = "iteration";

    readonly OrderedDictionary<string, List<double>> columns = [];

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names => [.. columns.Keys];

    /// <summary>[rows] values of a column; empty if there is none of this name.</summary>
    public IReadOnlyList<double> this[string column] => columns.TryGetValue(column, out var values) ? values : [];

    /// <summary>[rows] the same values where they lie; until the next rows come.</summary>
    public ReadOnlySpan<double> Values(string column) =>
        columns.TryGetValue(column, out var values) ? CollectionsMarshal.AsSpan(values) : [];

    /// <summary>The newest iteration; 0 without rows.</summary>
    public int LastIteration => Rows > 0 && Values(IterationColumn) is [.., var last] ? (int)last : 0;

    /// <summary>Adds rows as they are kept: [columns, rows], NaN for no value.</summary>
    /// <param name="names">Of the columns.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="added">[columns, rows].</param>
    public void Add(string[] names, int count, ReadOnlySpan<double> added)
    {
        foreach (var name in names)
            if (!columns.ContainsKey(name))
                columns[name] = [.. Enumerable.Repeat(double.NaN, Rows)];
        foreach (var (name, values) in columns)
            if (Array.IndexOf(names, name) is >= 0 and var place)
                values.AddRange(added.Slice(place * count, count));
            else
                values.AddRange(Enumerable.Repeat(double.NaN, count));
        Rows += count;
    }

    /// <summary>Adds rows whose columns may be others.</summary>
    public void Add(ProgressBatch batch)
    {
        foreach (var name in batch.Columns)
            if (!columns.ContainsKey(name))
                columns[name] = [.. Enumerable.Repeat(double.NaN, Rows)];
        foreach (var (name, values) in columns)
        {
            var column = Array.IndexOf(batch.Columns, name);
            foreach (var row in batch.Rows)
                values.Add(column < 0 ? double.NaN : row[column] ?? double.NaN);
        }
        Rows += batch.Rows.Length;
    }

    /// <summary>All rows as one batch.</summary>
    public ProgressBatch ToBatch() => new()
    {
        Columns = [.. columns.Keys],
        Rows =
        [
            .. Enumerable.Range(0, Rows).Select(
                row => columns.Values.Select(values => double.IsNaN(values[row]) ? (double?)null : values[row]).ToArray()),
        ],
    };

    /// <summary>The rows of a batch that come after an iteration, in their order.</summary>
    /// <exception cref="InvalidDataException">A row has another number of values than there are columns, or no
    /// iteration.</exception>
    public static ProgressBatch After(ProgressBatch batch, int iteration)
    {
        if (batch.Rows.Length == 0)
            return batch;
        var column = Array.IndexOf(batch.Columns, IterationColumn);
        if (column < 0)
            throw new InvalidDataException($"The rows have no column {IterationColumn}, by which a row is known.");
        if (batch.Columns.Distinct().Count() != batch.Columns.Length)
            throw new InvalidDataException("Two columns have the same name.");
        List<double?[]> rows = [];
        foreach (var row in batch.Rows)
        {
            if (row.Length != batch.Columns.Length)
                throw new InvalidDataException($"A row has {row.Length} values, but there are {batch.Columns.Length} columns.");
            if (row[column] is not (>= 1 and <= int.MaxValue and var number) || number != Math.Floor(number))
                throw new InvalidDataException($"A row has the iteration {row[column]}, but must have a whole number from 1.");
            if (number <= iteration)
                continue;
            for (var i = 0; i < row.Length; i++)
                if (row[i] is { } value && !double.IsFinite(value))
                    row[i] = null;                                       // 1e999 is read as infinity
            rows.Add(row);
            iteration = (int)number;
        }
        return batch with { Rows = [.. rows] };
    }
}
