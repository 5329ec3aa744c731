using System.Text;

namespace Pathmind.Displays;

/// <summary>Lines of text in colours, as a terminal shows them.</summary>
internal sealed class TextBlock
{
    readonly List<List<(string Text, Style Style)>> lines = [[]];

    public TextBlock(string text = "", Style style = default) => Append(text, style);

    /// <summary>Characters of all lines.</summary>
    public int Length => lines.Sum(line => line.Sum(part => part.Text.Length));

    /// <summary>The blocks one below the other.</summary>
    public static TextBlock Rows(params IEnumerable<TextBlock> blocks)
    {
        TextBlock all = new();
        all.lines.Clear();
        foreach (var block in blocks)
            all.lines.AddRange(block.lines);
        return all;
    }

    /// <summary>Text behind what is there; line feeds begin new lines.</summary>
    public TextBlock Append(string text, Style style = default)
    {
        var isFirst = true;
        foreach (var line in text.Split('\n'))
        {
            if (!isFirst)
                lines.Add([]);
            isFirst = false;
            if (line.Length > 0)
                lines[^1].Add((line, style));
        }
        return this;
    }

    /// <summary>The characters that show the block, a line feed after each line. A line of one style that is too long
    /// is broken between words.</summary>
    public string Render(int width, TerminalColors colors)
    {
        StringBuilder text = new();
        foreach (var line in lines)
        {
            foreach (var (part, style) in line)
                text.Append(style.Apply(line.Count == 1 ? WrappedText.Of(part, width) : part, colors));
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Columns that a text takes in a terminal: two for East Asian characters and pictures, none for accents
    /// that combine.</summary>
    public static int WidthOf(string text) => text.EnumerateRunes().Sum(rune => Rune.GetUnicodeCategory(rune) switch
    {
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.Format => 0,
        _ => rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF)
            or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1,
    });
}
