namespace Pathmind.Notebook.Jupyter;

/// <summary>Reports to the next kernel of the same notebook how this one ended, if a cell ended it: Environment.Exit, a
/// stack overflow, a crash of native code. A front end that restarts a kernel hands it the same connection file; a note
/// next to it contains what ran.</summary>
internal sealed class CrashNote : IDisposable
{
    readonly string file;
    string? found;
    string? runs;
    bool isOver;

    /// <param name="connectionPath">The connection file.</param>
    public CrashNote(string connectionPath)
    {
        file = connectionPath + ".running";
        found = Try(() => File.Exists(file) ? File.ReadAllText(file) : null);
        Try(() => { File.Delete(file); return null; });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Exiting();
    }

    /// <summary>The note about the previous kernel; returned once, null afterwards.</summary>
    public string? Take()
    {
        var words = found;
        found = null;
        return words is null ? null : $"The kernel was restarted: it ended while it ran {words}. Variables are lost.";
    }

    /// <summary>A cell begins.</summary>
    public void Begin(string name)
    {
        runs = name;
        Try(() => { File.WriteAllText(file, $"{name}, by a stack overflow, by Environment.Exit or by native code"); return null; });
    }

    /// <summary>It has ended, and the kernel lives.</summary>
    public void End()
    {
        runs = null;
        Try(() => { File.Delete(file); return null; });
    }

    /// <summary>The kernel ends as it should.</summary>
    public void Dispose()
    {
        isOver = true;
        End();
    }

    void Exiting()
    {
        if (!isOver && runs is { } name)
            Try(() => { File.WriteAllText(file, $"{name}, which called Environment.Exit"); return null; });
    }

    /// <summary>A note that cannot be written does not fail the kernel.</summary>
    static string? Try(Func<string?> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
