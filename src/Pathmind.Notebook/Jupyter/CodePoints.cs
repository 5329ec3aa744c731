namespace Pathmind.Notebook.Jupyter;

/// <summary>Jupyter counts a cursor in code points, C# in UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>UTF-16 index of a number of code points; the end of the text at most.</summary>
    public static int ToUtf16(string text, int codePoints)
    {
        var at = 0;
        while (codePoints-- > 0 && at < text.Length)
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return at;
    }

    /// <summary>Code points before a UTF-16 index.</summary>
    public static int Of(string text, int utf16)
    {
        var count = 0;
        for (var at = 0; at < utf16 && at < text.Length; count++)
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return count;
    }
}
