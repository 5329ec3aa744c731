using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Runs all lanes for one iteration on all threads.</summary>
/// <remarks>Fast simulations are dealt to the threads in equal groups, one forward pass a group and step. Slow ones (from 20 µs a step) are groups of their own, and a free
/// thread takes the one that is furthest behind, for about 0.2 ms or one step at a time: no simulation waits for another but at the end of the rollout. Either way nothing is
/// locked while stepping, and the result is the same.</remarks>
internal sealed class Rollout
{
    static readonly TimeSpan Slow = TimeSpan.FromMicroseconds(20), Turn = TimeSpan.FromMicroseconds(200);

    readonly Lane[] lanes;
    readonly Crew crew;
    readonly NetworkShape shape;
    readonly RewardFunction function;
    readonly Acting acting;
    readonly TimeProvider clock;
    readonly Func<bool> isStopped;
    readonly Action<int> takeTurns;
    ActorGroup[] groups;
    int[] taken;
    RolloutBuffer buffer = null!;
    TimeSpan stepTime = Turn;                                            // not measured yet: one step at a time, so that slow simulations can be stopped
    volatile bool failed;

    /// <param name="lanes">All simulations.</param>
    /// <param name="crew">All threads.</param>
    /// <param name="shape">Of the policy network.</param>
    /// <param name="function">Makes a reward of the terms.</param>
    /// <param name="acting">The policy.</param>
    /// <param name="clock">Tells fast simulations from slow ones.</param>
    /// <param name="isStopped">Whether to end before the next turn; asked from all threads.</param>
    public Rollout(Lane[] lanes, Crew crew, NetworkShape shape, RewardFunction function, Acting acting, TimeProvider clock, Func<bool> isStopped)
    {
        (this.lanes, this.crew, this.shape, this.function, this.acting, this.clock, this.isStopped) = (lanes, crew, shape, function, acting, clock, isStopped);
        takeTurns = _ => TakeTurns();
        (groups, taken) = Deal(Math.Min(crew.Threads, lanes.Length));
    }

    /// <summary>Fills the buffer with steps of every lane.</summary>
    /// <returns>False if it was stopped before the end: then the buffer is not complete.</returns>
    /// <exception cref="SimulationException">A simulation threw or broke a rule; the others have stopped at the end of their turn.</exception>
    public bool Collect(RolloutBuffer into, int steps)
    {
        var start = clock.GetTimestamp();
        buffer = into;
        buffer.Clear(steps);
        foreach (var group in groups)
            group.Restart();
        failed = false;
        crew.Run(takeTurns);
        foreach (var group in groups)
            if (group.Progress < buffer.Steps)
                return false;
        buffer.Complete();
        Adapt(clock.GetElapsedTime(start) * Math.Min(crew.Threads, lanes.Length) / (lanes.Length * buffer.Steps));
        return true;
    }

    void TakeTurns()
    {
        try
        {
            var turn = stepTime < Slow ? buffer.Steps : (int)Math.Clamp(Turn / stepTime, 1, buffer.Steps);
            while (!failed && !isStopped() && Claim() is >= 0 and var index)
            {
                var group = groups[index];
                group.Collect(Math.Min(turn, buffer.Steps - group.Progress), acting, buffer, function);
                Volatile.Write(ref taken[index], 0);
            }
        }
        catch
        {
            failed = true;
            throw;
        }
    }

    /// <summary>The free group that is furthest behind; -1 if there is none: then every unfinished one has a thread already.</summary>
    int Claim()
    {
        while (true)
        {
            var best = -1;
            for (var i = 0; i < groups.Length; i++)
                if (Volatile.Read(ref taken[i]) == 0 && groups[i].Progress < buffer.Steps && (best < 0 || groups[i].Progress < groups[best].Progress))
                    best = i;
            if (best < 0 || Interlocked.CompareExchange(ref taken[best], 1, 0) == 0)
                return best;
        }
    }

    /// <summary>Groups the lanes by the time that a step took.</summary>
    void Adapt(TimeSpan measured)
    {
        stepTime = measured;
        var wanted = measured < Slow ? Math.Min(crew.Threads, lanes.Length) : lanes.Length;
        if (groups.Length != wanted)
            (groups, taken) = Deal(wanted);
    }

    (ActorGroup[] Groups, int[] Taken) Deal(int count)
    {
        var dealt = new ActorGroup[count];
        for (var i = 0; i < count; i++)
            dealt[i] = new(lanes[(i * lanes.Length / count)..((i + 1) * lanes.Length / count)], shape);
        return (dealt, new int[count]);
    }
}
