using System.Text.Json;
using Pathmind.Reporting;
using Pathmind.Training;

namespace Pathmind.Studios.Experiments;

/// <summary>The reward, each of its terms and each metric of a training, with what is wanted of them.</summary>
internal static class ExperimentFigures
{
    const string Reward = "reward", Length = "steps";

    /// <summary>One row per figure: the reward, terms if there are several or one has a goal, metrics, and the length
    /// of an episode if it has a goal.</summary>
    /// <param name="experiment">The training.</param>
    /// <param name="late">Its last rows.</param>
    /// <param name="before">Those of the experiment whose copy it is; null for none.</param>
    public static IReadOnlyList<ExperimentFigure> Of(Experiment experiment, LateRows late, LateRows? before)
    {
        var start = StartOf(experiment);
        var goals = GoalsOf(start);
        var limits = LimitsOf(start);
        var judged = JudgedOf(experiment).ToDictionary(limit => limit.Name);
        var columns = experiment.ColumnNames;
        string[] metrics = [.. columns.Where(FigureColumns.IsMetric).Select(FigureColumns.NameOf)];
        string[] terms = [.. columns.Where(FigureColumns.IsTerm).Select(FigureColumns.NameOf)];
        if (terms.Length == 1 && !goals.ContainsKey(terms[0]) && !limits.ContainsKey(terms[0]))
            terms = [];
        List<ExperimentFigure> figures = [Figure(Reward, "reward_mean", FigureKind.Reward)];
        figures.AddRange(terms.Select(term => Figure(term, ProgressColumns.TermPrefix + term, FigureKind.Term)));
        figures.AddRange(metrics.Select(metric => Figure(metric, ProgressColumns.MetricPrefix + metric, FigureKind.Metric)));
        if (goals.ContainsKey(Length))
            figures.Add(Figure(Length, "length_mean", FigureKind.Metric));
        return figures;

        ExperimentFigure Figure(string name, string column, FigureKind kind)
        {
            // A limit and a goal are those of the metric where a term has the same name.
            var isOwn = kind != FigureKind.Term || !metrics.Contains(name);
            var now = late[column];
            return new(name, kind)
            {
                Late = now, Goal = isOwn ? limits.GetValueOrDefault(name) ?? goals.GetValueOrDefault(name) : null,
                IsLimit = isOwn && limits.ContainsKey(name), Weight = isOwn ? late.Last(ProgressColumns.WeightPrefix + name) : null,
                Judged = isOwn ? judged.GetValueOrDefault(name) : null, Before = before?[column],
            };
        }
    }

    /// <summary>What is wanted of its terms and metrics, by name: the limits of the training, else the goals of the
    /// simulation.</summary>
    public static IReadOnlyDictionary<string, Goal> WantedOf(Experiment experiment)
    {
        var start = StartOf(experiment);
        var wanted = GoalsOf(start);
        foreach (var (name, limit) in LimitsOf(start))
            wanted[name] = limit;
        return wanted;
    }

    /// <summary>Whether two trainings were rewarded alike, so that their rewards can be compared.</summary>
    public static bool AreRewardedAlike(Experiment one, Experiment other) => RewardOf(one) == RewardOf(other);

    static string RewardOf(Experiment experiment)
    {
        var options = experiment.OptionsOf();
        return $"{options["Reward"]?.ToJsonString()} {options["RewardWeights"]?.ToJsonString()} {StartOf(experiment)?.RewardFunction}";
    }

    /// <summary>The experiment whose copy it is; null for none.</summary>
    public static int? CopiedFrom(Experiment experiment) => StartOf(experiment)?.CopiedFrom;

    static ExperimentStart? StartOf(Experiment experiment)
    {
        try
        {
            return JsonSerializer.Deserialize(experiment.Start, StudioJson.Default.ExperimentStart);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static Dictionary<string, Goal> GoalsOf(ExperimentStart? start) => Read(start?.Goals ?? []);

    static Dictionary<string, Goal> LimitsOf(ExperimentStart? start) =>
        start?.Options is { ValueKind: JsonValueKind.Object } options && options.TryGetProperty("Limits", out var limits)
            && limits.ValueKind == JsonValueKind.Object
            ? Read(limits.EnumerateObject().Select(limit => KeyValuePair.Create(limit.Name, $"{limit.Value}"))) : [];

    /// <summary>Those that are goals; a program may have sent anything.</summary>
    static Dictionary<string, Goal> Read(IEnumerable<KeyValuePair<string, string>> words)
    {
        Dictionary<string, Goal> goals = [];
        foreach (var (name, text) in words)
            if (GoalOf(text) is { } goal)
                goals[name] = goal;
        return goals;
    }

    static Goal? GoalOf(string text)
    {
        if (text == Goal.Minimise.ForFile || text == Goal.Maximise.ForFile)
            return text == Goal.Minimise.ForFile ? Goal.Minimise : Goal.Maximise;
        try
        {
            return GoalConverter.Parse(text, "it");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static MeasuredLimit[] JudgedOf(Experiment experiment)
    {
        try
        {
            return experiment.Limits.Length == 0 ? []
                : JsonSerializer.Deserialize(experiment.Limits, StudioJson.Default.MeasuredLimitArray) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>What a figure is of.</summary>
internal enum FigureKind
{
    Reward,
    Term,
    Metric,
}

/// <summary>A figure of a training.</summary>
/// <param name="Name">Of the term or metric.</param>
/// <param name="Kind">What it is.</param>
internal sealed record ExperimentFigure(string Name, FigureKind Kind)
{
    /// <summary>Over the iterations of the last tenth; null if no episode ended in them.</summary>
    public Statistic? Late { get; init; }

    /// <summary>What is wanted of it; null for nothing.</summary>
    public Goal? Goal { get; init; }

    /// <summary>Whether the training has to keep the goal.</summary>
    public bool IsLimit { get; init; }

    /// <summary>The limit's Lagrange weight now; null without.</summary>
    public double? Weight { get; init; }

    /// <summary>What the policy's own episodes said at the end; null if none were played.</summary>
    public MeasuredLimit? Judged { get; init; }

    /// <summary>The same of the experiment whose copy it is.</summary>
    public Statistic? Before { get; init; }

    /// <summary>How much more than there; null without.</summary>
    public double? Change => Late?.Mean - Before?.Mean;

    /// <summary>Whether the change is to the better; null if nothing says so, or if it is within the spread of one of
    /// the two.</summary>
    public bool? IsBetter
    {
        get
        {
            var isWanted = Kind == FigureKind.Reward || Goal is not null;
            return isWanted && Change is { } change && Math.Abs(change) > Math.Max(Late!.Value.Deviation, Before!.Value.Deviation)
                ? change > 0 == (Goal?.WantsMore ?? true) : null;
        }
    }

    /// <summary>Whether a goal with a bound is kept, in words; empty without one, or without a number.</summary>
    public string Kept => Goal?.Bound is null ? ""
        : Judged is { } judged ? Goal.IsMetBy(judged.Mean) switch
        {
            true when Goal.IsMetBy(judged.Low) && Goal.IsMetBy(judged.High) => "kept",
            false when !Goal.IsMetBy(judged.Low) && !Goal.IsMetBy(judged.High) => "not kept",
            true => "kept in the mean, not certain",
            false => "not kept in the mean, not certain",
        }
        : Late is not { } late ? "" : Goal.IsMetBy(late.Mean) ? "kept" : "not kept";

    /// <summary>Whether the goal is kept, as far as is known; null without a bound or a number.</summary>
    public bool? IsKept => Kept.Length == 0 ? null : Kept.StartsWith("kept", StringComparison.Ordinal);
}
