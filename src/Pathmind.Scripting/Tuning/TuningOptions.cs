namespace Pathmind;

/// <summary>How the numbers of a heuristic are looked for.</summary>
public sealed record TuningOptions
{
    /// <summary>Episodes of the search, all candidates together; at least 100. The final judgement comes on
    /// top.</summary>
    public int Episodes
    {
        get;
        init => field = value >= 100 ? value : throw new ArgumentException($"Episodes is {value}, but a search needs at least 100.");
    } = 10_000;

    /// <summary>Episodes that each candidate plays, the same ones for all; at least 1. The more chance there is in an
    /// episode, the more it takes.</summary>
    public int EpisodesPerCandidate
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentException($"EpisodesPerCandidate is {value}, but must be at least 1.");
    } = 20;

    /// <summary>Steps of the search after which it ends, all candidates together; null for no limit.</summary>
    public long? Steps
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentException($"Steps is {value}, but must be at least 1.");
    }

    /// <summary>Time after which the search ends: then the result depends on the machine; null for no limit.</summary>
    public TimeSpan? Time
    {
        get;
        init => field = value is null || value > TimeSpan.Zero
            ? value
            : throw new ArgumentException($"Time is {value}, but must be above 0.");
    }

    /// <summary>Seed of the search and of its episodes: same seed, same result, on any number of threads.</summary>
    public int Seed { get; init; }

    /// <summary>Threads that play candidates side by side, at least 1; null for all cores. It changes the speed, never
    /// the result.</summary>
    public int? Threads
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentException($"Threads is {value}, but must be at least 1.");
    }

    /// <summary>Where progress appears if it takes more than a second; null for
    /// <see cref="Pathmind.Display.Current"/>.</summary>
    public IDisplay? Display { get; init; }
}
