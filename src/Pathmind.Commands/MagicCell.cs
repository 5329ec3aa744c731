using System.Text.RegularExpressions;

namespace Pathmind.Commands;

/// <summary>A cell taken apart: magics at its head (<c>%train</c>, <c>%%train</c>), C# below. Blank lines, line
/// comments, usings, #r, #i and #load may come before and between the magics; the first line of anything else ends the
/// head, so <c>% 4</c> further down stays C#.</summary>
public sealed partial class MagicCell
{
    MagicCell(IReadOnlyList<MagicLine> magics, string code) => (Magics, Code) = (magics, code);

    /// <summary>The magics, from top to bottom.</summary>
    public IReadOnlyList<MagicLine> Magics { get; }

    /// <summary>The cell with its magics as blank lines of the same length, so that line numbers and positions stay
    /// right.</summary>
    public string Code { get; }

    /// <summary>Whether there is something to compile: more than blank lines and line comments.</summary>
    public bool HasCode => Code.Split('\n').Any(line => line.AsSpan().Trim() is { IsEmpty: false } text && !text.StartsWith("//"));

    /// <summary>Takes a cell apart.</summary>
    public static MagicCell Parse(string code)
    {
        var lines = code.Split('\n');
        List<MagicLine> magics = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('%'))
            {
                magics.Add(new(i + 1, line.TrimStart('%').Trim()));
                lines[i] = new(' ', lines[i].Length);
            }
            else if (!MayPrecedeMagics(line))
                break;
        }
        return new(magics, string.Join('\n', lines));
    }

    static bool MayPrecedeMagics(string line) => line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal)
        || line.StartsWith("#r ", StringComparison.Ordinal) || line.StartsWith("#i ", StringComparison.Ordinal)
        || line.StartsWith("#load ", StringComparison.Ordinal)
        || UsingDirective().IsMatch(line);

    /// <summary>Not a using declaration, which has a type and a name before its equals sign, or var.</summary>
    [GeneratedRegex(@"^(?:global\s+)?using\s+(?!var\b)(?:static\s+|\w+\s*=\s*)?\w[\w.:<>,\[\]?]*\s*;\s*(?://.*)?$")]
    private static partial Regex UsingDirective();
}

/// <summary>A magic of a cell.</summary>
/// <param name="Number">The line of the cell, counted from 1.</param>
/// <param name="Text">What follows the per cent signs: <c>train --steps 10000</c>.</param>
public readonly record struct MagicLine(int Number, string Text);
