namespace Pathmind.Commands;

/// <summary>A word of a command line.</summary>
/// <param name="Text">The word without its quotes.</param>
/// <param name="Start">Start in the line, with its quotes.</param>
/// <param name="End">End; not included.</param>
internal readonly record struct ShellWord(string Text, int Start, int End)
{
    /// <summary>Splits a line into words as a shell does: 'as it is', "with \" and \\", and outside of quotes \ before
    /// a blank, a quote or a \. Any other \ stays, so that C:\policies needs no quotes.</summary>
    /// <exception cref="CommandException">A quote is not closed.</exception>
    public static IReadOnlyList<ShellWord> Split(string line)
    {
        var words = Scan(line, out var open);
        return open is { } quote ? throw new CommandException($"A {quote} is not closed in: {line}") : words;
    }

    /// <summary>The same for a line that is still being written: what is open ends with the line.</summary>
    public static IReadOnlyList<ShellWord> SplitSoFar(string line) => Scan(line, out _);

    /// <summary>Whether a backslash before the character is an escape, and not itself.</summary>
    static bool IsEscaped(char next, char? open) => next is '"' or '\\' || (open is null && (next == '\'' || char.IsWhiteSpace(next)));

    static List<ShellWord> Scan(string line, out char? open)
    {
        List<ShellWord> words = [];
        var word = new System.Text.StringBuilder();
        var start = -1;
        open = null;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (open is null && char.IsWhiteSpace(c))
            {
                End(i);
                continue;
            }
            if (start < 0)
                start = i;
            if (open is null && c is '"' or '\'' && open is null)
                open = c;
            else if (c == open)
                open = null;
            else if (c == '\\' && open != '\'' && i + 1 < line.Length && IsEscaped(line[i + 1], open))
                word.Append(line[++i]);
            else
                word.Append(c);
        }
        End(line.Length);
        return words;

        void End(int end)
        {
            if (start >= 0)
                words.Add(new(word.ToString(), start, end));
            word.Clear();
            start = -1;
        }
    }
}
