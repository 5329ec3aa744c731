using System.Globalization;
using Pathmind.Studios.Experiments;
using Pathmind.Training;

namespace Pathmind.Studios.Lists;

/// <summary>An experiment as a line of the list: taken apart once per change, and only as far as it changed.</summary>
public sealed class ExperimentLine
{
    readonly Lazy<IReadOnlyList<double>> trend;
    readonly Lazy<Dictionary<string, Goal>> goals;

    /// <param name="experiment">As it is now.</param>
    /// <param name="before">The line of the same experiment before its change; null for none.</param>
    public ExperimentLine(Experiment experiment, ExperimentLine? before = null)
    {
        Experiment = experiment;
        var sameStart = before is not null && ReferenceEquals(before.Experiment.Start, experiment.Start) ? before : null;
        Settings = sameStart?.Settings ?? SettingsDifference.WithAlgorithm(experiment.Start);
        Wanted = sameStart?.Wanted ?? ExperimentFigures.WantedOf(experiment);
        Figures = before is not null && before.Experiment.Figures == experiment.Figures ? before.Figures
            : LastFigures.Parse(experiment.Figures);
        goals = new(() => GoalsOf(Figures, Wanted));
        trend = new(() => Experiments.Trend.Parse(experiment.TrendText).Points);
    }

    public Experiment Experiment { get; }

    /// <summary>Course of the reward.</summary>
    public IReadOnlyList<double> Trend => trend.Value;

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Newest values of reward terms and metrics, by column.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; }

    /// <summary>What is wanted of terms and metrics, by name.</summary>
    public IReadOnlyDictionary<string, Goal> Wanted { get; }

    /// <summary>What is judged: the policy without exploration if that was measured, else the last
    /// iterations.</summary>
    public double? Reward => Experiment.FinalReward ?? Experiment.Reward;

    /// <summary>What is wanted of a column; null for nothing. Where a term and a metric have one name, it is the
    /// metric's.</summary>
    public Goal? GoalOf(string column) => column == ListColumn.Reward ? Goal.Maximise
        : Wanted.Count == 0 ? null : goals.Value.GetValueOrDefault(column);

    /// <summary>Goals by column.</summary>
    static Dictionary<string, Goal> GoalsOf(IReadOnlyDictionary<string, double> figures, IReadOnlyDictionary<string, Goal> wanted)
    {
        Dictionary<string, Goal> goals = [];
        foreach (var column in figures.Keys)
            if ((FigureColumns.IsMetric(column) || !figures.ContainsKey(ProgressColumns.MetricPrefix + FigureColumns.NameOf(column)))
                && wanted.TryGetValue(FigureColumns.NameOf(column), out var goal))
                goals[column] = goal;
        return goals;
    }

    /// <summary>What it has in a column: <see cref="ListColumn.Key"/>.</summary>
    public ListValue this[string column] => column switch
    {
        ListColumn.Number => new(Experiment.Number),
        ListColumn.Name => new(Experiment.Title),
        ListColumn.Simulation => new(Experiment.Simulation),
        ListColumn.Status => new(Experiment.Status.ToString()),
        ListColumn.Reward => new(Reward),
        ListColumn.Steps => new(Experiment.Steps),
        ListColumn.Episodes => new(Experiment.Episodes),
        ListColumn.Seconds => new(Experiment.Seconds),
        ListColumn.Speed => new(Experiment.StepsPerSecond),
        ListColumn.Started => new(Experiment.Started.Ticks),
        ListColumn.Notes => new(Experiment.Notes),
        _ when ListColumn.SettingOf(column) is { } setting => ListValue.Of(Settings.GetValueOrDefault(setting)),
        _ => new(Figures.TryGetValue(column, out var figure) ? figure : null),
    };

    /// <summary>The column that a user means by a name: <c>reward</c>, <c>Discount</c> for <c>Ppo.Discount</c>,
    /// <c>late</c> for a metric or term, <c>late (term)</c> as its heading says; null if it has none of this
    /// name.</summary>
    /// <remarks>Of one name, what is in every list comes before a setting, that before a metric, that before a term;
    /// but <c>Steps</c> is the option where it was given: the other one is called <c>Steps made</c>.</remarks>
    public string? ColumnOf(string name)
    {
        var plainly = ListColumn.Plainly(name, out var kind);
        return Columns.Where(column => kind is null || ListColumn.KindOf(column) == kind).FirstOrDefault(IsCalled)
            ?? (kind is null && Is(ListColumn.Steps) ? ListColumn.Steps : null);

        bool Is(string other) => other.Equals(plainly, StringComparison.OrdinalIgnoreCase);

        bool IsCalled(string column) => ListColumn.SettingOf(column) is { } setting
            ? Is(setting) || Is(setting[(setting.LastIndexOf('.') + 1)..])
            : FigureColumns.IsFigure(column) ? Is(column) || Is(FigureColumns.NameOf(column))
            : Is(ListColumn.Of(column).Title) || column != ListColumn.Steps && Is(column);
    }

    /// <summary>Keys of all that it has.</summary>
    IEnumerable<string> Columns => [.. ListColumn.Plain.Select(column => column.Key), .. Settings.Keys.Select(ListColumn.OfSetting),
        .. Figures.Keys.OrderByDescending(FigureColumns.IsMetric)];

    /// <summary>Names by which a search finds it, without those that every list has.</summary>
    public IEnumerable<string> OwnNames => Columns.Where(column => ListColumn.KindOf(column) is not null)
        .Select(column => ListColumn.Of(column).Title);
}

/// <summary>What a line has in a column: a number, or a text, or neither.</summary>
public readonly record struct ListValue(double? Number, string? Text)
{
    public ListValue(double? number) : this(number, null)
    {
    }

    public ListValue(string? text) : this(null, text)
    {
    }

    public bool IsMissing => Number is null && string.IsNullOrEmpty(Text);

    /// <summary>A setting: a number if it is one, so that 9 comes before 10.</summary>
    public static ListValue Of(string? text) =>
        double.TryParse(text?.Replace("\u202f", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new(number, text) : new(text);

    /// <summary>Numbers before texts; what is missing comes last, whatever the direction.</summary>
    public static int Compare(ListValue one, ListValue other, bool isDescending)
    {
        if (one.IsMissing || other.IsMissing)
            return one.IsMissing.CompareTo(other.IsMissing);
        var order = (one.Number, other.Number) switch
        {
            ({ } a, { } b) => a.CompareTo(b),
            (null, null) => string.Compare(one.Text, other.Text, StringComparison.OrdinalIgnoreCase),
            (null, _) => 1,
            _ => -1,
        };
        return isDescending ? -order : order;
    }
}
