using System.Runtime.InteropServices;

namespace Pathmind.Tool;

/// <summary>Ctrl+C and a polite kill, as a token: the first asks to stop and to keep what there is, a second one ends
/// the process.</summary>
internal sealed class CancelKey : IDisposable
{
    readonly CancellationTokenSource asked = new();
    readonly PosixSignalRegistration[] signals;

    public CancelKey() =>
        signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => asked.Token;

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        asked.Dispose();
    }

    void Ask(PosixSignalContext signal)
    {
        signal.Cancel = !asked.IsCancellationRequested;
        asked.Cancel();
    }
}
