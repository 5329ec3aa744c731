using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record ShellResult(string Command, int ExitCode, string Output)
{
    /// <summary>The output, if the command succeeded.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"$ {Command}\n{Output}\nexit code {ExitCode}");
        return Output;
    }
}

/// <summary>Runs a bash script as a user would: in a folder, without the variables that the test runner left
/// behind.</summary>
internal static class Shell
{
    /// <summary>Runs until it ends; kills it, and what it started, when the time is over.</summary>
    /// <param name="folder">Working folder.</param>
    /// <param name="script">Lines of bash; the first that fails ends it.</param>
    /// <param name="limit">Time, after which the exit code is -1; 10 minutes if null.</param>
    /// <remarks>Output goes to a file, not a pipe: a build server that a command leaves running would keep a pipe
    /// open.</remarks>
    public static ShellResult Run(string folder, string script, TimeSpan? limit = null)
    {
        var output = Path.GetTempFileName();
        var start = new ProcessStartInfo(
            "bash", ["-c", "exec > \"$0\" 2>&1 < /dev/null; set -euo pipefail\n" + script, output])
        { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(IsTheRunners).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["PATHMIND_ANALYSE_SOURCES"] = "false";     // the build of these tests did: src/Directory.Build.props
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(folder, ".jupyter");    // what a page installs there is not the user's
        start.Environment["GIT_CONFIG_COUNT"] = "1";                         // a clone may belong to another user, as in a container
        start.Environment["GIT_CONFIG_KEY_0"] = "safe.directory";
        start.Environment["GIT_CONFIG_VALUE_0"] = "*";
        using var process = Process.Start(start)!;
        try
        {
            var ended = process.WaitForExit(limit ?? TimeSpan.FromMinutes(10));
            if (!ended)
                process.Kill(entireProcessTree: true);
            return new(script, ended ? process.ExitCode : -1, File.ReadAllText(output));
        }
        finally
        {
            File.Delete(output);
        }
    }

    static bool IsTheRunners(string variable) =>
        variable.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("VSTEST", StringComparison.Ordinal)
        || variable is "DOTNET_CLI_TELEMETRY_SESSIONID" or "DOTNET_HOST_PATH" or "GIT_DIR" or "GIT_INDEX_FILE" or "GIT_WORK_TREE";
}
