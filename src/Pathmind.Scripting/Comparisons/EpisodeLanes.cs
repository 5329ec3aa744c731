using System.Runtime.ExceptionServices;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>Plays the same episodes with several policies, in lanes that run side by side, each with a simulation of
/// its own. What is played does not depend on the number of lanes.</summary>
/// <remarks>A policy that can be forked plays any episode in any lane. Any other one may hold state, so all of its
/// episodes are played in one lane, in their order; those that share what they captured are in the same
/// lane.</remarks>
internal sealed class EpisodeLanes
{
    readonly Policy[] policies;
    readonly string[] names;
    readonly int seed;
    readonly IReadOnlyList<Simulation> simulations;                      // [lanes]
    readonly EpisodeLoop?[][] loops;                                     // [lanes][policies] made when first needed
    readonly int[][] own;                                                // [lanes] policies that only this lane plays
    readonly int[] free;                                                 // policies that any lane plays
    readonly Lock gate = new();
    SimulationSchema? schema;
    (long Place, Exception Exception)? first;                            // of the errors, in the order of episodes and policies
    int next;

    /// <param name="similar">Simulations.</param>
    /// <param name="policies">At least one.</param>
    /// <param name="names">[policies] in logs and messages.</param>
    /// <param name="seed">Of the episodes.</param>
    /// <exception cref="ArgumentException">A policy does not fit the simulation.</exception>
    /// <exception cref="SimulationException">The simulation broke a rule, or those of two lanes differ.</exception>
    public EpisodeLanes(SimilarSimulations similar, Policy[] policies, string[] names, int seed)
    {
        (this.policies, this.names, this.seed) = (policies, names, seed);
        free = [.. Enumerable.Range(0, policies.Length).Where(i => policies[i].Fork() is not null)];
        int[][] groups =
        [
            .. Enumerable.Range(0, policies.Length).Except(free)
                .GroupBy(i => policies[i].Exclusive, ReferenceEqualityComparer.Instance).Select(group => group.ToArray()),
        ];
        simulations = similar.Take(free.Length > 0 ? int.MaxValue : groups.Length);
        own = [.. simulations.Select((_, lane) =>
            groups.Where((_, i) => i % simulations.Count == lane).SelectMany(group => group).Order().ToArray())];
        loops = [.. simulations.Select(_ => new EpisodeLoop?[policies.Length])];
        schema = Loop(LaneOf(0), 0).Schema;
        for (var policy = 1; policy < policies.Length; policy++)
            _ = Loop(LaneOf(policy), policy);                            // whether it fits is said before the first episode
    }

    /// <summary>How many run side by side.</summary>
    public int Count => simulations.Count;

    /// <summary>What the simulations look like.</summary>
    public SimulationSchema Schema => schema!;

    /// <summary>[policies] what happened so far.</summary>
    public EpisodeLog[] Logs() =>
    [
        .. policies.Select((_, policy) => EpisodeLog.Of(
            [.. loops.Select(lane => lane[policy]).Where(loop => loop is { HasPlayed: true }).Select(loop => loop!.Log)])),
    ];

    /// <summary>Plays some episodes with all policies.</summary>
    /// <param name="from">The first one, counted from 1.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="SimulationException">The simulation or a policy threw or broke a rule: of several errors that
    /// of the earliest episode, there of the first policy.</exception>
    public void Play(int from, int count)
    {
        next = -1;
        if (Count == 1)
            Play(0, from, count);
        else
            Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = Count }, lane => Play(lane, from, count));
        if (first is { } error)
            ExceptionDispatchInfo.Throw(error.Exception);
    }

    void Play(int lane, int from, int count)
    {
        for (var episode = from; episode < from + count; episode++)
            foreach (var policy in own[lane])
                PlayOne(lane, episode, policy);
        while (free.Length > 0 && Interlocked.Increment(ref next) is var item && item < count * free.Length)
            PlayOne(lane, from + item / free.Length, free[item % free.Length]);
    }

    void PlayOne(int lane, int episode, int policy)
    {
        var place = (long)episode * policies.Length + policy;
        lock (gate)
            if (place > first?.Place)
                return;
        try
        {
            Loop(lane, policy).RunEpisode(episode);
        }
        catch (Exception exception)
        {
            lock (gate)
                if (first is null || place < first.Value.Place)
                    first = (place, exception);
        }
    }

    EpisodeLoop Loop(int lane, int policy) => loops[lane][policy] ??=
        new(simulations[lane], policies[policy].Fork() ?? policies[policy], names[policy], seed, LogDetail.Summaries, schema);

    int LaneOf(int policy) => Math.Max(0, Array.FindIndex(own, lane => lane.Contains(policy)));
}
