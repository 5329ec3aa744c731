using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>What rows say of an experiment as a whole.</summary>
internal static class ExperimentRows
{
    /// <summary>Bounds of what is shown: a row may hold any number.</summary>
    const double Most = 1e15, LongestTime = 1e11;

    /// <summary>The experiment with these rows in the place of all that it had.</summary>
    public static Experiment Again(Experiment before, Curve curve) =>
        Apply(before with { Iteration = 0, Rows = 0, TrendText = "", Figures = "" }, curve.ToBatch());

    /// <summary>The experiment after its newest rows.</summary>
    /// <param name="before">The experiment without them.</param>
    /// <param name="rows">In the order of their iterations; none for no change.</param>
    public static Experiment Apply(Experiment before, ProgressBatch rows)
    {
        if (rows.Rows.Length == 0)
            return before;
        var trend = Trend.Parse(before.TrendText);
        var reward = before.Reward;
        var rewards = Array.IndexOf(rows.Columns, "reward_mean");
        if (rewards >= 0)
            foreach (var row in rows.Rows)
                if (row[rewards] is { } value)
                    trend.Add((reward = value).Value);
        return before with
        {
            Iteration = (int)Last("iteration", before.Iteration),
            Rows = before.Rows + rows.Rows.Length,
            Steps = (long)Last("steps", before.Steps),
            Episodes = (long)Last("episodes", before.Episodes),
            StepsPerSecond = Last("steps_per_second", before.StepsPerSecond),
            Seconds = Math.Min(LongestTime, Last("seconds", before.Seconds)),
            Reward = reward,
            TrendText = trend.ToString(),
            Figures = LastFigures.After(before.Figures, rows),
            Columns = string.Join('\n', before.ColumnNames.Union(rows.Columns.Select(name => name.ReplaceLineEndings(" ")))),
        };

        double Last(string column, double otherwise) =>
            Array.IndexOf(rows.Columns, column) is >= 0 and var i && rows.Rows[^1][i] is { } value ? Math.Clamp(value, 0, Most) : otherwise;
    }
}
