using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>Judges policies that played the same episodes: means, differences in pairs to the first policy, and what
/// they tell.</summary>
/// <remarks>Errors over several policies: each difference has the confidence 1 − 0.05 / policies, so that all of a
/// number's differences hold together with 95 % (Bonferroni). Errors over several looks at growing numbers of episodes:
/// each look has its share of the 5 %, in equal parts (docs/comparing.md).</remarks>
/// <param name="logs">One per policy, of equal length.</param>
/// <param name="goals">Their names are known.</param>
/// <param name="looks">How often the episodes are looked at, at most.</param>
/// <param name="tolerance">Share of the larger mean below which a difference does not matter; 0 for none.</param>
internal sealed class PairedStatistics(IReadOnlyList<EpisodeLog> logs, Goals goals, int looks, double tolerance)
{
    /// <summary>Error of all intervals of a number together.</summary>
    public const double Error = 0.05;

    readonly MeanInterval means = new(1 - Error / looks);
    readonly MeanInterval differences = new(1 - Error / looks / Math.Max(1, logs.Count - 1));

    /// <summary>Names of all numbers: reward and length first; a term that is the only one only if it has a
    /// goal.</summary>
    public static string[] NamesOf(EpisodeLog log, Goals goals) =>
    [
        .. log.Terms.Keys.Select(log.TitleOf).Where(term => log.Terms.Count > 1 || goals.Names.Contains(term))
            .Prepend("steps").Prepend("reward").Concat(log.Metrics.Keys.Select(SimulationSchema.TitleOfMetric)).Distinct(),
    ];

    /// <summary>Names of all numbers that a log knows.</summary>
    public static IEnumerable<string> AllNamesOf(EpisodeLog log) =>
        ["reward", "steps", .. log.Metrics.Keys.Select(SimulationSchema.TitleOfMetric), .. log.Terms.Keys.Select(log.TitleOf)];

    public ComparedPolicy[] Judge()
    {
        var names = NamesOf(logs[0], goals);
        var numbers = new List<ComparedNumber>[logs.Count];
        for (var i = 0; i < logs.Count; i++)
            numbers[i] = [];
        foreach (var name in names)
        {
            var first = logs[0].EpisodesOf(name);
            for (var i = 0; i < logs.Count; i++)
                numbers[i].Add(Of(name, first, i == 0 ? first : logs[i].EpisodesOf(name), isFirst: i == 0));
        }
        return [.. logs.Zip(numbers, (log, own) => new ComparedPolicy(log.Policy, own))];
    }

    ComparedNumber Of(string name, double[] first, double[] own, bool isFirst)
    {
        var goal = goals.Names.Contains(name) ? goals[name] : null;
        var value = means.Of(own);
        var (isKept, more) = Bound(goal, value, own);
        if (isFirst)
            return new(name, value) { Goal = goal, IsKept = isKept, MoreEpisodes = more, Verdict = Verdict.First, Episodes = own.Length };
        var pairs = MeanInterval.Differences(first, own);
        var difference = differences.Of(pairs);
        var verdict = VerdictOf(difference, tolerance * Math.Max(Math.Abs(value.Mean), Math.Abs(first.Average())), name, goal);
        if (goal?.Bound is null)
            more = verdict == Verdict.NotTold ? differences.More(pairs, 0) : 0;
        return new(name, value)
        {
            Goal = goal, IsKept = isKept, MoreEpisodes = more, Difference = difference, Verdict = verdict, Episodes = own.Length,
        };
    }

    /// <summary>Whether the whole interval is on one side of the bound, and else how many more episodes it
    /// takes.</summary>
    (bool? IsKept, double More) Bound(Goal? goal, Estimate value, double[] own)
    {
        if (goal?.Bound is not { } bound)
            return (null, 0);
        var (low, high) = (goal.IsMetBy(value.Low), goal.IsMetBy(value.High));
        return low == high ? (low, 0) : (null, means.More(own, bound));
    }

    /// <summary>What a difference tells.</summary>
    /// <param name="difference">To the first policy, with its interval.</param>
    /// <param name="small">What does not matter.</param>
    /// <param name="name">Of the number.</param>
    /// <param name="goal">What is wanted of it; null for nothing.</param>
    public static Verdict VerdictOf(Estimate difference, double small, string name, Goal? goal)
    {
        if (difference.Low >= -small && difference.High <= small && difference.Contains(0))
            return Verdict.NoDifference;
        if (difference.Contains(0))
            return Verdict.NotTold;
        if (goal is null && name != "reward")
            return difference.Mean > 0 ? Verdict.Higher : Verdict.Lower;
        return difference.Mean > 0 == (goal?.WantsMore ?? true) ? Verdict.Better : Verdict.Worse;
    }
}
