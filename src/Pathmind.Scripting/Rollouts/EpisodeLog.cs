using Pathmind.Drawings;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>What happened in the episodes of a run: every step, a summary of every episode, and statistics over the
/// episodes.</summary>
public sealed class EpisodeLog : IDisplayable
{
    readonly LogRows? steps;
    readonly SimulationSchema schema;
    readonly Lazy<DisplayContent> content;
    readonly Lazy<Table> statistics;

    internal EpisodeLog(SimulationSchema schema, string policy, LogRows? steps, LogRows episodes)
    {
        (this.schema, this.steps) = (schema, steps);
        (content, statistics) = (new(MakeContent), new(MakeStatistics));
        (Simulation, Policy, Episodes) = (schema.Simulation, policy, episodes);
        var rewards = schema.Rewards?.Names ?? [];
        Terms = rewards.ToDictionary(term => term, term => Statistic.Of(Total(from agent in Agents select $"reward_{agent}_{term}")));
        AgentRewards = [.. Agents.Select(agent => Statistic.Of(Total(rewards.Select(term => $"reward_{agent}_{term}"))))];
        Reward = Statistic.Of(Total(from agent in Agents from term in rewards select $"reward_{agent}_{term}"));
        Length = Statistic.Of(episodes["Steps"]);
        Metrics = (schema.Metrics?.Names ?? []).ToDictionary(name => name, name =>
            Statistic.Of([.. Total(from agent in Agents select $"metric_{agent}_{name}").Select(sum => sum / schema.Agents)]));
    }

    /// <summary>The logs of one policy whose episodes were played in several simulations, as one, in the order of the
    /// episodes; summaries only.</summary>
    internal static EpisodeLog Of(IReadOnlyList<EpisodeLog> parts) => parts is [var only]
        ? only
        : new(parts[0].schema, parts[0].Policy, steps: null, LogRows.Of([.. parts.Select(part => part.Episodes)], "Episode"));

    /// <summary>The simulation's name.</summary>
    public string Simulation { get; }

    /// <summary>The policy's name.</summary>
    public string Policy { get; }

    /// <summary>One row per step. Columns: Episode and Step, counted from 1; then for each agent
    /// <c>observation_0_mouse_row</c> (before the action; a list has one column per element, as
    /// <c>observation_0_stock_3</c>), <c>action_0</c> (several numbers: <c>action_0_0</c> …),
    /// <c>reward_0_found_cheese</c>, <c>done_0</c>, <c>metric_0_name</c>. The cells of an agent that was done before
    /// the step are empty. A choice that has a name is shown and written to files as that name;
    /// <c>Steps["action_0"]</c> lists the numbers.</summary>
    /// <exception cref="InvalidOperationException">The run kept summaries only.</exception>
    public LogRows Steps => steps ?? throw new InvalidOperationException("This run kept no steps: run with LogDetail.Steps.");

    /// <summary>One row per episode: Episode, Steps, <c>reward</c> (the sum of all terms of all agents; of several
    /// agents also each one's, as <c>reward_0</c>), the sum of each reward term over the episode as
    /// <c>reward_0_found_cheese</c>, each metric after the agent's last step as <c>metric_0_name</c>, and
    /// ending.</summary>
    public LogRows Episodes { get; }

    /// <summary>Reward of an episode: the sum of all terms of all agents.</summary>
    public Statistic Reward { get; }

    /// <summary>[agents] reward of an episode for each agent: the sum of its terms.</summary>
    public IReadOnlyList<Statistic> AgentRewards { get; }

    /// <summary>Each reward term: its sum over an episode and over all agents.</summary>
    public IReadOnlyDictionary<string, Statistic> Terms { get; }

    /// <summary>Each metric at the end of an episode, after the agent's last step: the mean over the agents.</summary>
    public IReadOnlyDictionary<string, Statistic> Metrics { get; }

    /// <summary>Steps of an episode.</summary>
    public Statistic Length { get; }

    /// <summary>The steps (if kept), the episodes, and for more than one episode the statistics.</summary>
    public DisplayContent ToDisplay() => content.Value;

    ContentList MakeContent()
    {
        List<DisplayContent> parts = [];
        if (steps is not null)
            parts.Add(steps.ToTable(Episodes.Count == 1 ? "Steps" : $"Steps of {Episodes.Count} episodes", []));
        parts.Add(Episodes.ToTable("Summary", []));
        if (Episodes.Count > 1)
            parts.Add(StatisticsTable());
        return new ContentList([.. parts]);
    }

    /// <summary>The reward terms: of one episode what they have summed up to at each step, of several their sums over
    /// each episode.</summary>
    /// <exception cref="InvalidOperationException">It is one episode, and the run kept summaries only.</exception>
    public LinePlot Plot() => EpisodePlots.OfTerms(this);

    /// <summary>Numbers of the log, one line per agent: over the steps of the only episode, or over the
    /// episodes.</summary>
    /// <param name="what"><c>reward</c> for the sum of all terms and agents; else a column, as
    /// <c>observation_0_mouse_row</c>, or the end of its name, as <c>mouse_row</c>. What only <see cref="Steps"/> has
    /// is shown step by step through all episodes.</param>
    /// <exception cref="KeyNotFoundException">No column is called so; the message lists those there are.</exception>
    public LinePlot Plot(string what) => EpisodePlots.Of(this, what);

    /// <summary>The episodes to be played, stepped and scrubbed, for a notebook or a file: what
    /// <see cref="Simulation.Draw"/> drew, or the table, with actions, reward terms and metrics beside it. Of many or
    /// long episodes it holds the first ones, about a megabyte, and says so.</summary>
    /// <param name="episode">The only one to show, counted from 1; null for all.</param>
    /// <exception cref="ArgumentException">There is no such episode.</exception>
    /// <exception cref="InvalidOperationException">The run kept summaries only.</exception>
    public Replay Replay(int? episode = null) => new(ReplayScenes.Of(this, schema.Agents, Film, episode));

    /// <summary>Writes the log as text, 120 characters wide.</summary>
    public override string ToString() => ToDisplay().ToString();

    /// <summary>Writes the log as HTML for a notebook.</summary>
    public string ToHtml() => ToDisplay().ToHtml();

    /// <summary>Mean, deviation and extremes of the reward, of each term and agent, of the length, and of each
    /// metric.</summary>
    internal Table StatisticsTable() => statistics.Value;

    Table MakeStatistics()
    {
        List<(string Name, Statistic Statistic)> rows = [("reward", Reward)];
        if (Terms.Count > 1)
            rows.AddRange(schema.Rewards!.Names.Select(term => ($"  {TitleOf(term)}", Terms[term])));
        if (schema.Agents > 1)
            rows.AddRange(AgentRewards.Select((reward, agent) => ($"  agent {agent}", reward)));
        rows.Add(("steps", Length));
        rows.AddRange((schema.Metrics?.Names ?? []).Select(name => (SimulationSchema.TitleOfMetric(name), Metrics[name])));
        return new Table(
            [new("", ColumnAlignment.Left), new("mean"), new("± deviation"), new("min"), new("max")],
            [.. rows.Select(
                row => (object?[])[row.Name, row.Statistic.Mean, row.Statistic.Deviation, row.Statistic.Min, row.Statistic.Max])])
        {
            Title = $"{Policy} in {Episodes.Count} episodes of {Simulation}",
        };
    }

    /// <summary>The drawings of the steps; null if no steps were kept.</summary>
    internal Film? Film { get; init; }

    internal bool HasSteps => steps is not null;

    /// <inheritdoc cref="SimulationSchema.TitleOf"/>
    internal string TitleOf(string term) => schema.TitleOf(term);

    /// <summary>The reward term that is called so; null for none.</summary>
    internal string? TermOf(string title) => Terms.Keys.FirstOrDefault(term => TitleOf(term) == title);

    /// <summary>The metric that is called so; null for none.</summary>
    internal string? MetricOf(string title) => Metrics.Keys.FirstOrDefault(metric => SimulationSchema.TitleOfMetric(metric) == title);

    /// <summary>[episodes] a number of each: <c>reward</c>, <c>steps</c>, a metric's mean over the agents, or a reward
    /// term's sum over them, by its title.</summary>
    internal double[] EpisodesOf(string name) =>
        MetricOf(name) is { } metric ? [.. Total(from agent in Agents select $"metric_{agent}_{metric}").Select(sum => sum / schema.Agents)]
        : TermOf(name) is { } term ? Total(from agent in Agents select $"reward_{agent}_{term}")
        : name == "steps" ? [.. Episodes["Steps"]]
        : Total(from agent in Agents from each in schema.Rewards!.Names select $"reward_{agent}_{each}");

    IEnumerable<int> Agents => Enumerable.Range(0, schema.Agents);

    /// <summary>[episodes] sum of some columns.</summary>
    double[] Total(IEnumerable<string> columns)
    {
        var total = new double[Episodes.Count];
        foreach (var column in columns.Select(name => Episodes[name]))
            for (var i = 0; i < total.Length; i++)
                total[i] += column[i];
        return total;
    }
}

/// <summary>Rows that a run keeps.</summary>
public enum LogDetail
{
    /// <summary>One row per step and one row per episode.</summary>
    Steps,

    /// <summary>Only one row per episode: for long runs.</summary>
    Summaries,
}

/// <summary>Variant of a CSV file. Both are RFC 4180 in UTF-8: commas, decimal points, a header line.</summary>
public enum CsvFormat
{
    /// <summary>Without byte-order mark, for programs.</summary>
    Standard,

    /// <summary>With a byte-order mark, without which Excel misreads letters beyond ASCII.</summary>
    Excel,
}
