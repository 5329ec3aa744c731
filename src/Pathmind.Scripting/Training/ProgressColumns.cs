namespace Pathmind.Training;

/// <summary>The columns of progress.csv and of the lines of JSON for other programs: one list for writers and
/// readers.</summary>
internal static class ProgressColumns
{
    /// <summary>Prefix of a reward term's column name.</summary>
    public const string TermPrefix = "reward_";

    /// <summary>Prefixes of a metric, of the bound of a limit and of its weight.</summary>
    public const string MetricPrefix = "metric_", LimitPrefix = "limit_", WeightPrefix = "weight_";

    /// <summary>The last columns before those of the reward terms and before the learner's own, and the first ones
    /// after them.</summary>
    public const string BeforeTerms = "reward_max", AfterTerms = "length_mean", BeforeLearner = "entropy",
        AfterLearner = "steps_per_second";

    /// <summary>Names and values of a row, in their order.</summary>
    /// <param name="row">The row.</param>
    /// <param name="names">What has a column.</param>
    public static IEnumerable<(string Name, double? Value)> Of(IterationRow row, ProgressNames names) =>
    [
        ("iteration", row.Iteration), ("steps", row.Steps), ("episodes", row.Episodes),
        ("reward_mean", row.RewardMean), ("reward_min", row.RewardMin), (BeforeTerms, row.RewardMax),
        .. names.Terms.Select(term => (TermPrefix + term, Named(row.Terms, term))),
        .. names.Metrics.Select(metric => (MetricPrefix + metric, Named(row.Metrics, metric))),
        .. names.Limits.SelectMany(limit => new[]
        {
            (LimitPrefix + limit, Named(row.Limits, limit)), (WeightPrefix + limit, Named(row.LimitWeights, limit)),
        }),
        (AfterTerms, row.LengthMean),
        (BeforeLearner, row.Entropy), .. names.Learner.Select(name => (name, Named(row.Learner, name))),
        (AfterLearner, Math.Round(row.StepsPerSecond)), ("seconds", Math.Round(row.Seconds, 3)),
    ];

    /// <summary>Names and values of a row alone.</summary>
    public static IEnumerable<(string Name, double? Value)> Of(IterationRow row) => Of(row, ProgressNames.Of([row]));

    static double? Named(IReadOnlyDictionary<string, double> figures, string name) =>
        figures.TryGetValue(name, out var value) ? value : null;
}

/// <summary>What has columns of its own in progress.csv, by name.</summary>
/// <param name="Terms">Reward terms.</param>
/// <param name="Metrics">Of the simulation.</param>
/// <param name="Limits">Those of the training.</param>
/// <param name="Learner">The learner's own figures.</param>
internal sealed record ProgressNames(string[] Terms, string[] Metrics, string[] Limits, string[] Learner)
{
    /// <summary>Every name that a row has.</summary>
    public static ProgressNames Of(IReadOnlyCollection<IterationRow> rows) => new(
        Names(rows, row => row.Terms), Names(rows, row => row.Metrics), Names(rows, row => row.Limits), Names(rows, row => row.Learner));

    static string[] Names(IReadOnlyCollection<IterationRow> rows, Func<IterationRow, IReadOnlyDictionary<string, double>> figures) =>
        [.. rows.SelectMany(row => figures(row).Keys).Distinct()];
}
