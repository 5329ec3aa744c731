using System.Globalization;

namespace Pathmind.Rollouts;

/// <summary>A growing column of numbers, NaN where a cell is empty. All kinds are kept as float64, which holds each of them exactly.</summary>
internal sealed class LogColumn(string name, string header, LogColumnKind kind)
{
    double[] values = new double[64];

    /// <summary>Name in files and in code.</summary>
    public string Name => name;

    /// <summary>Name above the column of a table.</summary>
    public string Header => header;

    public int Count { get; private set; }

    public ReadOnlySpan<double> Values => values.AsSpan(0, Count);

    public ArraySegment<double> List => new(values, 0, Count);

    public double this[int row]
    {
        get => Values[row];
        set => values[row] = value;
    }

    public void Add(double value)
    {
        if (Count == values.Length)
            Array.Resize(ref values, 2 * Count);
        values[Count++] = value;
    }

    /// <summary>The value as its kind, for a table; null where empty.</summary>
    public object? Cell(int row) => values[row] is var value && double.IsNaN(value) ? null : kind switch
    {
        LogColumnKind.Whole => (long)value,
        LogColumnKind.Single => (float)value,
        LogColumnKind.Flag => value != 0,
        LogColumnKind.Ending => (Ending)(int)value,
        _ => value,
    };

    /// <summary>The value for a file: the shortest text that reads back as the same number; empty where empty.</summary>
    public string Text(int row) => Convert.ToString(Cell(row), CultureInfo.InvariantCulture) ?? "";
}

/// <summary>What the numbers of a column are.</summary>
internal enum LogColumnKind
{
    Whole,
    Single,
    Double,
    Flag,
    Ending,
}
