namespace Pathmind.Comparisons;

/// <summary>Shows the progress of what takes longer than a moment; of what does not, nothing.</summary>
internal sealed class PatientDisplay(IDisplay display, TimeProvider time, TimeSpan silent) : IDisposable
{
    readonly long start = time.GetTimestamp();
    ILiveDisplay? live;

    /// <summary>Whether the person who watches asked to stop.</summary>
    public bool IsInterrupted => live is { Interrupted.IsCancellationRequested: true };

    public void Update(Func<ProgressReport> report)
    {
        if (live is null && time.GetElapsedTime(start) < silent)
            return;
        (live ??= display.Live()).Update(report());
    }

    public void Dispose() => live?.Dispose();
}
