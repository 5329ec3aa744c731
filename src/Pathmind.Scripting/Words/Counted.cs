namespace Pathmind.Words;

/// <summary>A number of things in words: <c>1 step</c>, <c>2,000 steps</c>.</summary>
internal static class Counted
{
    /// <summary>The number and the word, in the plural except after 1.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">The word for one of them, whose plural ends with s.</param>
    public static string Of(long number, string one) => number == 1 ? $"1 {one}" : $"{number:N0} {one}s";
}
