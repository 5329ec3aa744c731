namespace Pathmind.Rollouts;

/// <summary>Plots of an episode log: over the steps of a single episode, over the episodes of several.</summary>
internal static class EpisodePlots
{
    public static LinePlot OfTerms(EpisodeLog log)
    {
        var single = log.Episodes.Count == 1;
        var rows = single ? log.Steps : log.Episodes;
        return new(log.Terms.Keys.Select(term => Line(rows, term, single ? Accumulated(Sum(rows, term)) : Sum(rows, term))))
        {
            Title = Title(log), XLabel = XLabel(single), YLabel = single ? "reward so far" : "reward an episode",
        };

        double[] Sum(LogRows from, string term) => Added(from, [.. from.Names.Where(name => Is(name, "reward", term))]);
    }

    public static LinePlot Of(EpisodeLog log, string what)
    {
        var single = log.Episodes.Count == 1 && log.HasSteps;
        var rows = single ? log.Steps : log.Episodes;
        if (what == "reward")
            return Plot(rows, single, [Line(rows, "reward", Added(rows, [.. rows.Names.Where(name => name.Split('_', 3) is ["reward", _,
                _])]))]);
        var columns = Named(rows, what);
        if (columns.Length == 0 && log.HasSteps)
            (rows, single, columns) = (log.Steps, true, Named(log.Steps, what));
        return columns.Length > 0
            ? Plot(rows, single, columns.Select(name => Line(rows, name, [.. rows[name]])))
            : throw new KeyNotFoundException($"There is no column '{what}'. There are: reward, {string.Join(", ", (log.HasSteps ? log.Steps.Names : log.Episodes.Names).Skip(2))}.");

        LinePlot Plot(LogRows from, bool steps, IEnumerable<PlotSeries> lines) =>
            new(lines) { Title = Title(log), XLabel = XLabel(steps), YLabel = what == "reward" ? $"reward {(steps ? "a step" : "an episode")}" : what };
    }

    static string Title(EpisodeLog log) => $"{log.Policy} in {log.Simulation}";

    static string XLabel(bool steps) => steps ? "step" : "episode";

    /// <summary>The column of this name, or those of all agents whose names end so.</summary>
    static string[] Named(LogRows rows, string what) => rows.Names.Contains(what)
        ? [what]
        : [.. rows.Names.Where(name => name.Split('_', 3) is [_, var agent, ..] && int.TryParse(agent, out _) && (Is(name, name.Split('_')[0], what) || name == $"{what}_{agent}"))];

    /// <summary>Whether a column is <c>kind_agent_name</c>.</summary>
    static bool Is(string column, string kind, string name) =>
        column.Split('_', 3) is [var first, var agent, var rest] && first == kind && int.TryParse(agent, out _) && rest == name;

    static PlotSeries Line(LogRows rows, string name, double[] values) => new(name, [.. Enumerable.Range(1, rows.Count).Select(row => (double)row)], values);

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
