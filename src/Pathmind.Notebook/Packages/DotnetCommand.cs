using System.Diagnostics;
using System.Text;
using Pathmind.Files;

namespace Pathmind.Notebook.Packages;

/// <summary>Runs the SDK's <c>dotnet</c> and waits for it.</summary>
internal static class DotnetCommand
{
    /// <summary>Characters of a line, and of all lines, that are kept: a project may print what it wants.</summary>
    const int LongestLine = 1 << 16, MostOutput = 16 << 20;

    /// <summary>Exit code, and what it printed.</summary>
    /// <exception cref="PackageException">There is no dotnet.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process was ended.</exception>
    public static (int ExitCode, string Output) Run(string folder, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            UseShellExecute = false,
        };
        // A process that the SDK itself started (a test, a file-based app) inherits settings that are not meant for
        // another build.
        foreach (var variable in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToArray())
            start.Environment.Remove(variable);
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Start(start);
        process.StandardInput.Close();
        var output = new StringBuilder();
        var reading = Task.Run(
            () => Task.WhenAll(KeepAsync(process.StandardOutput, output), KeepAsync(process.StandardError, output)),
            CancellationToken.None);
        using (cancellation.Register(() => End(process)))
        {
            process.WaitForExit();
            reading.Wait(CancellationToken.None);
        }
        cancellation.ThrowIfCancellationRequested();
        lock (output)
            return (process.ExitCode, output.ToString());
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new PackageException(
                $"Packages are restored by the .NET SDK, but {start.FileName} cannot be started ({exception.Message}). Install the .NET "
                + "SDK 10.");
        }
    }

    static async Task KeepAsync(TextReader reader, StringBuilder output)
    {
        BoundedLines lines = new(reader, LongestLine);
        while (await lines.ReadAsync() is { } line)
            lock (output)
                if (output.Length < MostOutput)
                    output.AppendLine(line);
    }

    static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            return;                                                  // it ended by itself in this moment
        }
    }

    /// <summary>The dotnet of the running framework, so that it is found without PATH:
    /// dotnet/shared/Microsoft.NETCore.App/10.0.0/.</summary>
    static string Executable
    {
        get
        {
            var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
            var file = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            return File.Exists(file) ? file : "dotnet";
        }
    }
}
