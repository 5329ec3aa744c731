using System.Runtime.InteropServices;

namespace Pathmind.Tool;

/// <summary>Says what is waited for where a signal asked to stop and the program has not ended at once: a step of the
/// simulation cannot be broken off. Ctrl+C is waited for as long as the user likes; SIGTERM, after which nobody may be
/// there to ask again, some time only.</summary>
internal sealed class StopPatience : IDisposable
{
    /// <summary>What ends within it needs no words.</summary>
    static readonly TimeSpan Silent = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait after SIGTERM: shorter than the 30 s after which Kubernetes kills.</summary>
    static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    readonly Action<string> say;
    readonly Action<string> end;
    readonly ITimer words, limit;
    readonly PosixSignalRegistration[] registrations;
    int asked;

    /// <param name="lost">What is not kept if the program ends without waiting.</param>
    /// <param name="end">Ends the program; it gets the words that say why.</param>
    /// <param name="signals">That something else lets the program outlive: this only notes them.</param>
    public StopPatience(string lost, Action<string> end, params ReadOnlySpan<PosixSignal> signals)
        : this(lost, Tell, end, TimeProvider.System) =>
        registrations = [.. signals.ToArray().Select(signal => PosixSignalRegistration.Create(signal, context => Ask(context.Signal)))];

    /// <summary>One that is told of signals by <see cref="Ask"/>.</summary>
    internal StopPatience(string lost, Action<string> say, Action<string> end, TimeProvider time)
    {
        (this.say, this.end, registrations) = (say, end, []);
        words = time.CreateTimer(_ => Say(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        limit = time.CreateTimer(
            _ => this.end($"It has not ended within {Most.TotalSeconds:0} s of SIGTERM, and is ended now: {lost}"), null,
            Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the program while something in it still runs, and says why.</summary>
    public static void End(string words)
    {
        Console.Error.WriteLine(words);
        Environment.Exit(ExitCode.Interrupted);
    }

    /// <summary>A signal came. Only the first one is waited for.</summary>
    internal void Ask(PosixSignal signal)
    {
        if (Interlocked.Exchange(ref asked, signal == PosixSignal.SIGTERM ? 2 : 1) != 0)
            return;
        words.Change(Silent, Timeout.InfiniteTimeSpan);
        if (signal == PosixSignal.SIGTERM)
            limit.Change(Most, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Beside what moves on a terminal, not into it.</summary>
    static void Tell(string text)
    {
        if (Console.IsOutputRedirected)
            Console.Error.WriteLine(text);
        else
            Display.Console.Show(new TextLine(text));
    }

    void Say() => say(asked == 2
        ? $"Waiting for the step that is under way to end, and to keep what there is, at most {Most.TotalSeconds:0} s."
        : "Waiting for the step that is under way to end, and to keep what there is; press Ctrl+C again to end at once without it.");

    /// <summary>The program has ended what it did.</summary>
    public void Dispose()
    {
        Array.ForEach(registrations, registration => registration.Dispose());
        words.Dispose();
        limit.Dispose();
    }
}
