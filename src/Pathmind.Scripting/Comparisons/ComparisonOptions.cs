namespace Pathmind;

/// <summary>How long policies are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Episodes of each policy, at least 1; null for as many as it takes to tell which is better. With a given
    /// number the same seed gives the same result.</summary>
    public int? Episodes
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentException($"episodes is {value}, but at least 1 must be run.");
    }

    /// <summary>Seed of the episodes.</summary>
    public int Seed { get; init; }

    /// <summary>How long episodes are played at most, where their number is not given; above 0. At least 20 are played
    /// in any case, and at most 10,240.</summary>
    public TimeSpan Time
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentException($"Time is {value}, but must be above 0.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>A difference below this share of the larger mean does not matter: no more episodes are played for it;
    /// in [0, 1).</summary>
    public double Tolerance
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentException($"Tolerance is {value}, but must be in [0, 1).");
    } = 0.01;

    /// <summary>Where progress appears if it takes more than a second; null for
    /// <see cref="Pathmind.Display.Current"/>.</summary>
    public IDisplay? Display { get; init; }
}
