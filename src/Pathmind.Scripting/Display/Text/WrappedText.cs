namespace Pathmind.Displays;

/// <summary>Text broken between words, each line's continuation below its first word: below the text of <c>  ✗ a
/// problem</c>.</summary>
internal static class WrappedText
{
    /// <summary>Narrower room is not indented into.</summary>
    const int Narrowest = 16;

    /// <param name="text">Lines of text.</param>
    /// <param name="width">Characters in a line at most, unless a word is longer; at least 1.</param>
    public static string Of(string text, int width) => string.Join('\n', text.Split('\n').Select(line => Line(line, width)));

    static string Line(string line, int width)
    {
        if (line.Length <= width)
            return line;
        var indent = IndentOf(line);
        if (indent > width - Narrowest)
            indent = 0;
        var (lines, from, margin) = (new List<string>(), 0, 0);
        while (line.Length - from > width - margin)
        {
            var start = from + (margin == 0 ? indent : 0);
            var space = line.LastIndexOf(' ', from + width - margin, from + width - margin - start);
            if (space <= start)
                space = line.IndexOf(' ', start) is >= 0 and var next ? next : line.Length;
            lines.Add(new string(' ', margin) + line[from..space]);
            (from, margin) = (Math.Min(line.Length, space + 1), indent);
        }
        if (from < line.Length)
            lines.Add(new string(' ', margin) + line[from..]);
        return string.Join('\n', lines);
    }

    /// <summary>Where the words begin: after spaces, and after a single mark with a space.</summary>
    static int IndentOf(string line)
    {
        var first = line.Length - line.TrimStart().Length;
        return first > 0 && first + 2 < line.Length && !char.IsLetterOrDigit(line[first]) && line[first + 1] == ' ' ? first + 2 : first;
    }
}
