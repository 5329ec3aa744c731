using System.Diagnostics.CodeAnalysis;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Runs a cell on a separate thread, and can stop it: first by asking, then by force, at last by giving the
/// thread up. The kernel survives any cell.</summary>
/// <remarks>Threads are not aborted: an abort in the middle of the framework's code ends the process at
/// times.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A thread that was given up, and those that stop it, may use its events later.")]
internal sealed class CellThread
{
    const int StackSize = 16 << 20;                                      // bytes

    static readonly TimeSpan Asking = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan AskingWhileItAnswers = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Forcing = TimeSpan.FromSeconds(3);

    readonly Lock gate = new();
    readonly Action force;
    readonly CancellationTokenSource asked = new();
    readonly ManualResetEventSlim ended = new(), abandoned = new();
    readonly Thread thread;
    int stops;
    volatile bool pressed;

    /// <param name="body">What to run.</param>
    /// <param name="force">Makes the session's code throw wherever it runs.</param>
    public CellThread(Action body, Action force)
    {
        this.force = force;
        thread = new(() => Run(body), StackSize) { IsBackground = true, Name = "cell" };
    }

    /// <summary>Whether a part of the kit is at work that ends by itself when <see cref="Asked"/> is cancelled and then
    /// keeps what it has: a training. Set before the cell runs.</summary>
    public Func<bool> Answers { get; set; } = () => false;

    /// <summary>Cancelled when the person asks the cell to stop.</summary>
    public CancellationToken Asked => asked.Token;

    /// <summary>Whether it was stopped, by force or by asking.</summary>
    public bool IsStopped => Volatile.Read(ref stops) > 0;

    /// <summary>Whether the present thread is the cell's, and has been asked in vain: what it calls of the kernel
    /// should throw.</summary>
    public bool MustEnd => pressed && Thread.CurrentThread == thread;

    /// <summary>Runs the cell and waits for it.</summary>
    /// <returns>Whether it ended; false if its thread had to be given up, and may still run.</returns>
    public bool RunAndWait()
    {
        thread.Start();
        return WaitHandle.WaitAny([ended.WaitHandle, abandoned.WaitHandle]) == 0;
    }

    /// <summary>Stops the cell; returns at once. Asked a second time it no longer waits for what answers by
    /// itself.</summary>
    public void Stop()
    {
        var times = Interlocked.Increment(ref stops);
        new Thread(() => Escalate(times)) { IsBackground = true, Name = "cell stopper" }.Start();
    }

    void Escalate(int times)
    {
        asked.Cancel();
        if (times > 2 || ended.Wait(times == 1 && Answers() ? AskingWhileItAnswers : Asking))
            return;
        lock (gate)
        {
            if (ended.IsSet)
                return;                                                  // the next cell may have begun
            pressed = true;
            force();                                                     // what computes, on all threads
        }
        thread.Interrupt();                                              // what sleeps or waits
        for (var until = DateTime.UtcNow + Forcing; DateTime.UtcNow < until;)
        {
            if (ended.Wait(100))
                return;
            if (thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
                thread.Interrupt();
        }
        abandoned.Set();
    }

    void Run(Action body)
    {
        try
        {
            body();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ThreadInterruptedException)
        {
        }
        finally
        {
            lock (gate)
                ended.Set();
        }
    }
}
