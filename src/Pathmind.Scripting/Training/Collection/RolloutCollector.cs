using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Runs all simulations for one iteration on all threads.</summary>
/// <remarks>Fast simulations are dealt to the threads in equal groups, with one forward pass per group and step. Slow
/// ones (from 20 µs per step) are groups by themselves, and a free thread takes the one that is furthest behind, for
/// about 0.2 ms or one step at a time: no simulation waits for another except at the end of the rollout. Those that
/// something steps together (<see cref="IStepsTogether"/>) are one group. Any way nothing is locked while stepping, and
/// the result is the same.</remarks>
internal sealed class RolloutCollector : IRolloutSource
{
    static readonly TimeSpan Slow = TimeSpan.FromMicroseconds(20), Turn = TimeSpan.FromMicroseconds(200);

    readonly TrainingEnvironment[] environments;
    readonly TrainingEnvironment[][]? together;
    readonly WorkerThreads workers;
    readonly RewardFunction function;
    readonly BehaviorPolicy policy;
    readonly TimeProvider clock;
    readonly Func<bool> isStopped;
    readonly Action<int> takeTurns;
    EnvironmentBatch[] groups;
    int[] taken;
    RolloutBuffer buffer = null!;
    TimeSpan stepTime = Turn;                                            // not measured yet: single steps, so that slow ones can be stopped
    volatile bool failed;

    /// <param name="environments">All simulations.</param>
    /// <param name="workers">All threads.</param>
    /// <param name="function">Makes a reward of the terms.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="clock">Measures steps, to distinguish fast simulations from slow ones.</param>
    /// <param name="isStopped">Whether to end before the next turn; asked from all threads.</param>
    public RolloutCollector(
        TrainingEnvironment[] environments, WorkerThreads workers, RewardFunction function, BehaviorPolicy policy, TimeProvider clock,
        Func<bool> isStopped)
    {
        (this.environments, this.workers, this.function, this.policy) = (environments, workers, function, policy);
        (this.clock, this.isStopped) = (clock, isStopped);
        together = environments[0].Together is null ? null
            : [.. environments.GroupBy(environment => environment.Together).Select(group => group.ToArray())];
        takeTurns = _ => TakeTurns();
        (groups, taken) = Deal(Math.Min(workers.Threads, environments.Length));
    }

    /// <inheritdoc/>
    public TimeSpan StepTime { get; private set; }

    /// <inheritdoc/>
    /// <remarks>After an exception the others have stopped at the end of their turn.</remarks>
    public bool Collect(RolloutBuffer into, int steps)
    {
        var start = clock.GetTimestamp();
        buffer = into;
        buffer.Clear(steps);
        foreach (var group in groups)
            group.Restart(buffer);
        failed = false;
        workers.Run(takeTurns);
        foreach (var group in groups)
            if (group.Progress < buffer.Steps)
                return false;
        buffer.Complete();
        Adapt(clock.GetElapsedTime(start) * Math.Min(workers.Threads, environments.Length) / (environments.Length * buffer.Steps));
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
                group.Collect(Math.Min(turn, buffer.Steps - group.Progress), policy, buffer, function);
                Volatile.Write(ref taken[index], 0);
            }
        }
        catch
        {
            failed = true;
            throw;
        }
    }

    /// <summary>The free group that is furthest behind; -1 if there is none: then every unfinished one has a thread
    /// already.</summary>
    int Claim()
    {
        while (true)
        {
            var best = -1;
            for (var i = 0; i < groups.Length; i++)
                if (Volatile.Read(ref taken[i]) == 0 && groups[i].Progress < buffer.Steps
                    && (best < 0 || groups[i].Progress < groups[best].Progress))
                    best = i;
            if (best < 0 || Interlocked.CompareExchange(ref taken[best], 1, 0) == 0)
                return best;
        }
    }

    /// <summary>Groups the environments by the time that a step took.</summary>
    void Adapt(TimeSpan measured)
    {
        StepTime = stepTime = measured;
        var wanted = measured < Slow ? Math.Min(workers.Threads, environments.Length) : environments.Length;
        if (together is null && groups.Length != wanted)
            (groups, taken) = Deal(wanted);
    }

    (EnvironmentBatch[] Groups, int[] Taken) Deal(int count)
    {
        if (together is not null)
            return ([.. together.Select(group => new EnvironmentBatch(group, policy))], new int[together.Length]);
        var dealt = new EnvironmentBatch[count];
        for (var i = 0; i < count; i++)
            dealt[i] = new(environments[(i * environments.Length / count)..((i + 1) * environments.Length / count)], policy);
        return (dealt, new int[count]);
    }
}
