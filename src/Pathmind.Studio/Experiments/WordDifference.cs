using System.Text.RegularExpressions;

namespace Pathmind.Studios.Experiments;

/// <summary>What differs between two texts, word by word: what is not part of the longest common subsequence is new in
/// the second, or gone from the first.</summary>
internal static partial class WordDifference
{
    /// <summary>Tokens of each text at most: the table of all pairs must stay small.</summary>
    const int MostTokens = 2_000;

    /// <summary>Both texts in pieces, in order: those that are not gone are together the second one, those that are not
    /// new the first. Of texts that have no word in common, or are very long, the second one alone.</summary>
    public static IReadOnlyList<(string Piece, WordChange Change)> Of(string before, string after)
    {
        string[] old = [.. Tokens().Matches(before).Select(match => match.Value)];
        string[] now = [.. Tokens().Matches(after).Select(match => match.Value)];
        if (old.Length > MostTokens || now.Length > MostTokens)
            return [(after, before == after ? WordChange.None : WordChange.New)];
        var common = new int[old.Length + 1, now.Length + 1];            // length of the longest of the rests
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        if (common[0, 0] == 0 && now.Length > 0)
            return [(after, WordChange.New)];
        List<(string Piece, WordChange Change)> pieces = [];
        for (var (i, j) = (0, 0); i < old.Length || j < now.Length;)
            if (i < old.Length && j < now.Length && old[i] == now[j])
                (i, j) = (i + 1, Add(now[j], WordChange.None, j));
            else if (j == now.Length || i < old.Length && common[i + 1, j] >= common[i, j + 1])
                i = Add(old[i], WordChange.Gone, i);
            else
                j = Add(now[j], WordChange.New, j);
        return pieces;

        int Add(string word, WordChange change, int place)
        {
            if (pieces.Count > 0 && pieces[^1].Change == change)
                pieces[^1] = (pieces[^1].Piece + word, change);
            else
                pieces.Add((word, change));
            return place + 1;
        }
    }

    /// <summary>Numbers (whose groups of digits are no words of their own) and names, blanks, and each other character
    /// by itself.</summary>
    [GeneratedRegex(@"\d{1,3}(?:\u202f\d{3})+|[\w.]+|\s+|[^\w\s]")]
    private static partial Regex Tokens();
}

/// <summary>What became of words.</summary>
internal enum WordChange
{
    None,
    New,
    Gone,
}
