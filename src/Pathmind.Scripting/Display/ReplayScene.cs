using Pathmind.Drawings;

namespace Pathmind.Displays;

/// <summary>What a replay shows, as data.</summary>
/// <param name="Title">Which policy in which simulation.</param>
/// <param name="Agents">How many there are.</param>
/// <param name="Columns">What is known of each step, agent by agent.</param>
/// <param name="Episodes">At least one.</param>
/// <param name="Film">The drawings; null if there are none.</param>
/// <param name="Steps">The table of all steps.</param>
internal sealed record ReplayScene(
    string Title, int Agents, IReadOnlyList<ReplayColumn> Columns, IReadOnlyList<ReplayEpisode> Episodes, Film? Film, Table Steps)
{
    /// <summary>Whether what the agents saw was left out, as too much for a page.</summary>
    public bool IsWithoutSeen { get; init; }

    /// <summary>The frames of an episode: after Reset, then after each step; empty without drawings.</summary>
    public IReadOnlyList<int[]> FramesOf(ReplayEpisode episode) => Film?.Episode(episode.Number - 1) ?? [];
}

/// <summary>One number or word of each step.</summary>
/// <param name="Name">Of the reward term, the metric, the observation; <c>action</c>.</param>
/// <param name="Agent">Whose; −1 for that of all agents together.</param>
/// <param name="Part">What it is.</param>
/// <param name="Cell">[rows] the value; null where the agent took no part.</param>
internal sealed record ReplayColumn(string Name, int Agent, ReplayPart Part, Func<int, object?> Cell);

/// <summary>What a column of a replay holds.</summary>
internal enum ReplayPart
{
    /// <summary>What the agent did.</summary>
    Action,

    /// <summary>A reward term, or the sum of all, in this step; the replay also shows its sum so far.</summary>
    Term,

    /// <summary>A metric after the step.</summary>
    Metric,

    /// <summary>What the agent saw before the step.</summary>
    Seen,
}

/// <summary>An episode of a replay.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="FirstRow">Its first row in the columns.</param>
/// <param name="Rows">Its steps.</param>
/// <param name="End">How it ended.</param>
internal sealed record ReplayEpisode(int Number, int FirstRow, int Rows, string End);
