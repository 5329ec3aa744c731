using System.Globalization;

namespace Pathmind.Policies;

/// <summary>Turns names chosen by the user into valid C#: the result is an identifier, or text that fits in one line of
/// a comment, for any name.</summary>
internal static class CSharpNames
{
    static readonly HashSet<string> Keywords =
    [
        .. ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum "
            + "event explicit extern false finally "
            + "fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out "
            + "override params private protected public "
            + "readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof uint "
            + "ulong unchecked unsafe ushort using virtual "
            + "void volatile while").Split(' '),
    ];

    /// <summary>A class name: <c>lean-inventory</c> becomes <c>LeanInventory</c>.</summary>
    public static string Type(string name)
    {
        var words = Identifier(name).Split('_', StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return joined.Length > 0 && !char.IsDigit(joined[0]) ? joined : "Policy" + joined;
    }

    /// <summary>Names of parameters or of an enum's values, all different, and different from the reserved ones:
    /// those of observations and of choices.</summary>
    public static string[] ParameterNames(IEnumerable<string> names, params string[] reserved)
    {
        HashSet<string> taken = [.. reserved];
        return [.. names.Select(name =>
        {
            var identifier = Identifier(name);
            if (identifier.Length == 0 || char.IsDigit(identifier[0]))
                identifier = "_" + identifier;
            var unique = identifier;
            for (var i = 2; !taken.Add(unique); i++)
                unique = $"{identifier}_{i}";
            return Keywords.Contains(unique) ? "@" + unique : unique;
        })];
    }

    /// <summary>Text for a doc comment: one line, no markup.</summary>
    public static string Comment(string text) => string.Concat(text.Select(letter =>
            char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? ' ' : letter))
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    static string Identifier(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || char.IsLetter(letter) ? letter : '_'));
}
