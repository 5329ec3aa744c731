using System.Runtime.ExceptionServices;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Tuning;

/// <summary>Lets candidates play, several side by side, each alone in a simulation.</summary>
/// <param name="create">Makes a simulation for each thread.</param>
/// <param name="make">Makes a candidate's policy.</param>
/// <param name="threads">At least 1.</param>
internal sealed class CandidatePlays(Func<Simulation> create, Func<Parameters, Policy> make, int threads) : IDisposable
{
    readonly SimulationInstances instances = new(create);
    readonly List<Simulation> simulations = [];

    /// <summary>Plays the same episodes with each candidate.</summary>
    /// <returns>[candidates] what happened; of each the same on any number of threads.</returns>
    public EpisodeLog[] Play(IReadOnlyList<Parameters> candidates, int episodes, int seed)
    {
        if (candidates.Count == 0)
            return [];
        Policy[] policies = [.. candidates.Select(candidate => make(candidate)
            ?? throw new ArgumentException($"The function that makes the heuristic returned null for {candidate}."))];
        var workers = Math.Min(threads, candidates.Count);
        while (simulations.Count < workers)
            simulations.Add(instances.New());
        var (logs, errors, next) = (new EpisodeLog[candidates.Count], new Exception?[candidates.Count], -1);
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
        {
            for (var i = Interlocked.Increment(ref next); i < logs.Length; i = Interlocked.Increment(ref next))
                try
                {
                    logs[i] = PlayOne(simulations[worker], policies[i], episodes, seed);
                }
                catch (Exception exception)
                {
                    errors[i] = exception;
                }
        });
        if (Array.Find(errors, error => error is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
        return logs;
    }

    public void Dispose()
    {
        if (instances.DisposeAll() is { } thrown)
            ExceptionDispatchInfo.Throw(thrown);
    }

    static EpisodeLog PlayOne(Simulation simulation, Policy policy, int episodes, int seed)
    {
        EpisodeLoop loop = new(simulation, policy, policy.Name, seed, LogDetail.Summaries);
        for (var episode = 0; episode < episodes; episode++)
            loop.RunEpisode(TimeSpan.Zero, CancellationToken.None);
        return loop.Log;
    }
}
