namespace Pathmind.Rollouts;

/// <summary>Plots of an episode log: over the steps of a single episode, over the episodes of several.</summary>
internal static class EpisodePlots
{
    public static LinePlot OfTerms(EpisodeLog log)
    {
        var single = log.Episodes.Count == 1;
        var rows = single ? log.Steps : log.Episodes;
        return new(log.Terms.Keys.Select(term => Line(rows, term, single ? Accumulated(Sum(rows, term)) : Sum(rows, term), single)))
        {
            Title = Title(log), XLabel = XLabel(single), YLabel = single ? "reward so far" : "reward per episode",
        };

        double[] Sum(LogRows from, string term) => Added(from, [.. from.Names.Where(name => Is(name, "reward", term))]);
    }

    public static LinePlot Of(EpisodeLog log, string what)
    {
        var single = log.Episodes.Count == 1 && log.HasSteps;
        var rows = single ? log.Steps : log.Episodes;
        if (what == "reward")
        {
            string[] terms = [.. rows.Names.Where(name => name.Split('_', 3) is ["reward", _, _])];
            return Plot(rows, single, [Line(rows, "reward", Added(rows, terms), single)]);
        }
        var columns = Named(rows, what);
        if (columns.Length == 0 && log.HasSteps)
            (rows, single, columns) = (log.Steps, true, Named(log.Steps, what));
        return columns.Length > 0
            ? Plot(rows, single, Told(columns.Select(name => Line(rows, name, [.. rows[name]], single)), what))
            : throw new KeyNotFoundException(
                $"There is no column '{what}'. There are: reward, "
                    + $"{string.Join(", ", (log.HasSteps ? log.Steps.Names : log.Episodes.Names).Skip(2))}.");

        LinePlot Plot(LogRows from, bool steps, IEnumerable<PlotSeries> lines) =>
            new(lines)
            {
                Title = Title(log), XLabel = XLabel(steps), YLabel = what == "reward"
                ? $"reward per {(steps ? "step" : "episode")}" : what
            };
    }

    static string Title(EpisodeLog log) => $"{log.Policy} in {log.Simulation}";

    static string XLabel(bool steps) => steps ? "step" : "episode";

    /// <summary>The column of this name, or those of all agents whose names end so.</summary>
    static string[] Named(LogRows rows, string what) => rows.Names.Contains(what)
        ? [what]
        : [.. rows.Names.Where(name => name.Split('_', 3) is [_, var agent, ..] && int.TryParse(agent, out _)
            && (Is(name, name.Split('_')[0], what) || name == $"{what}_{agent}"))];

    /// <summary>Whether a column is <c>kind_agent_name</c>.</summary>
    static bool Is(string column, string kind, string name) =>
        column.Split('_', 3) is [var first, var agent, var rest] && first == kind && int.TryParse(agent, out _) && rest == name;

    /// <summary>Steps follow each other; episodes are independent, and no line joins them.</summary>
    static PlotSeries Line(LogRows rows, string name, double[] values, bool isJoined) =>
        new(name, [.. Enumerable.Range(1, rows.Count).Select(row => (double)row)], values) { IsJoined = isJoined };

    /// <summary>What several agents share, as a metric of the whole simulation, is one line; lines of agents are called
    /// after them.</summary>
    static IEnumerable<PlotSeries> Told(IEnumerable<PlotSeries> lines, string what)
    {
        PlotSeries[] all = [.. lines];
        if (all is [var only])
            return [Named(only, what)];
        if (all.Skip(1).All(line => line.Y.SequenceEqual(all[0].Y)))
            return [Named(all[0], what)];
        return all.Select(line => line.Name.Split('_') is [_, var agent, ..] && all.Count(other => other.Name.Split('_')[1] == agent) == 1
            ? Named(line, $"agent {agent}")
            : line);

        static PlotSeries Named(PlotSeries line, string name) => new(name, line.X, line.Y) { IsJoined = line.IsJoined };
    }

    /// <summary>[rows] sums of some columns; an empty cell counts 0.</summary>
    static double[] Added(LogRows rows, string[] columns)
    {
        var sums = new double[rows.Count];
        foreach (var column in columns.Select(name => rows[name]))
            for (var i = 0; i < sums.Length; i++)
                sums[i] += double.IsNaN(column[i]) ? 0 : column[i];
        return sums;
    }

    static double[] Accumulated(double[] values)
    {
        for (var i = 1; i < values.Length; i++)
            values[i] += values[i - 1];
        return values;
    }
}
