namespace Pathmind.Reporting;

/// <summary>How often a training reports, and how long it tries.</summary>
internal sealed record ReportingPace
{
    /// <summary>Rows that wait at most.</summary>
    public int Capacity { get; init; } = 4_096;

    /// <summary>Rows of one request at most.</summary>
    public int BatchRows { get; init; } = 512;

    /// <summary>Pause between two requests; also how soon a stop is heard of.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Longest that one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause before the studio is tried again.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the last rows are tried to be sent after the training has ended.</summary>
    public TimeSpan AfterEnd { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a process that exits waits for the last rows, if the studio answers.</summary>
    public TimeSpan AtExit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after so many failures in a row: it doubles.</summary>
    public TimeSpan Pause(int failures) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, Interval.Ticks << Math.Min(failures, 10)));
}
