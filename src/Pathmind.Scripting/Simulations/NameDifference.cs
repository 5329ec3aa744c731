using Pathmind.Words;

namespace Pathmind.Simulations;

/// <summary>Describes in words how two lists of names differ.</summary>
internal static class NameDifference
{
    public static string Describe(IReadOnlyList<string> expected, IReadOnlyList<string> got)
    {
        var (missing, extra) = (expected.Except(got).ToArray(), got.Except(expected).ToArray());
        var twice = got.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ToArray();
        if (twice.Length > 0)
            return $"'{twice[0]}' is written twice: write each name once, with its sum (x[\"{twice[0]}\"] += … writes it again)";
        string[] parts =
        [
            .. missing.Length > 0 ? [$"missing: {string.Join(", ", missing)}"] : Array.Empty<string>(),
            .. extra.Length > 0 ? [$"new: {string.Join(", ", extra)}"] : Array.Empty<string>(),
        ];
        return $"returned {Counted.Of(got.Count, "name")} ({string.Join("; ", parts)}), but the first call returned {expected.Count} "
            + $"({Short(expected)}): return the same names every time";
    }

    public static string Short(IReadOnlyList<string> names) =>
        names.Count <= 6 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))}, … {names[^1]}";
}
