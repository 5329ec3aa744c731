namespace Pathmind.Clusters.Nodes;

/// <summary>What a silo does that cannot go on, above all because the others have declared it dead: says so, and ends
/// the process. Left alone, the engine would write a dump.</summary>
internal sealed class FatalErrors : IFatalErrorHandler
{
    /// <summary>Of a process that must be started again.</summary>
    const int ExitCode = 70;                                             // EX_SOFTWARE of sysexits.h

    public bool IsUnexpected(Exception exception) => exception is not (ThreadAbortException or OperationCanceledException);

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        Console.Error.WriteLine(
            "This process is not a part of the cluster any more, and ends: it was silent for too long, or others could not reach it. Start "
            + $"it again; a training goes on where it was. ({context}{(exception is null ? "" : $": {exception.Message}")})");
        Environment.Exit(ExitCode);
    }
}
