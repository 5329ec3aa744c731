using Pathmind.Displays;
using Pathmind.Rollouts;
using Pathmind.Words;

namespace Pathmind;

/// <summary>How several policies did in the same episodes.</summary>
public sealed class Comparison : IDisplayable
{
    internal Comparison(IReadOnlyList<EpisodeLog> logs) => Logs = logs;

    /// <summary>One log per policy, in the order of the policies; summaries only.</summary>
    public IReadOnlyList<EpisodeLog> Logs { get; }

    /// <summary>One row per policy: its reward per episode and its length as mean ± deviation, each reward term if
    /// there are several, and each metric. Text that has no room for it is turned round: one column per
    /// policy.</summary>
    public Table ToTable()
    {
        var (names, figures) = Figures();
        return new Table(
            [new("policy", ColumnAlignment.Left),
                .. names.Select(name => new TableColumn(name) { Rank = name == "reward" ? ColumnRank.Always : ColumnRank.Essential })],
            [.. Logs.Select((log, i) => (object?[])[log.Policy, .. figures[i]])])
        {
            Title = $"{Title} (mean ± deviation)",
            ShownRows = Math.Max(2, Logs.Count),
            Narrow = new Table(
                [new("", ColumnAlignment.Left), .. Logs.Select(log => new TableColumn(log.Policy))],
                [.. names.Select((name, column) => (object?[])[name, .. figures.Select(row => row[column])])])
            { Title = $"{Title} (mean ± deviation)", ShownRows = Math.Max(2, names.Length) },
        };
    }

    /// <summary>Writes a CSV file with one row per policy: policy, episodes, then reward, steps, each reward term if
    /// there are several, and each metric, each as its mean and its deviation (<c>reward</c>,
    /// <c>reward_deviation</c>).</summary>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    /// <param name="format">For programs, or for Excel.</param>
    /// <exception cref="ArgumentException">The path is empty, or nothing can be written there.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void WriteCsv(string path, CsvFormat format = CsvFormat.Standard)
    {
        LogColumn policies = new("policy", "policy", LogColumnKind.Whole) { ChoiceNames = [.. Logs.Select(log => log.Policy)] };
        LogColumn episodes = new("episodes", "episodes", LogColumnKind.Whole);
        foreach (var (row, log) in Logs.Index())
        {
            policies.Add(row);
            episodes.Add(log.Episodes.Count);
        }
        var terms = Logs[0].Terms.Count > 1 ? Logs[0].Terms.Keys.ToArray() : [];
        new LogRows(
        [
            policies, episodes, .. Columns("reward", log => log.Reward), .. Columns("steps", log => log.Length),
            .. terms.SelectMany(term => Columns($"reward_{term}", log => log.Terms[term])),
            .. Logs[0].Metrics.Keys.SelectMany(name => Columns($"metric_{name}", log => log.Metrics[name])),
        ]).WriteCsv(path, format);
    }

    LogColumn[] Columns(string name, Func<EpisodeLog, Statistic> statistic)
    {
        LogColumn mean = new(name, name, LogColumnKind.Double), deviation = new($"{name}_deviation", name, LogColumnKind.Double);
        foreach (var log in Logs)
        {
            mean.Add(statistic(log).Mean);
            deviation.Add(statistic(log).Deviation);
        }
        return [mean, deviation];
    }

    /// <summary>Names of what is compared, and [policies][names] their figures: reward and length first.</summary>
    (string[] Names, object?[][] Figures) Figures()
    {
        string[] terms = Logs[0].Terms.Count > 1 ? [.. Logs[0].Terms.Keys] : [], metrics = [.. Logs[0].Metrics.Keys];
        return (["reward", "steps", .. terms, .. metrics],
            [.. Logs.Select(
                log => (object?[])[log.Reward, log.Length, .. terms.Select(term => (object?)log.Terms[term]),
                    .. metrics.Select(metric => (object?)log.Metrics[metric])])]);
    }

    /// <summary>Mean reward per episode of each policy, with its deviation.</summary>
    public BarPlot Plot() => new(
        [.. Logs.Select(log => log.Policy)],
        new BarSeries("reward", [.. Logs.Select(log => log.Reward.Mean)], [.. Logs.Select(log => log.Reward.Deviation)]))
    {
        Title = Title, XLabel = "policy", YLabel = "reward per episode, mean ± deviation", ColorsPlaces = true,
    };

    /// <summary>The table and the plot; of a single policy the table alone, since a single bar shows nothing.</summary>
    public DisplayContent ToDisplay() => Logs.Count == 1 ? ToTable() : new ContentList(ToTable(), Plot());

    /// <summary>Writes the comparison as text, as wide as the terminal or 120 characters.</summary>
    public override string ToString() => ToTable().ToString();

    /// <summary>Writes the comparison as HTML for a notebook.</summary>
    public string ToHtml() => ToTable().ToHtml();

    string Title => $"{Counted.Of(Logs[0].Episodes.Count, "episode")} of "
        + $"{Logs[0].Simulation}{(Logs.Count > 1 ? ", the same for each policy" : "")}";
}
