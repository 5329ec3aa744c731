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

    /// <summary>Threads that play episodes side by side, at least 1; null for all cores. It changes the speed, never
    /// the result: trained policies play on all threads, any other one on one thread at a time and its episodes in
    /// their order. Policies that share something that changes need 1.</summary>
    public int? Threads
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentException($"Threads is {value}, but must be at least 1.");
    }

    /// <summary>Makes a further simulation like the one that is given, at every call, since each thread needs its own:
    /// <c>() => new Factory(prices)</c>. Null to make them by the constructor without parameters, with the same
    /// settings. Where that is not possible, and where the simulation was run before, everything is played in the one
    /// simulation, on one thread.</summary>
    public Func<Simulation>? Create { get; init; }

    /// <summary>Where progress appears if it takes more than a second; null for
    /// <see cref="Pathmind.Display.Current"/>.</summary>
    public IDisplay? Display { get; init; }

    /// <summary>Ends it between two episodes, with those that were played.</summary>
    internal CancellationToken Cancellation { get; init; }
}
