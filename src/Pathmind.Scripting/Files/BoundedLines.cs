using System.Text;

namespace Pathmind.Files;

/// <summary>Reads lines that a user's code may write in another process: none of them costs more memory than the
/// longest, however long it is.</summary>
/// <param name="reader">Where they come from.</param>
/// <param name="longest">Characters of a line; what is beyond them is dropped.</param>
internal sealed class BoundedLines(TextReader reader, int longest)
{
    readonly char[] buffer = new char[8_192];
    readonly StringBuilder line = new();
    int next, length;

    /// <summary>The next line; null at the end.</summary>
    public async Task<string?> ReadAsync()
    {
        while (true)
        {
            if (next == length)
            {
                (next, length) = (0, await reader.ReadAsync(buffer));
                if (length == 0)
                    return line.Length > 0 ? Take() : null;
            }
            var end = Array.IndexOf(buffer, '\n', next, length - next);
            var to = end < 0 ? length : end;
            line.Append(buffer, next, Math.Min(to - next, Math.Max(0, longest - line.Length)));
            next = end < 0 ? length : end + 1;
            if (end >= 0)
                return Take();
        }
    }

    string Take()
    {
        var text = line.ToString().TrimEnd('\r');
        line.Clear();
        return text;
    }
}
