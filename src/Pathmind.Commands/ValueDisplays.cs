using System.Data;
using System.Globalization;
using Pathmind.Displays;

namespace Pathmind.Commands;

/// <summary>The contents that values of the kit, and tables of data, show in a notebook.</summary>
internal static class ValueDisplays
{
    const int MostNumbers = 20;                                          // of a list, in one cell

    /// <summary>The content that shows a value; null if there is none for its type.</summary>
    public static DisplayContent? Of(object? value) => value switch
    {
        DisplayContent content => content,
        IDisplayable displayable => displayable.ToDisplay(),
        TrainedPolicy policy => policy.ToTable(),
        Observation observation => Named("observation", observation.Names, name => Number(observation[name])),
        Reward reward => Named("reward term", reward.Names, name => reward[name]),
        AgentAction action => new TextLine(action.ToString()),
        DataTable table => Data(table),
        _ => null,
    };

    static Table Named(string header, IReadOnlyList<string> names, Func<string, object?> value) =>
        new([new(header, ColumnAlignment.Left), new("value")], [.. names.Select(name => (IReadOnlyList<object?>)[name, value(name)])]);

    static object Number(ObservationValue value) => value.IsList ? List(value.Values) : value.Number;

    static string List(ReadOnlySpan<float> values)
    {
        var first = values[..Math.Min(values.Length, MostNumbers)].ToArray()
            .Select(number => CellText.Minus(number.ToString(CultureInfo.InvariantCulture)));
        return $"[{string.Join(", ", first)}" + (values.Length > MostNumbers ? $", … {values.Length} numbers]" : "]");
    }

    static DisplayContent Data(DataTable table) => table.Columns.Count == 0
        ? new TextLine("A table without columns.")
        : new Table(
            [.. table.Columns.Cast<DataColumn>().Select(Column)],
            [.. table.Rows.Cast<DataRow>().Select(row => (object?[])[.. row.ItemArray.Select(cell => cell is DBNull ? null : cell)])])
        {
            Title = table.TableName.Length > 0 ? table.TableName : null, PageRows = 100,
        };

    static TableColumn Column(DataColumn column) =>
        new(column.ColumnName, IsNumber(column.DataType) ? ColumnAlignment.Right : ColumnAlignment.Left);

    static bool IsNumber(Type type) => type.IsPrimitive && type != typeof(bool) && type != typeof(char) || type == typeof(decimal);
}
