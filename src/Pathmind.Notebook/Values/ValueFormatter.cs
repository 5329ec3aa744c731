using System.Collections;
using System.Data;
using System.Globalization;
using System.Numerics;
using Pathmind.Commands;

namespace Pathmind.Notebook.Values;

/// <summary>The forms of any value: a MIME bundle that always holds text/plain. Reads at most a thousand items of a
/// sequence, and survives getters that throw.</summary>
internal static class ValueFormatter
{
    const string Text = "text/plain";
    const int MostItems = 1000, MostScalars = 100, MostCharacters = 1 << 20;

    static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'], Jpeg = [0xFF, 0xD8, 0xFF];

    public static IReadOnlyDictionary<string, string> Format(object? value) =>
        Form(value) is var form && form is DisplayContent content ? content.ToBundle() : (IReadOnlyDictionary<string, string>)form;

    /// <summary>A <see cref="DisplayContent"/>, which each place draws in its own width, or a bundle.</summary>
    public static object Form(object? value) => value switch
    {
        _ when ValueDisplays.Of(value) is { } content => content,
        MimeValue mime => new Dictionary<string, string> { [Text] = mime.ToString(), [mime.MimeType] = mime.Text },
        _ when PlotlyValue.Of(value) is { } chart => chart,
        byte[] bytes when bytes.AsSpan().StartsWith(Png) => Image("image/png", bytes),
        byte[] bytes when bytes.AsSpan().StartsWith(Jpeg) => Image("image/jpeg", bytes),
        byte[] bytes => Plain($"byte[{bytes.Length}]"),
        DataTable table => Rows(table),
        _ when IsScalar(value) || OverridesToString(value!) && value is not IEnumerable => Plain(Scalar(value)),
        IDictionary dictionary => Pairs(dictionary),
        IEnumerable sequence => Sequence(sequence),
        _ => Properties(value!),
    };

    static Dictionary<string, string> Image(string type, byte[] bytes) =>
        new() { [Text] = $"{type}, {bytes.Length} bytes", [type] = Convert.ToBase64String(bytes) };

    static Dictionary<string, string> Plain(string text) => new()
    {
        [Text] = text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}… ({text.Length - MostCharacters:N0} more characters)",
    };

    static bool IsScalar(object? value) =>
        value is null or string or IFormattable or bool or char or Type or Delegate or Task or Exception or BigInteger;

    static string Scalar(object? value) => value switch
    {
        null => "null",
        Type type => TypeName.Short(type),
        Delegate method => TypeName.Short(method.GetType()),
        Task task => $"{TypeName.Short(task.GetType())}: {task.Status}; await it for its result",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    static bool OverridesToString(object value)
    {
        var declaring = value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType;
        return declaring != typeof(object) && declaring != typeof(ValueType);
    }

    static Table Rows(DataTable table) => new(
        [.. table.Columns.Cast<DataColumn>().Select(column => new TableColumn(column.ColumnName, Alignment(column.DataType)))],
        [.. table.Rows.Cast<DataRow>().Take(MostItems).Select(Cells)])
    {
        Title = table.Rows.Count > MostItems ? $"the first {MostItems:N0} of {table.Rows.Count:N0} rows" : null,
    };

    static object?[] Cells(DataRow row) => [.. row.ItemArray.Select(value => value is DBNull ? null : Cell(value))];

    static ColumnAlignment Alignment(Type type) => IsNumber(type) ? ColumnAlignment.Right : ColumnAlignment.Left;

    static Table Pairs(IDictionary dictionary)
    {
        List<object?[]> rows = [];
        foreach (DictionaryEntry entry in dictionary)
        {
            if (rows.Count == MostItems)
                break;
            rows.Add([Cell(entry.Key), Cell(entry.Value)]);
        }
        return new([new("key", ColumnAlignment.Left), new("value")], rows)
        {
            Title = dictionary.Count > MostItems
            ? $"the first {MostItems} of {dictionary.Count}" : null
        };
    }

    /// <summary>Records become a table; numbers and texts a list.</summary>
    static object Sequence(IEnumerable sequence)
    {
        List<object?> items = [];
        var isCut = false;
        foreach (var item in sequence)
        {
            isCut = items.Count == MostItems;
            if (isCut)
                break;
            items.Add(item);
        }
        var getters = RecordsOf(sequence, items) is { } record ? Getters.Of(record) : [];
        if (getters.Count == 0)
        {
            var rest = items.Count > MostScalars ? $", … ({(isCut ? "more than " : "")}{items.Count:N0} items)" : "";
            return Plain($"[{string.Join(", ", items.Take(MostScalars).Select(item => Cell(item)))}{rest}]");
        }
        return new Table(
            [.. getters.Select(getter => new TableColumn(getter.Name, Alignment(getter.Type)))],
            [.. items.Select(item => (IReadOnlyList<object?>)[.. getters.Select(getter => item is null ? null : Cell(getter.Read(item)))])])
        {
            Title = isCut ? $"the first {MostItems:N0} rows" : null,
        };
    }

    /// <summary>The type whose properties the items have in common: their own, or what the sequence declares; null if
    /// they are not records.</summary>
    static Type? RecordsOf(IEnumerable sequence, List<object?> items)
    {
        object[] known = [.. items.OfType<object>()];
        if (known.Length == 0 || known.Any(item => IsScalar(item) || item is IEnumerable))
            return null;
        var own = known[0].GetType();
        if (known.All(own.IsInstanceOfType))
            return own;
        return sequence.GetType().GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(type => type.GenericTypeArguments[0]).FirstOrDefault(type => type != typeof(object) && !type.IsInterface);
    }

    static object Properties(object value)
    {
        var getters = Getters.Of(value.GetType());
        return getters.Count == 0
            ? Plain(TypeName.Short(value.GetType()))
            : new Table([new(TypeName.Short(value.GetType()), ColumnAlignment.Left), new("value", ColumnAlignment.Left)],
                [.. getters.Select(getter => (IReadOnlyList<object?>)[getter.Name, Cell(getter.Read(value))])]);
    }

    static bool IsNumber(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true } or { Name: nameof(Decimal) }
        && type != typeof(bool) && type != typeof(char);

    /// <summary>One cell: numbers stay numbers, everything else is a short text; nothing is opened further, so no cycle
    /// is followed.</summary>
    static object? Cell(object? value) => value switch
    {
        null => null,
        bool or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => value,
        string text => Short(text),
        _ when IsScalar(value) => Short(Scalar(value)),
        ICollection collection => $"{TypeName.Short(value.GetType())} ({collection.Count})",
        _ when OverridesToString(value) => Short(Getters.Guard(() => value.ToString())?.ToString() ?? ""),
        _ => TypeName.Short(value.GetType()),
    };

    static string Short(string text) => text.Length <= 100 ? text : $"{text[..99]}…";
}
