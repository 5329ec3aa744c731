using System.Globalization;
using Pathmind.Displays;

namespace Pathmind.Rollouts;

/// <summary>A growing column of numbers, NaN where a cell is empty. All kinds are kept as float64, which holds each of
/// them exactly.</summary>
internal sealed class LogColumn(string name, string header, LogColumnKind kind, ColumnRank rank = ColumnRank.Essential)
{
    readonly IReadOnlyList<string> names = [];
    double[] values = new double[64];

    /// <summary>Name in files and in code.</summary>
    public string Name => name;

    /// <summary>Name above the column of a table.</summary>
    public string Header => header;

    /// <summary>How soon a table leaves it out that is too wide.</summary>
    public ColumnRank Rank => rank;

    /// <summary>[choices] what a column of choices shows in place of their numbers; empty for the numbers.</summary>
    public IReadOnlyList<string> ChoiceNames
    {
        init => names = value;
    }

    /// <summary>Where a table shows it: agent by agent, and of each agent what it did and earned before what it saw.
    /// Files keep the order of writing.</summary>
    public int Place { get; init; }

    /// <summary>Whether its cells are words: names of choices, true and false, endings.</summary>
    public bool IsText => kind is LogColumnKind.Flag or LogColumnKind.Ending || names.Count > 0;

    public int Count { get; private set; }

    public ReadOnlySpan<double> Values => values.AsSpan(0, Count);

    public ArraySegment<double> List => new(values, 0, Count);

    public double this[int row]
    {
        get => Values[row];
        set => values[row] = value;
    }

    /// <summary>A column of the same kind without rows.</summary>
    public LogColumn Empty() => new(name, header, kind, rank) { ChoiceNames = names, Place = Place };

    public void Add(double value)
    {
        if (Count == values.Length)
            Array.Resize(ref values, 2 * Count);
        values[Count++] = value + 0.0;                                    // + 0.0: no minus zero
    }

    /// <summary>The value as its kind, for a table: a choice that has a name as that name; null where empty.</summary>
    public object? Cell(int row) => values[row] is var value && double.IsNaN(value) ? null : kind switch
    {
        LogColumnKind.Whole when names.Count > 0 => names[(int)value],
        LogColumnKind.Whole => (long)value,
        LogColumnKind.Single => (float)value,
        LogColumnKind.Flag => value != 0,
        LogColumnKind.Ending => (Ending)(int)value,
        _ => value,
    };

    /// <summary>The value for a file: the shortest text that reads back as the same number of its type; empty where
    /// empty. A fraction that is exactly a float32 came from one and is written as one: -0.1, not
    /// -0.10000000149011612.</summary>
    public string Text(int row) => Cell(row) is double number && IsSingle(number)
        ? ((float)number).ToString(CultureInfo.InvariantCulture)
        : Convert.ToString(Cell(row), CultureInfo.InvariantCulture) ?? "";

    /// <summary>Whether a number is a fraction that float32 holds exactly. (Whole numbers have the same digits in both
    /// types.)</summary>
    static bool IsSingle(double number) => (float)number == number && number != Math.Floor(number);
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
