using Pathmind.Files;
using Pathmind.Numerics;
using Pathmind.Rollouts;

namespace Pathmind;

/// <summary>Runs a policy in a simulation.</summary>
public static class SimulationRuns
{
    /// <summary>Episodes of which each is announced; a longer run shows a progress bar.</summary>
    const int Announced = 20;

    /// <summary>Lets a policy act in the simulation for some episodes, and logs what happens. A long run that is
    /// interrupted at its progress bar keeps the episodes that are finished.</summary>
    /// <param name="simulation">The simulation; it is reset before each episode.</param>
    /// <param name="policy">Who decides; null for random actions.</param>
    /// <param name="episodes">How many episodes; at least 1.</param>
    /// <param name="outCsv">File for one row per step, columns as in <see cref="EpisodeLog.Steps"/>; null for
    /// none.</param>
    /// <param name="summaryCsv">File for one row per episode, columns as in <see cref="EpisodeLog.Episodes"/>; null for
    /// none.</param>
    /// <param name="sleep">Pause after each step, to watch; null for none.</param>
    /// <param name="seed">Seed of <see cref="Simulation.Random"/> (one stream per episode) and of the random actions:
    /// same seed, same log.</param>
    /// <param name="detail">What is kept.</param>
    /// <param name="display">Where tables and progress appear; null for <see cref="Display.Current"/>.
    /// <see cref="Display.None"/> shows nothing: for a library, or if the log is printed anyway.</param>
    /// <param name="cancellation">Stops between two steps; then no file is written.</param>
    /// <exception cref="ArgumentException">An argument is out of range, a file cannot be written (found out before the
    /// first episode), or the policy does not fit.</exception>
    /// <exception cref="SimulationException">The simulation or the policy threw or broke a rule.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EpisodeLog Run(
        this Simulation simulation,
        Policy? policy = null,
        int episodes = 1,
        string? outCsv = null,
        string? summaryCsv = null,
        TimeSpan? sleep = null,
        int seed = 0,
        LogDetail detail = LogDetail.Steps,
        IDisplay? display = null,
        CancellationToken cancellation = default)
    {
        RequireEpisodes(episodes);
        if (sleep < TimeSpan.Zero)
            throw new ArgumentException($"sleep is {sleep}: a pause after each step cannot be negative.");
        if (outCsv is not null && detail != LogDetail.Steps)
            throw new ArgumentException($"outCsv lists steps, but LogDetail.{detail} keeps none: use LogDetail.Steps or summaryCsv.");
        OutputFile.Require(outCsv, nameof(outCsv));
        OutputFile.Require(summaryCsv, nameof(summaryCsv));
        OutputFile.RequireDifferent(outCsv, summaryCsv, nameof(outCsv), nameof(summaryCsv));
        display ??= Display.Current;
        if (policy is null)
            display.Show(new TextLine("No policy is given: the actions are random."));

        var loop = new EpisodeLoop(simulation, policy ??= Policy.Random(seed), policy.Name, seed, detail);
        RunEpisodes(loop, simulation.GetType().Name, episodes, sleep ?? TimeSpan.Zero, display, cancellation);
        var log = loop.Log;
        display.Show(episodes == 1 ? log.ToDisplay() : log.StatisticsTable());
        if (outCsv is not null)
            log.Steps.WriteCsv(outCsv);
        if (summaryCsv is not null)
            log.Episodes.WriteCsv(summaryCsv);
        return log;
    }

    /// <summary>Seeds <see cref="Simulation.Random"/> by hand, for unit tests and for steps made by hand: it then gives
    /// the numbers of the first episode of <c>Run(seed: …)</c>. Running and training seed it themselves.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    public static void Seed(this Simulation simulation, int seed)
    {
        RandomStream random = new(seed, stream: 1);
        random.Restart(seed, 1);
        simulation.Random = random;
    }

    static void RequireEpisodes(int episodes)
    {
        if (episodes < 1)
            throw new ArgumentException($"episodes is {episodes}, but at least 1 must be run.");
    }

    /// <summary>Announces every episode of a short run of several or of one that is watched (of a single one the tables
    /// say all); shows how far a long one is, about a hundred times, and ends after an episode when the display asks
    /// for it.</summary>
    static void RunEpisodes(
        EpisodeLoop loop, string simulation, int episodes, TimeSpan sleep, IDisplay display, CancellationToken cancellation)
    {
        using var live = episodes > Announced ? display.Live() : null;
        for (var episode = 1; episode <= episodes; episode++)
        {
            loop.RunEpisode(sleep, cancellation);
            if (live is null && (episodes > 1 || sleep > TimeSpan.Zero))
                display.Show(new TextLine($"Finished episode {episode}"));
            else if (live is not null && (episode % Math.Max(1, episodes / 100) == 0 || episode == episodes))
                live.Update(new ProgressReport($"Running {simulation}")
                {
                    Fraction = (double)episode / episodes,
                    Values = [new("episodes", $"{episode} of {episodes}")],
                });
            if (live is { Interrupted.IsCancellationRequested: true })
                return;
        }
    }
}
