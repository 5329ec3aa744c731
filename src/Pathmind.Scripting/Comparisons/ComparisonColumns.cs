using Pathmind.Rollouts;

namespace Pathmind.Comparisons;

/// <summary>A comparison as columns of a file.</summary>
internal static class ComparisonColumns
{
    static readonly string[] Verdicts = [.. Enum.GetValues<Verdict>().Select(InWords)];

    /// <summary>One row per policy.</summary>
    public static LogRows Of(Comparison comparison)
    {
        var policies = comparison.Policies;
        LogColumn names = new("policy", "policy", LogColumnKind.Whole) { ChoiceNames = [.. policies.Select(policy => policy.Name)] };
        LogColumn episodes = new("episodes", "episodes", LogColumnKind.Whole);
        for (var i = 0; i < policies.Count; i++)
        {
            names.Add(i);
            episodes.Add(comparison.Episodes);
        }
        return new([names, episodes, .. policies[0].Numbers.SelectMany(number => Columns(comparison, number.Name))]);
    }

    static IEnumerable<LogColumn> Columns(Comparison comparison, string name)
    {
        var log = comparison.Logs[0];
        var title = log.MetricOf(name) is { } metric ? $"metric_{metric}" : log.TermOf(name) is { } term ? $"reward_{term}" : name;
        ComparedNumber[] numbers = [.. comparison.Policies.Select(policy => policy[name])];
        yield return Column("", number => number.Value.Mean);
        yield return Filled(new($"{title}_deviation", title, LogColumnKind.Double),
            comparison.Logs.Select(own => Statistic.Of(own.EpisodesOf(name)).Deviation));
        yield return Column("_low", number => number.Value.Low);
        yield return Column("_high", number => number.Value.High);
        yield return Column("_difference", number => number.Difference?.Mean);
        yield return Column("_difference_low", number => number.Difference?.Low);
        yield return Column("_difference_high", number => number.Difference?.High);
        yield return Filled(
            new($"{title}_verdict", title, LogColumnKind.Whole) { ChoiceNames = Verdicts },
            numbers.Select(number => (double)number.Verdict));

        LogColumn Column(string ending, Func<ComparedNumber, double?> value) => Filled(
            new($"{title}{ending}", title, LogColumnKind.Double),
            numbers.Select(number => value(number) is { } given && double.IsFinite(given) ? given : double.NaN));
    }

    static LogColumn Filled(LogColumn column, IEnumerable<double> values)
    {
        foreach (var value in values)
            column.Add(value);
        return column;
    }

    static string InWords(Verdict verdict) => verdict switch
    {
        Verdict.NotTold => "not told",
        Verdict.NoDifference => "no difference",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
