using System.Diagnostics.CodeAnalysis;
using System.Runtime;

namespace Pathmind.Jupyter;

/// <summary>Runs a cell on a thread of its own, and can stop it: first by asking, then by force, at last by giving the thread up. Whatever a cell does, the kernel goes on.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A thread that was given up, and those that stop it, may use its events after the cell has been answered.")]
internal sealed class CellThread
{
    const int StackSize = 16 << 20;                                      // bytes

    static readonly TimeSpan Asking = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan AskingWhileItAnswers = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Forcing = TimeSpan.FromSeconds(3);

    readonly Func<bool> answers;
    readonly CancellationTokenSource asked = new(), forced = new();
    readonly ManualResetEventSlim ended = new(), abandoned = new();
    readonly Thread thread;
    int stops;
    volatile bool pressed;

    /// <param name="body">What to run.</param>
    /// <param name="answers">Whether a part of the kit is at work that ends by itself when <see cref="Asked"/> is cancelled and then keeps what it has: a training.</param>
    public CellThread(Action body, Func<bool> answers)
    {
        this.answers = answers;
        thread = new(() => Run(body), StackSize) { IsBackground = true, Name = "cell" };
    }

    /// <summary>Cancelled when the person asks the cell to stop.</summary>
    public CancellationToken Asked => asked.Token;

    /// <summary>Whether it was stopped, by force or by asking.</summary>
    public bool IsStopped => Volatile.Read(ref stops) > 0;

    /// <summary>Whether the present thread is the cell's, and has been asked in vain: what it calls of the kernel should throw, so that it need not be aborted in the middle of it.</summary>
    public bool MustEnd => pressed && Thread.CurrentThread == thread;

    /// <summary>Runs the cell and waits for it.</summary>
    /// <returns>Whether it ended; false if its thread had to be given up, and may still run.</returns>
    public bool RunAndWait()
    {
        thread.Start();
        return WaitHandle.WaitAny([ended.WaitHandle, abandoned.WaitHandle]) == 0;
    }

    /// <summary>Stops the cell; returns at once. Asked a second time it no longer waits for what answers by itself.</summary>
    public void Stop()
    {
        var times = Interlocked.Increment(ref stops);
        new Thread(() => Escalate(times)) { IsBackground = true, Name = "cell stopper" }.Start();
    }

    void Escalate(int times)
    {
        asked.Cancel();
        if (times > 2 || ended.Wait(times == 1 && answers() ? AskingWhileItAnswers : Asking))
            return;
        pressed = true;
        thread.Interrupt();                                              // what sleeps or waits
        if (ended.Wait(Asking))
            return;
        new Thread(forced.Cancel) { IsBackground = true, Name = "cell aborter" }.Start();    // blocks until the thread has unwound
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
#pragma warning disable SYSLIB0046 // the only way to stop a loop of the user's; state that it leaves half done is the user's own
            ControlledExecution.Run(body, forced.Token);
#pragma warning restore SYSLIB0046
        }
        catch (Exception exception) when (exception is OperationCanceledException or ThreadInterruptedException)
        {
        }
        finally
        {
            ended.Set();
        }
    }
}
