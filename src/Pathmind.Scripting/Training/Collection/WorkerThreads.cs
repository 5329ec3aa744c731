using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Pathmind.Training;

/// <summary>Threads of one training: they do the same work on different parts, and sleep when there is none. The caller
/// is worker 0.</summary>
/// <remarks>A hand-over is met by spinning for at most 50 µs, since rollout and update follow each other within
/// milliseconds and waking a sleeping thread costs about 50 µs; after that a thread sleeps, so that a busy machine
/// loses nothing to spinning. Own threads, not the pool's: a slow simulation must not starve the program's
/// tasks.</remarks>
internal sealed class WorkerThreads : IDisposable
{
    static readonly long SpinTicks = Stopwatch.Frequency / 20_000;

    readonly SemaphoreSlim[] wake;
    readonly SemaphoreSlim allDone = new(0);
    readonly Exception?[] errors;
    Action<int> part = _ => { };
    int running;
    volatile bool closed;

    public WorkerThreads(int threads)
    {
        Threads = threads;
        (wake, errors) = (new SemaphoreSlim[threads], new Exception?[threads]);
        for (var index = 1; index < threads; index++)
        {
            var worker = index;
            wake[worker] = new(0);
            new Thread(() => Work(worker)) { IsBackground = true, Name = $"Pathmind {worker}" }.Start();
        }
    }

    public int Threads { get; }

    /// <summary>Calls <paramref name="work"/> once on every thread, with the worker's number, and returns when all are
    /// back.</summary>
    /// <remarks>The first exception, in the order of the workers, is thrown when all are back.</remarks>
    public void Run(Action<int> work)
    {
        if (Threads == 1)
        {
            work(0);
            return;
        }
        part = work;
        Volatile.Write(ref running, Threads - 1);
        for (var worker = 1; worker < Threads; worker++)
            wake[worker].Release();
        Try(0);
        Await(allDone);
        foreach (var error in errors)
            if (error is not null)
            {
                Array.Clear(errors);
                ExceptionDispatchInfo.Throw(error);
            }
    }

    public void Dispose()
    {
        closed = true;
        for (var worker = 1; worker < Threads; worker++)
            wake[worker].Release();
    }

    static void Await(SemaphoreSlim signal)
    {
        var start = Stopwatch.GetTimestamp();
        while (signal.CurrentCount == 0 && Stopwatch.GetTimestamp() - start < SpinTicks)
            Thread.SpinWait(8);
        signal.Wait();
    }

    void Work(int worker)
    {
        while (true)
        {
            Await(wake[worker]);
            if (closed)
                return;
            Try(worker);
            if (Interlocked.Decrement(ref running) == 0)
                allDone.Release();
        }
    }

    void Try(int worker)
    {
        try
        {
            part(worker);
        }
        catch (Exception exception)
        {
            errors[worker] = exception;
        }
    }
}
