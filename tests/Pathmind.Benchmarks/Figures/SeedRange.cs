using System.Globalization;

namespace Pathmind.Benchmarks;

/// <summary>Seeds as the command line names them.</summary>
internal static class SeedRange
{
    /// <summary>Null if the text is not such as 3-5, or 3.</summary>
    public static int[]? Parse(string text) =>
        text.Split('-') is { Length: <= 2 } parts
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) && first <= last
            ? [.. Enumerable.Range(first, last - first + 1)] : null;
}
