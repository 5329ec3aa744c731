using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>The rows of the last tenth of a training, followed while they come: of a long one only these are
/// kept.</summary>
internal sealed class LateRows
{
    readonly List<string> names = [];
    readonly Queue<double[]> rows = [];

    /// <summary>Rows that have come in all.</summary>
    public int Count { get; private set; }

    /// <summary>Adds rows whose columns may be others.</summary>
    public void Add(ProgressBatch batch)
    {
        names.AddRange(batch.Columns.Except(names).ToArray());
        int[] places = [.. names.Select(name => Array.IndexOf(batch.Columns, name))];
        foreach (var row in batch.Rows)
        {
            rows.Enqueue([.. places.Select(place => place < 0 ? double.NaN : row[place] ?? double.NaN)]);
            Count++;
            while (rows.Count > (Count + 9) / 10)
                rows.Dequeue();
        }
    }

    /// <summary>Mean and spread of a column over these rows; null if none of them has a value.</summary>
    public Statistic? this[string column]
    {
        get
        {
            var place = names.IndexOf(column);
            double[] values = place < 0 ? []
                : [.. rows.Where(row => place < row.Length).Select(row => row[place]).Where(value => !double.IsNaN(value))];
            return values.Length == 0 ? null : Statistic.Of(values);
        }
    }

    /// <summary>The newest value of a column; null if it has none.</summary>
    public double? Last(string column)
    {
        var place = names.IndexOf(column);
        return place < 0 ? null : rows.LastOrDefault(row => place < row.Length && !double.IsNaN(row[place]))?[place];
    }

    /// <summary>Those of a whole curve.</summary>
    public static LateRows Of(Curve curve)
    {
        LateRows late = new() { Count = curve.Rows };
        late.names.AddRange(curve.Names);
        for (var row = curve.Rows - (curve.Rows + 9) / 10; row < curve.Rows; row++)
            late.rows.Enqueue([.. late.names.Select(name => curve[name][row])]);
        return late;
    }
}
