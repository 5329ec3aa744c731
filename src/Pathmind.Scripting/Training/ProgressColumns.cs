namespace Pathmind.Training;

/// <summary>The columns of progress.csv and of the lines of JSON for other programs: one list for writers and
/// readers.</summary>
internal static class ProgressColumns
{
    /// <summary>Prefix of a reward term's column name.</summary>
    public const string TermPrefix = "reward_";

    /// <summary>The last columns before those of the reward terms and before the learner's own, and the first ones
    /// after them.</summary>
    public const string BeforeTerms = "reward_max", AfterTerms = "length_mean", BeforeLearner = "entropy",
        AfterLearner = "steps_per_second";

    /// <summary>Names and values of a row, in their order.</summary>
    /// <param name="row">The row.</param>
    /// <param name="terms">Reward terms with a column.</param>
    /// <param name="learner">The learner's own columns.</param>
    public static IEnumerable<(string Name, double? Value)> Of(
        IterationRow row, IReadOnlyCollection<string> terms, IReadOnlyCollection<string> learner) =>
    [
        ("iteration", row.Iteration), ("steps", row.Steps), ("episodes", row.Episodes),
        ("reward_mean", row.RewardMean), ("reward_min", row.RewardMin), (BeforeTerms, row.RewardMax),
        .. terms.Select(term => (TermPrefix + term, Named(row.Terms, term))), (AfterTerms, row.LengthMean),
        (BeforeLearner, row.Entropy), .. learner.Select(name => (name, Named(row.Learner, name))),
        (AfterLearner, Math.Round(row.StepsPerSecond)), ("seconds", Math.Round(row.Seconds, 3)),
    ];

    /// <summary>Names and values of a row alone.</summary>
    public static IEnumerable<(string Name, double? Value)> Of(IterationRow row) => Of(row, [.. row.Terms.Keys], [.. row.Learner.Keys]);

    static double? Named(IReadOnlyDictionary<string, double> figures, string name) =>
        figures.TryGetValue(name, out var value) ? value : null;
}
