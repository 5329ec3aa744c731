using System.Diagnostics;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Looks from a thread of its own at how long a simulation's step takes, and gives a sign of life every
/// second.</summary>
internal sealed class StepWatch : IDisposable
{
    static readonly TimeSpan Life = TimeSpan.FromSeconds(1), Shortest = TimeSpan.FromMilliseconds(5);

    readonly Action alive;
    readonly Action<SimulationDriver, TimeSpan> hangs;
    readonly ManualResetEventSlim ended = new();
    readonly Thread thread;
    SimulationDriver? running;
    long since;                                                          // timestamp at the beginning of the step

    /// <param name="alive">Called every second.</param>
    /// <param name="hangs">Gets the simulation and the limit, once for a step that takes longer.</param>
    public StepWatch(Action alive, Action<SimulationDriver, TimeSpan> hangs)
    {
        (this.alive, this.hangs) = (alive, hangs);
        thread = new(Look) { IsBackground = true, Name = "Pathmind watch", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    /// <summary>Longest time of a step; null for any.</summary>
    public TimeSpan? Limit { get; set; }

    /// <summary>A step begins.</summary>
    public void Step(SimulationDriver simulation)
    {
        running = simulation;
        Volatile.Write(ref since, Stopwatch.GetTimestamp());
    }

    /// <summary>No step is under way.</summary>
    public void Rest() => Volatile.Write(ref since, 0);

    public void Dispose()
    {
        ended.Set();
        thread.Join();
        ended.Dispose();
    }

    void Look()
    {
        var (told, last) = (0L, Stopwatch.GetTimestamp());
        while (!ended.Wait(Pause))
        {
            if (Stopwatch.GetElapsedTime(last) >= Life)
            {
                last = Stopwatch.GetTimestamp();
                alive();
            }
            var begun = Volatile.Read(ref since);
            if (begun == 0 || begun == told || Limit is not { } limit || Stopwatch.GetElapsedTime(begun) < limit)
                continue;
            told = begun;
            hangs(running!, limit);
        }
    }

    TimeSpan Pause => Limit is not { } limit ? Life : TimeSpan.FromTicks(Math.Clamp(limit.Ticks / 8, Shortest.Ticks, Life.Ticks / 2));
}
