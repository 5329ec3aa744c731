using System.Runtime.InteropServices;

namespace Pathmind.Displays;

/// <summary>The one rule for Ctrl+C, and where it is asked for also for SIGTERM: the first signal asks to stop and to
/// keep what there is, a second one ends the process. Of several that listen, each is asked before the process
/// ends.</summary>
internal sealed class CancelKey : IDisposable
{
    readonly CancellationTokenSource asked = new();
    readonly Action? ending;
    readonly PosixSignalRegistration[] registrations;

    /// <param name="ending">Called when a second signal is about to end the process.</param>
    /// <param name="others">Signals that count like Ctrl+C.</param>
    public CancelKey(Action? ending = null, params ReadOnlySpan<PosixSignal> others)
    {
        this.ending = ending;
        registrations = [Listen(PosixSignal.SIGINT), .. Array.ConvertAll(others.ToArray(), Listen)];
    }

    /// <summary>Cancelled by the first signal; stays usable after <see cref="Dispose"/>.</summary>
    public CancellationToken Token => asked.Token;

    /// <summary>Stops listening.</summary>
    public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());

    PosixSignalRegistration Listen(PosixSignal signal) => PosixSignalRegistration.Create(signal, Ask);

    void Ask(PosixSignalContext signal)
    {
        if (asked.IsCancellationRequested)
            ending?.Invoke();
        else
        {
            signal.Cancel = true;
            asked.Cancel();
        }
    }
}
