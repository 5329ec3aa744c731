namespace Pathmind.Clusters.Nodes;

/// <summary>What a silo does that cannot go on, above all because the others have declared it dead: says so, and ends
/// the process, unless that makes a new node. Left alone, the engine would write a dump.</summary>
/// <param name="lost">Makes a new node; null to end the process.</param>
internal sealed class FatalErrors(Action<string>? lost) : IFatalErrorHandler
{
    /// <summary>Of a process that must be started again.</summary>
    const int ExitCode = 70;                                             // EX_SOFTWARE of sysexits.h

    public bool IsUnexpected(Exception exception) => exception is not (ThreadAbortException or OperationCanceledException);

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        var why = Reason(context, exception);
        if (lost is not null)
        {
            lost($"This node was silent for too long, or others could not reach it: it is not a part of the cluster any more. {why}");
            return;
        }
        Console.Error.WriteLine(
            "This process is not a part of the cluster any more, and ends: it was silent for too long, or others could not reach it. Start "
            + $"it again; a training goes on where it was. {why}");
        Environment.Exit(ExitCode);
    }

    /// <summary>What the engine says, without its table of all nodes that ever were.</summary>
    internal static string Reason(string? context, Exception? exception)
    {
        var told = $"{context}{(exception is null ? "" : $": {exception.Message}")}";
        var table = told.IndexOf("Membership: [", StringComparison.Ordinal);
        return $"({(table < 0 ? told : told[..table]).TrimEnd()})";
    }
}
