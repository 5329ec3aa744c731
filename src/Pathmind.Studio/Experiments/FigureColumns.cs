using Pathmind.Training;

namespace Pathmind.Studios.Experiments;

/// <summary>Which columns of a training's rows are reward terms and which are metrics, and what the simulation calls
/// them.</summary>
internal static class FigureColumns
{
    /// <summary>Columns of the reward itself.</summary>
    static readonly string[] OfTheReward = ["reward_mean", "reward_min", "reward_max"];

    public static bool IsTerm(string column) =>
        column.StartsWith(ProgressColumns.TermPrefix, StringComparison.Ordinal) && !OfTheReward.Contains(column);

    public static bool IsMetric(string column) => column.StartsWith(ProgressColumns.MetricPrefix, StringComparison.Ordinal);

    /// <summary>Whether a column is a reward term or a metric.</summary>
    public static bool IsFigure(string column) => IsMetric(column) || IsTerm(column);

    /// <summary>The name that the simulation gave a term or metric.</summary>
    public static string NameOf(string column) =>
        column[(IsMetric(column) ? ProgressColumns.MetricPrefix : ProgressColumns.TermPrefix).Length..];

    /// <summary>Columns of reward terms; none where there is only one, which is the reward itself.</summary>
    public static string[] TermsBeside(IEnumerable<string> columns) =>
        columns.Where(IsTerm).ToArray() is { Length: > 1 } terms ? terms : [];
}
