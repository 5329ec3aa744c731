using System.Runtime.InteropServices;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tool;

/// <summary><c>pathmind FILE [arguments]</c>: runs a script.</summary>
internal static class ScriptRun
{
    /// <summary>Endings of script files.</summary>
    public static readonly string[] Endings = [".csx", ".cs"];

    /// <summary>Whether a first word means a script: by its ending, so that a missing file is reported as one; by its
    /// first line; or standard input.</summary>
    public static bool IsScript(string word) => word == ScriptFile.StandardInput
        || Endings.Contains(Path.GetExtension(word).ToLowerInvariant()) || ScriptFile.HasShebang(word);

    /// <summary>Runs it on this thread to its end. Ctrl+C ends the process, unless something that can be watched is
    /// stopped by it.</summary>
    /// <returns>Exit code: what the script returned; 1 after an error, which is on stderr.</returns>
    /// <exception cref="ScriptException">It cannot be read.</exception>
    public static int Execute(string path, IReadOnlyList<string> arguments)
    {
        var script = ScriptFile.Read(path);
        using StopPatience patience = new("", _ => { }, PosixSignal.SIGINT);           // without a training Ctrl+C ends it at once
        var result = script.RunAsync(script.NewSession(arguments)).GetAwaiter().GetResult();
        Report(result);
        return ScriptFile.ExitCode(result);
    }

    /// <summary>Notices and errors, on stderr.</summary>
    public static void Report(ScriptResult result)
    {
        foreach (var notice in result.Notices)
            Console.Error.WriteLine(notice);
        if (result.Error is { } error)
            Report(error);
    }

    /// <summary>An error with its places in the script, on stderr.</summary>
    public static void Report(ScriptError error)
    {
        foreach (var line in error.Traceback.Count > 0 ? error.Traceback : [$"{error.Name}: {error.Message}"])
            Console.Error.WriteLine(line);
    }
}
