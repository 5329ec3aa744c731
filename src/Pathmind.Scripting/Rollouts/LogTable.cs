using System.Collections;
using Pathmind.Displays;

namespace Pathmind.Rollouts;

/// <summary>The table of a log's columns: what a row is about and its whole reward first, then agent by agent what it
/// did and what it got, then what it saw.</summary>
internal static class LogTable
{
    /// <param name="columns">In their order.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="title">Above the table; null for none.</param>
    /// <param name="isWhole">Whether these are all columns, and not some that were asked for.</param>
    public static Table Of(IReadOnlyList<LogColumn> columns, int count, string? title, bool isWhole)
    {
        var agents = columns.Select(AgentOf).Distinct().Count(agent => agent >= 0);
        LogColumn[] rewards = [.. columns.Where(column => column.Name.Split('_', 3) is ["reward", _, _])];
        LogColumn[] about = [.. columns.Where(column => isWhole && column.Name is "Episode" or "Step" or "Steps")];
        LogColumn[] total = [.. columns.Where(column => isWhole && column.Name == "reward")];
        if (isWhole && total.Length == 0 && rewards.Length > 1)
            total = [Total(rewards, count)];
        LogColumn[] same = total.Length > 0 && rewards is [{ Header: "reward" }] ? rewards : [];         // the only term: the whole again
        LogColumn[] all = [.. about, .. total, .. columns.Except(about).Except(total).Except(same)];
        return new([.. all.Select(Header)], new Cells(all, count))
        {
            Title = title, PageRows = 100, AllRows = "All of them: log.Steps.WriteCsv(\"steps.csv\")",
        };

        TableColumn Header(LogColumn column) => new(column.Header, column.IsText ? ColumnAlignment.Left : ColumnAlignment.Right)
        {
            Rank = about.Contains(column) || total.Contains(column) || rewards is [var only] && only == column
                ? ColumnRank.Always
                : column.Rank,
            StaysInSight = about.Contains(column),
            Group = agents > 1 && AgentOf(column) is >= 0 and var agent ? ($"agent {agent}", column.Header.Split('·', 2)[^1].Trim()) : null,
        };
    }

    /// <summary>The agent's number in the column's name; −1 for none.</summary>
    static int AgentOf(LogColumn column) =>
        column.Name.Split('_') is [_, var agent, ..] && int.TryParse(agent, out var number) ? number : -1;

    static LogColumn Total(LogColumn[] rewards, int count)
    {
        var total = new LogColumn("reward", "reward", LogColumnKind.Double);
        for (var row = 0; row < count; row++)
            total.Add(rewards.Sum(column => double.IsNaN(column[row]) ? 0 : column[row]));
        return total;
    }

    /// <summary>Makes the cells of a row when it is shown.</summary>
    sealed class Cells(IReadOnlyList<LogColumn> columns, int count) : IReadOnlyList<IReadOnlyList<object?>>
    {
        public int Count => count;

        public IReadOnlyList<object?> this[int index] => [.. columns.Select(column => column.Cell(index))];

        public IEnumerator<IReadOnlyList<object?>> GetEnumerator() =>
            Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
