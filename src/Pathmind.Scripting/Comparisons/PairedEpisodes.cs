using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>Lets several policies play the same episodes, a given number of them or until they tell enough.</summary>
/// <remarks>The episodes are looked at when there are 20, 40, 80, … of them, at most ten times, and each look has a
/// tenth of the error: whichever look ends it, the error over all is kept (group sequential tests, as Pocock 1977;
/// equal shares without his correction, which are on the safe side).</remarks>
internal sealed class PairedEpisodes(
    Simulation simulation, Policy[] policies, string[] names, ComparisonOptions options, TimeProvider time)
{
    /// <summary>Episodes at the first look; each look doubles them.</summary>
    public const int FirstLook = 20;

    /// <summary>Looks at most, and thereby 10,240 episodes.</summary>
    public const int MostLooks = 10;

    /// <summary>Nothing is shown of a shorter comparison.</summary>
    static readonly TimeSpan Silent = TimeSpan.FromSeconds(1);

    readonly EpisodeLoop[] loops =
        [.. policies.Zip(names, (policy, name) => new EpisodeLoop(simulation, policy, name, options.Seed, LogDetail.Summaries))];

    readonly long start = time.GetTimestamp();
    int played;

    /// <summary>How often the episodes are looked at, at most: the error is shared among so many looks.</summary>
    public int Looks => options.Episodes is null ? MostLooks : 1;

    public SimulationSchema Schema => loops[0].Schema;

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
            return Logs();
        }
        for (var look = 1; ; look++)
        {
            var isOver = !PlayTo(FirstLook << (look - 1), what, live);
            var logs = Logs();
            if (isOver || look == MostLooks || isTold(logs))
                return logs;
        }
    }

    EpisodeLog[] Logs() => [.. loops.Select(loop => loop.Log)];

    /// <summary>Plays episode after episode, each with all policies.</summary>
    /// <returns>Whether all were played before the time was over or the display asked to stop.</returns>
    bool PlayTo(int episodes, string what, PatientDisplay live)
    {
        while (played < episodes)
        {
            var isLate = options.Episodes is null && played >= FirstLook && time.GetElapsedTime(start) > options.Time;
            if (isLate || live.IsInterrupted && played > 0)
                return false;
            foreach (var loop in loops)
                loop.RunEpisode(TimeSpan.Zero, CancellationToken.None);
            played++;
            live.Update(() => new ProgressReport(what) { Values = [new("episodes", $"{played:N0}")] });
        }
        return true;
    }
}
