namespace Pathmind;

/// <summary>What a report of a training shows in addition to the training itself.</summary>
public sealed record ReportOptions
{
    /// <summary>Headline; null for <c>Training of</c> and the simulation's name.</summary>
    public string? Title { get; init; }

    /// <summary>Policies to compare the trained one with, in addition to random actions and to the one that the
    /// training started from.</summary>
    public IReadOnlyList<Policy> Policies { get; init; } = [];

    /// <summary>Episodes that each policy plays for the comparison; 0 for no comparison and no episode.</summary>
    public int Episodes
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentException($"A report compares policies in at least 0 episodes; got {value}.");
    } = 50;

    /// <summary>Seed of these episodes.</summary>
    public int Seed { get; init; }

    /// <summary>When the training was made, as the report gives it; null for no date, so that the same training gives
    /// the same file.</summary>
    public DateTimeOffset? Date { get; init; }
}
