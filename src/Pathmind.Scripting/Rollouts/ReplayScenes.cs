using Pathmind.Displays;
using Pathmind.Drawings;
using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>Makes what a replay shows of a log.</summary>
internal static class ReplayScenes
{
    /// <summary>Cells of an episode above which what the agents saw is left out: with many agents that is nearly all
    /// there is.</summary>
    const int MostCells = 80_000;

    /// <param name="log">With steps.</param>
    /// <param name="agents">How many there are.</param>
    /// <param name="film">The drawings; null or blank if there are none.</param>
    /// <param name="only">The episode to show, counted from 1; null for all.</param>
    /// <exception cref="ArgumentException">There is no such episode, or none at all.</exception>
    public static ReplayScene Of(EpisodeLog log, int agents, Film? film, int? only)
    {
        var episodes = Episodes(log).ToArray();
        if (episodes.Length == 0)
            throw new ArgumentException("The run ended before its first episode was finished: there is nothing to replay.");
        if (only is { } wanted && (wanted < 1 || wanted > episodes.Length))
            throw new ArgumentException($"There is no episode {wanted}: the log has the episodes 1 to {episodes.Length}.");
        ReplayEpisode[] shown = only is { } number ? [episodes[number - 1]] : episodes;
        var (steps, columns) = (log.Steps, Columns(log.Steps, agents).ToArray());
        var isLarge = (long)columns.Length * shown[0].Rows > MostCells && columns.Any(column => column.Part == ReplayPart.Seen);
        if (isLarge)
            (steps, columns) = (new([.. steps.Columns.Where(column => !column.Name.StartsWith("observation_", StringComparison.Ordinal))]),
                [.. columns.Where(column => column.Part != ReplayPart.Seen)]);
        return new($"{log.Policy} in {log.Simulation}", agents, columns, shown, film is { IsBlank: false } ? film : null,
            TableOf(steps, only is null ? null : shown[0]))
        { IsWithoutSeen = isLarge };
    }

    /// <summary>The steps of an episode, or of all; the first and the last of them where there are many.</summary>
    static Table TableOf(LogRows steps, ReplayEpisode? episode)
    {
        var all = steps.ToTable() with { PageRows = null };
        return episode is null ? all : new(all.Columns, [.. Enumerable.Range(episode.FirstRow, episode.Rows).Select(row => all.Rows[row])]);
    }

    static IEnumerable<ReplayEpisode> Episodes(EpisodeLog log)
    {
        var (rows, first) = (log.Steps["Episode"], 0);
        for (var episode = 0; episode < log.Episodes.Count; episode++)
        {
            var end = first;
            while (end < rows.Count && rows[end] == episode + 1)
                end++;
            yield return new(episode + 1, first, end - first, $"{(Ending)(int)log.Episodes["ending"][episode]}");
            first = end;
        }
    }

    /// <summary>The sums over all agents first if there are several, then agent by agent; in front of the reward terms
    /// their sum.</summary>
    static IEnumerable<ReplayColumn> Columns(LogRows steps, int agents)
    {
        var named = steps.Columns.Select(column => (Column: column, Parts: column.Name.Split('_', 3)))
            .Where(each => each.Parts.Length > 1 && int.TryParse(each.Parts[1], out _)).ToArray();
        string[] terms = [.. Terms(0).Select(term => term.Parts[2])];
        if (agents > 1)
        {
            if (terms.Length > 1)
                yield return Sum("reward", -1, [.. named.Where(each => each.Parts[0] == "reward").Select(each => each.Column)]);
            foreach (var term in terms)
                yield return Sum(Title(term), -1, OfAll("reward", term));
            foreach (var (_, parts) in Of("metric", 0))
                yield return Mean(parts[2], OfAll("metric", parts[2]));
        }
        for (var agent = 0; agent < agents; agent++)
        {
            foreach (var (column, parts) in Of("action", agent))
                yield return new(parts.Length > 2 ? $"action {parts[2]}" : "action", agent, ReplayPart.Action, column.Cell);
            if (terms.Length > 1)
                yield return Sum("reward", agent, [.. Terms(agent).Select(term => term.Column)]);
            foreach (var (column, parts) in Terms(agent))
                yield return new(Title(parts[2]), agent, ReplayPart.Term, column.Cell);
            foreach (var (column, parts) in Of("metric", agent))
                yield return new(parts[2], agent, ReplayPart.Metric, column.Cell);
            foreach (var (column, parts) in Of("observation", agent))
                yield return new(parts[2], agent, ReplayPart.Seen, column.Cell);
        }

        IEnumerable<(LogColumn Column, string[] Parts)> Of(string kind, int agent) =>
            named.Where(each => each.Parts[0] == kind && each.Parts[1] == $"{agent}");
        LogColumn[] OfAll(string kind, string name) =>
            [.. named.Where(each => each.Parts[0] == kind && each.Parts[^1] == name && each.Parts.Length == 3).Select(each => each.Column)];
        string Title(string term) => Of("metric", 0).Any(metric => metric.Parts[2] == term) ? $"{term} (term)" : term;
        IEnumerable<(LogColumn Column, string[] Parts)> Terms(int agent) => Of("reward", agent);
    }

    /// <summary>The sum of some columns; empty where all are.</summary>
    static ReplayColumn Sum(string name, int agent, LogColumn[] columns) =>
        new(name, agent, ReplayPart.Term, row => Numbers(columns, row) is { Length: > 0 } numbers ? numbers.Sum() : null);

    /// <summary>A metric's mean over the agents that take part, as comparisons have it.</summary>
    static ReplayColumn Mean(string name, LogColumn[] columns) =>
        new(name, -1, ReplayPart.Metric, row => Numbers(columns, row) is { Length: > 0 } numbers ? numbers.Average() : null);

    static double[] Numbers(LogColumn[] columns, int row) =>
        [.. columns.Select(column => column[row]).Where(number => !double.IsNaN(number))];
}
