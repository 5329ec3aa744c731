namespace Pathmind.Commands;

/// <summary>Suggests names for a misspelt one.</summary>
internal static class Suggestions
{
    /// <summary>Sentences for the end of an error: the nearest name if one is near, then all names.</summary>
    /// <param name="wrong">The misspelt name.</param>
    /// <param name="kind">What the names are, in the plural: <c>options</c>.</param>
    /// <param name="names">All valid names.</param>
    public static string Say(string wrong, string kind, IEnumerable<string> names)
    {
        string[] all = [.. names.Distinct()];
        var near = Nearest(wrong, all) is { } nearest ? $"Did you mean {nearest}? " : "";
        return all.Length == 0 ? $"There are no {kind}." : $"{near}{char.ToUpperInvariant(kind[0])}{kind[1..]}: {string.Join(", ", all)}.";
    }

    /// <summary>The valid name nearest to the written one: within a third of its letters (at least 2) by edit distance,
    /// or beginning with what was written; null if there is none.</summary>
    public static string? Nearest(string wrong, IEnumerable<string> names) => names
        .Select(name => (Name: name, Changes: Changes(wrong, name)))
        .Where(candidate => candidate.Changes <= Math.Max(2, candidate.Name.Length / 3) && candidate.Changes < candidate.Name.Length)
        .OrderBy(candidate => candidate.Changes)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <summary>How many letters differ, in any case; 0 if the name begins with three or more letters that were
    /// written.</summary>
    static int Changes(string wrong, string name) => wrong.Length >= 3 && name.StartsWith(wrong, StringComparison.OrdinalIgnoreCase)
        ? 0
        : Distance(wrong.ToLowerInvariant(), name.ToLowerInvariant());

    /// <summary>Levenshtein's distance: insertions, deletions and replacements of a letter.</summary>
    static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < to.Length; j++)
                (diagonal, row[j + 1]) = (row[j + 1], Math.Min(Math.Min(row[j], row[j + 1]) + 1, diagonal + (from[i] == to[j] ? 0 : 1)));
        }
        return row[^1];
    }
}
