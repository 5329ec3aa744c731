using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>Lets several policies play the same episodes, a given number of them or until they tell enough.</summary>
/// <remarks>The episodes are looked at when there are 20, 40, 80, … of them, at most ten times, and each look has a
/// tenth of the error: whichever look ends it, the error over all is kept (group sequential tests, as Pocock 1977;
/// equal shares without his correction, which are on the safe side).</remarks>
/// <param name="simulations">Like the one that is compared in.</param>
/// <param name="policies">At least one.</param>
/// <param name="names">[policies] in logs and messages.</param>
/// <param name="options">Number of episodes, or time; seed.</param>
/// <param name="time">The clock.</param>
internal sealed class PairedEpisodes(
    SimilarSimulations simulations, Policy[] policies, string[] names, ComparisonOptions options, TimeProvider time)
{
    /// <summary>Episodes at the first look; each look doubles them.</summary>
    public const int FirstLook = 20;

    /// <summary>Looks at most, and thereby 10,240 episodes.</summary>
    public const int MostLooks = 10;

    /// <summary>Nothing is shown of a shorter comparison.</summary>
    static readonly TimeSpan Silent = TimeSpan.FromSeconds(1);

    /// <summary>What several threads play in one go, before the clock is asked again.</summary>
    static readonly TimeSpan Block = TimeSpan.FromMilliseconds(100);

    readonly EpisodeLanes lanes = new(simulations, policies, names, options.Seed);
    readonly long start = time.GetTimestamp();
    int played;

    /// <summary>How often the episodes are looked at, at most: the error is shared among so many looks.</summary>
    public int Looks => options.Episodes is null ? MostLooks : 1;

    public SimulationSchema Schema => lanes.Schema;

    /// <summary>Plays.</summary>
    /// <param name="what">Is being done, for the progress.</param>
    /// <param name="isTold">Whether more episodes would answer nothing; asked only if their number is not
    /// given.</param>
    /// <returns>[policies] what happened.</returns>
    public EpisodeLog[] Play(string what, Func<EpisodeLog[], bool> isTold)
    {
        using PatientDisplay live = new(options.Display ?? Display.Current, time, Silent);
        if (options.Episodes is { } fixedNumber)
        {
            PlayTo(fixedNumber, what, live);
            return lanes.Logs();
        }
        for (var look = 1; ; look++)
        {
            var isOver = !PlayTo(FirstLook << (look - 1), what, live);
            var logs = lanes.Logs();
            if (isOver || look == MostLooks || isTold(logs))
                return logs;
        }
    }

    /// <summary>Plays episode after episode, each with all policies.</summary>
    /// <returns>Whether all were played before the time was over or the display asked to stop.</returns>
    bool PlayTo(int episodes, string what, PatientDisplay live)
    {
        while (played < episodes)
        {
            var isLate = options.Episodes is null && played >= FirstLook && time.GetElapsedTime(start) > options.Time;
            if (isLate || (live.IsInterrupted || options.Cancellation.IsCancellationRequested) && played > 0)
                return false;
            var count = Math.Min(episodes - played, NextBlock());
            lanes.Play(played + 1, count);
            played += count;
            live.Update(() => new ProgressReport(what) { Values = [new("episodes", $"{played:N0}")] });
        }
        return true;
    }

    /// <summary>How many episodes to play before the clock is asked again.</summary>
    int NextBlock()
    {
        var elapsed = time.GetElapsedTime(start);
        return lanes.Count == 1 ? 1
            : played == 0 || elapsed <= TimeSpan.Zero ? lanes.Count
            : (int)Math.Clamp(played * (Block / elapsed), lanes.Count, 1 << 20);
    }
}
