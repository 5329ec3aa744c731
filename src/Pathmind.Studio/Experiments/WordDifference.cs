using System.Text.RegularExpressions;

namespace Pathmind.Studios.Experiments;

/// <summary>What differs between two texts, word by word: those of the second that are not part of the longest common
/// subsequence are new.</summary>
internal static partial class WordDifference
{
    /// <summary>Tokens of each text at most: the table of all pairs must stay small.</summary>
    const int MostTokens = 2_000;

    /// <summary>The second text in pieces, in order; together they are the text.</summary>
    public static IReadOnlyList<(string Piece, bool IsNew)> Of(string before, string after)
    {
        string[] old = [.. Tokens().Matches(before).Select(match => match.Value)];
        string[] now = [.. Tokens().Matches(after).Select(match => match.Value)];
        if (old.Length > MostTokens || now.Length > MostTokens)
            return [(after, before != after)];
        var common = new int[old.Length + 1, now.Length + 1];            // length of the longest of the rests
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        List<(string Piece, bool IsNew)> pieces = [];
        for (var (i, j) = (0, 0); j < now.Length; j++)
        {
            while (i < old.Length && old[i] != now[j] && common[i + 1, j] > common[i, j + 1])
                i++;
            var isOld = i < old.Length && old[i] == now[j];
            Add(now[j], !isOld);
            i += isOld ? 1 : 0;
        }
        return pieces;

        void Add(string word, bool isNew)
        {
            if (pieces.Count > 0 && pieces[^1].IsNew == isNew)
                pieces[^1] = (pieces[^1].Piece + word, isNew);
            else
                pieces.Add((word, isNew));
        }
    }

    /// <summary>Numbers and names, blanks, and each other character by itself.</summary>
    [GeneratedRegex(@"[\w.]+|\s+|[^\w\s]")]
    private static partial Regex Tokens();
}
