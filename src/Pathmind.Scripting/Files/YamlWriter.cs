using System.Collections;
using System.Globalization;
using System.Text;

namespace Pathmind.Files;

/// <summary>Writes mappings, lists and scalars as YAML that readers of version 1.1 and 1.2 take for the same: a text
/// that any of them could take for something else (<c>on</c>, <c>no</c>, <c>2024</c>, <c>~</c>) is in quotes.</summary>
internal sealed class YamlWriter
{
    /// <summary>Words that YAML 1.1 or 1.2 reads as true, false or null.</summary>
    static readonly HashSet<string> Reserved =
        new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "on", "off", "true", "false", "null" };

    readonly StringBuilder text = new();

    /// <param name="mapping">Values are mappings, lists, texts, numbers and truth values.</param>
    /// <returns>Lines that end with a line feed.</returns>
    public static string Write(OrderedDictionary<string, object> mapping)
    {
        YamlWriter writer = new();
        writer.Mapping(mapping, indent: 0);
        return writer.text.ToString();
    }

    void Mapping(OrderedDictionary<string, object> mapping, int indent)
    {
        var isFirst = true;
        foreach (var (key, value) in mapping)
        {
            text.Append(' ', isFirst ? 0 : indent).Append(Scalar(key)).Append(':');
            isFirst = false;
            switch (value)
            {
                case OrderedDictionary<string, object> { Count: > 0 } inner:
                    text.Append('\n').Append(' ', indent + 2);
                    Mapping(inner, indent + 2);
                    break;
                case IList { Count: > 0 } list:
                    List(list, indent);
                    break;
                default:
                    text.Append(' ').Append(Scalar(value)).Append('\n');
                    break;
            }
        }
    }

    void List(IList list, int indent)
    {
        text.Append('\n');
        foreach (var item in list)
        {
            text.Append(' ', indent).Append("- ");
            if (item is OrderedDictionary<string, object> mapping)
                Mapping(mapping, indent + 2);
            else
                text.Append(Scalar(item)).Append('\n');
        }
    }

    static string Scalar(object? value) => value switch
    {
        string word => IsPlain(word) ? word : Quoted(word),
        bool truth => truth ? "true" : "false",
        float number => Number(number),
        int number => number.ToString(CultureInfo.InvariantCulture),
        IDictionary => "{}",
        IList => "[]",
        _ => throw new ArgumentException($"A {value?.GetType().Name} is not written as YAML."),
    };

    /// <remarks>YAML 1.1 takes 1E+30 for a text, 1.0E+30 for a number.</remarks>
    static string Number(float number) => number switch
    {
        float.PositiveInfinity => ".inf",
        float.NegativeInfinity => "-.inf",
        float.NaN => ".nan",
        _ when number.ToString(CultureInfo.InvariantCulture) is var digits && digits.Contains('E')
        && !digits.Contains('.') => digits.Replace("E", ".0E"),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Words that begin with a letter and hold nothing that YAML gives a meaning to.</summary>
    static bool IsPlain(string word) =>
        word.Length > 0 && (char.IsAsciiLetter(word[0]) || word[0] == '_') && word[^1] != ' ' && !Reserved.Contains(word)
        && word.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or ' ' or '-' or '.' or '[' or ']' or '(' or ')'
            or '/');

    static string Quoted(string word)
    {
        StringBuilder quoted = new("\"");
        foreach (var rune in word.EnumerateRunes())
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                >= ' ' and <= '~' => rune.ToString(),
                <= 0xFFFF => $"\\u{rune.Value:X4}",
                _ => $"\\U{rune.Value:X8}",
            });
        return quoted.Append('"').ToString();
    }
}
