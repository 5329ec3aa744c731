namespace Pathmind;

/// <summary>How far a piece of work is.</summary>
/// <param name="Title">What is being done: <c>Training MouseAndCheese</c>.</param>
public sealed record ProgressReport(string Title) : DisplayContent
{
    /// <summary>Share that is done, in [0, 1]; null if unknown.</summary>
    public double? Fraction
    {
        get;
        init => field = value is null or (>= 0 and <= 1)
            ? value
            : throw new ArgumentException($"The fraction of a progress report must be in 0 .. 1, or null if unknown; got {value}.");
    }

    /// <summary>Estimated time until the end; null if unknown.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Figures next to the bar, in their order.</summary>
    public IReadOnlyList<ProgressValue> Values { get; init; } = [];

    /// <summary>Values so far, oldest first, drawn as a small line; more than fit are averaged in groups. NaN leaves a
    /// gap.</summary>
    public IReadOnlyList<double> Trend { get; init; } = [];

    /// <summary>A picture below the figures, for displays that have room (<see cref="ILiveDisplay.ShowsPictures"/>):
    /// text leaves it out. Null for none.</summary>
    public DisplayContent? Picture { get; init; }
}

/// <summary>A figure of a <see cref="ProgressReport"/>, already written as text: <c>steps/s</c> and <c>312
/// 000</c>.</summary>
public readonly record struct ProgressValue(string Label, string Value);
