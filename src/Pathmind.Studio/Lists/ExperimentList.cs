using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Lists;

/// <summary>The list as it is drawn: which lines in which order, which columns, how strong their colours.</summary>
public sealed class ExperimentList
{
    readonly ListHeat heat;
    readonly ListState state;
    readonly Dictionary<string, ExperimentLine> heads;
    readonly ILookup<string, ExperimentLine> parts;

    /// <param name="all">All lines, the newest first.</param>
    /// <param name="state">What is wanted.</param>
    public ExperimentList(IReadOnlyList<ExperimentLine> all, ListState state)
    {
        this.state = state;
        HasArchived = all.Any(line => line.Experiment.IsArchived);
        heads = all.Where(line => line.Experiment.Set.Length > 0).ToDictionary(line => line.Experiment.Key);
        parts = all.Where(IsPart).ToLookup(line => line.Experiment.PartOf);
        All = [.. all.Where(line => (state.WithArchived || !line.Experiment.IsArchived) && (state.Search.Length > 0 || !IsPart(line)))];
        ListSearch search = new(state.Search);
        Lines = Sorted(All.Where(line => Has(line) && search.Finds(line)));
        Remark = RemarkOf(search);
        Picked = state.Picked.Count == 0 ? [] : [.. state.Picked.Intersect(all.Select(line => line.Experiment.Number))];
        IReadOnlyList<ExperimentLine> shown = state.Open.Count == 0 ? Lines : [.. Lines.Concat(Lines.SelectMany(OpenedBy)).Distinct()];
        Columns = new(shown, All, state);
        heat = new(shown, Columns.Visible.Where(column => column.IsFigure || column.Key == ListColumn.Reward).Select(column => column.Key));
        Rows = Grouped();
    }

    /// <summary>All that could be shown; trainings of a set beneath the one that stands for them only, unless something
    /// is searched.</summary>
    public IReadOnlyList<ExperimentLine> All { get; }

    public bool HasArchived { get; }

    /// <summary>Those that are shown, in their order without groups.</summary>
    public IReadOnlyList<ExperimentLine> Lines { get; }

    /// <summary>Lines, and the heads of their groups.</summary>
    public IReadOnlyList<ListRow> Rows { get; }

    public ListColumns Columns { get; }

    /// <summary>What is wrong with the search; null for nothing.</summary>
    public string? Remark { get; }

    /// <summary>Those that are ticked and are still there.</summary>
    public IReadOnlyList<int> Picked { get; }

    /// <summary><see cref="ListHeat.StrengthOf"/>.</summary>
    public int? StrengthOf(ExperimentLine line, ListColumn column) => heat.StrengthOf(line, column.Key);

    bool IsPart(ExperimentLine line) => line.Experiment.PartOf.Length > 0 && heads.ContainsKey(line.Experiment.PartOf);

    /// <summary>The trainings that are shown beneath a line.</summary>
    IEnumerable<ExperimentLine> OpenedBy(ExperimentLine line) =>
        line.Experiment.Set.Length == 0 || !state.Open.Contains(line.Experiment.Number) ? []
        : state.Sort.Count > 0 ? Sorted(parts[line.Experiment.Key])
        : parts[line.Experiment.Key].OrderBy(part => (part.Experiment.Part, part.Experiment.Number));

    /// <summary>A line, and what is shown beneath it.</summary>
    IEnumerable<ListRow> RowsOf(ExperimentLine line)
    {
        var experiment = line.Experiment;
        yield return new(line, null)
        {
            Parts = experiment.Set.Length == 0 ? 0 : parts[experiment.Key].Count(),
            Label = heads.TryGetValue(experiment.PartOf, out var head) ? ExperimentSet.NameOf(head.Experiment, experiment) : "",
        };
        if (state.Search.Length == 0)
            foreach (var part in OpenedBy(line))
                yield return new(part, null) { Label = ExperimentSet.NameOf(experiment, part.Experiment), IsBeneath = true };
    }

    bool Has(ExperimentLine line) =>
        (state.Project.Length == 0 || line.Experiment.Simulation == state.Project)
        && (state.Statuses.Count == 0 || state.Statuses.Contains(line.Experiment.Status))
        && (!state.OnlyFavourites || line.Experiment.IsFavourite)
        && state.Settings.All(setting => line.Settings.GetValueOrDefault(setting.Name, ListColumns.Missing) == setting.Value);

    string? RemarkOf(ListSearch search) =>
        search.Names.FirstOrDefault(name => All.All(line => line.ColumnOf(name) is null)) is { } unknown
            ? $"No experiment has a setting, reward term or metric named {unknown}. There are: {KnownNames}." : null;

    /// <summary>What a search can compare; a name with a blank in quotation marks.</summary>
    string KnownNames => string.Join(", ", ListColumn.Plain.Where(column => column.Key != ListColumn.Number).Select(column => column.Title)
        .Concat(All.SelectMany(line => line.OwnNames).Order(StringComparer.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(name => name.Contains(' ') ? $"\"{name}\"" : name));

    IReadOnlyList<ExperimentLine> Sorted(IEnumerable<ExperimentLine> lines)
    {
        if (state.Sort.Count == 0)
            return [.. lines];
        IOrderedEnumerable<ExperimentLine>? sorted = null;
        foreach (var (column, isDescending) in state.Sort)
        {
            var order = Comparer<ListValue>.Create((one, other) => ListValue.Compare(one, other, isDescending));
            sorted = sorted is null ? lines.OrderBy(line => line[column], order) : sorted.ThenBy(line => line[column], order);
        }
        return [.. sorted!];
    }

    IReadOnlyList<ListRow> Grouped()
    {
        if (state.Group.Length == 0)
            return [.. Lines.SelectMany(RowsOf)];
        var column = state.Group == ListState.ByProject ? ListColumn.Simulation : ListColumn.OfSetting(state.Group);
        return
        [
            .. Lines.GroupBy(line => line[column])
                .OrderBy(group => group.Key, Comparer<ListValue>.Create((one, other) => ListValue.Compare(one, other, isDescending: false)))
                .SelectMany(group => group.SelectMany(RowsOf).Prepend(new(null, Head(group.Key, [.. group])))),
        ];
    }

    ListGroup Head(ListValue value, IReadOnlyList<ExperimentLine> lines)
    {
        double[] rewards = [.. lines.Select(line => line.Reward).OfType<double>()];
        var name = value.Text ?? (value.Number is { } number ? $"{number}" : "not given");
        return new(state.Group == ListState.ByProject ? name : $"{state.Group} = {name}", lines.Count,
            rewards.Length == 0 ? null : rewards.Average(), rewards.Length == 0 ? null : rewards.Max());
    }
}

/// <summary>A row of the list: a line, or the head of a group.</summary>
public readonly record struct ListRow(ExperimentLine? Line, ListGroup? Group)
{
    /// <summary>How many trainings it stands for; 0 for a single one.</summary>
    public int Parts { get; init; }

    /// <summary>What it is called among its siblings; empty for a single one.</summary>
    public string? Label { get; init; }

    /// <summary>Whether it stands beneath the one that stands for it.</summary>
    public bool IsBeneath { get; init; }
}

/// <summary>The head of a group.</summary>
/// <param name="Name">As in <c>Ppo.Discount = 0.9</c>.</param>
/// <param name="Count">How many lines are in it.</param>
/// <param name="Mean">Of their rewards; null if none has one.</param>
/// <param name="Best">The largest of them.</param>
public sealed record ListGroup(string Name, int Count, double? Mean, double? Best);
