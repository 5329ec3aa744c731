using Pathmind.Studios.Experiments;
using Pathmind.Training;

namespace Pathmind.Studios.Lists;

/// <summary>The columns that a list has: by itself, and as its user chose.</summary>
public sealed class ListColumns
{
    /// <summary>What stands for a setting that an experiment does not have.</summary>
    public const string Missing = "–";

    /// <summary>Settings and figures that are shown unasked; values of a setting that one can filter by.</summary>
    const int MostSettings = 6, MostFigures = 8, MostValues = 30;

    static readonly string[] OnlyAsked = [ListColumn.Episodes, ListColumn.Seconds, ListColumn.Speed];

    readonly HashSet<string> usual;
    readonly Dictionary<string, string> wanted = [];

    /// <param name="lines">Those that are shown.</param>
    /// <param name="all">Those that would be shown without a filter.</param>
    /// <param name="state">What is wanted.</param>
    public ListColumns(IReadOnlyList<ExperimentLine> lines, IReadOnlyList<ExperimentLine> all, ListState state)
    {
        Projects = [.. all.Select(line => line.Experiment.Simulation).Distinct().Order(StringComparer.OrdinalIgnoreCase)];
        Differing = SettingsDifference.Differing(lines.Select(line => (line.Experiment.Simulation, line.Settings)));
        Filters = FiltersOf(all, lines.Count == all.Count ? Differing
            : SettingsDifference.Differing(all.Select(line => (line.Experiment.Simulation, line.Settings))));
        var figures = FiguresOf(lines);
        var settings = lines.SelectMany(line => line.Settings.Keys).Distinct().ToHashSet();
        string[] same = [.. settings.Except(Differing).Order(StringComparer.Ordinal)];
        var head = ListColumn.Plain.TakeWhile(column => column.Key != ListColumn.Steps);
        var tail = ListColumn.Plain.SkipWhile(column => column.Key != ListColumn.Steps);
        Choice = Qualified([.. head, .. figures.Select(figure => ListColumn.Of(figure.Column)),
            .. Differing.Concat(same).Select(setting => ListColumn.Of(ListColumn.OfSetting(setting))), .. tail]);
        var isOneProject = lines.Count == 0 || lines.All(line => line.Experiment.Simulation == lines[0].Experiment.Simulation);
        usual =
        [
            .. ListColumn.Plain.Select(column => column.Key).Except(OnlyAsked),
            .. figures.Where(figure => isOneProject || figure.IsWanted).OrderByDescending(figure => figure.IsWanted)
                .Take(MostFigures).Select(figure => figure.Column),
            .. Differing.Take(MostSettings).Select(ListColumn.OfSetting),
        ];
        if (all.All(line => line.Experiment.Name.Length == 0))
            usual.Remove(ListColumn.Simulation);                         // it is the name
        Visible = [.. Choice.Where(column => state.Shown.Contains(column.Key)
            || usual.Contains(column.Key) && (!state.Hidden.Contains(column.Key) || column.Key is ListColumn.Number or ListColumn.Name))];
    }

    /// <summary>Those that are shown, in their order.</summary>
    public IReadOnlyList<ListColumn> Visible { get; }

    /// <summary>Those that there are.</summary>
    public IReadOnlyList<ListColumn> Choice { get; }

    /// <summary>Names of all simulations.</summary>
    public IReadOnlyList<string> Projects { get; }

    /// <summary>Settings of which two experiments of one simulation have different values.</summary>
    public IReadOnlyList<string> Differing { get; }

    /// <summary>Settings that differ without a filter, with their values.</summary>
    public IReadOnlyList<(string Setting, IReadOnlyList<string> Values)> Filters { get; }

    /// <summary>Whether the list shows a column by itself.</summary>
    public bool IsUsual(ListColumn column) => usual.Contains(column.Key);

    /// <summary>What those that are shown want of a column, in words; empty for nothing, or if they differ.</summary>
    public string WantedOf(ListColumn column) => wanted.GetValueOrDefault(column.Key, "");

    /// <summary>Reward terms, where there are several, and metrics, in the order in which they come.</summary>
    List<(string Column, bool IsWanted)> FiguresOf(IReadOnlyList<ExperimentLine> lines)
    {
        OrderedDictionary<string, bool> figures = [];
        Dictionary<string, Goal> last = [];                              // most lines of a project share theirs
        foreach (var line in lines)
        {
            var hasTerms = line.Figures.Keys.Count(column => !FigureColumns.IsMetric(column)) > 1;
            foreach (var column in line.Figures.Keys)
                if (line.GoalOf(column) is { } goal)
                {
                    figures[column] = true;
                    if (!ReferenceEquals(last.GetValueOrDefault(column), goal))
                    {
                        last[column] = goal;
                        wanted[column] = wanted.TryGetValue(column, out var words) && words != $"{goal}" ? "" : $"{goal}";
                    }
                }
                else if (hasTerms || FigureColumns.IsMetric(column))
                    figures.TryAdd(column, false);
        }
        return [.. figures.Select(figure => (figure.Key, figure.Value)).OrderBy(figure => FigureColumns.IsMetric(figure.Key))];
    }

    /// <summary>Columns of one name say which they are.</summary>
    static ListColumn[] Qualified(ListColumn[] columns)
    {
        var shared = columns.CountBy(column => column.Title, StringComparer.OrdinalIgnoreCase)
            .Where(title => title.Value > 1).Select(title => title.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. columns.Select(column => shared.Contains(column.Title) ? column.Qualified() : column)];
    }

    static (string, IReadOnlyList<string>)[] FiltersOf(IReadOnlyList<ExperimentLine> all, IReadOnlyList<string> differing) =>
    [
        .. differing.Select(setting =>
            (setting, (IReadOnlyList<string>)
            [
                .. all.Select(line => line.Settings.GetValueOrDefault(setting, Missing)).Distinct().Select(ListValue.Of)
                    .Order(Comparer<ListValue>.Create((one, other) => ListValue.Compare(one, other, isDescending: false)))
                    .Select(value => value.Text!).Take(MostValues),
            ])),
    ];
}
