using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pathmind.Benchmarks;

/// <summary>Where and of what a figure was measured.</summary>
internal static class Machine
{
    /// <summary>The processor's name as the system tells it, else its architecture.</summary>
    public static string Cpu { get; } = FirstOf("/proc/cpuinfo", "model name") ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        ?? $"{RuntimeInformation.ProcessArchitecture}";

    /// <summary>Mean number of threads that ran or waited for a processor in the last minute; NaN if the system does
    /// not tell.</summary>
    public static double Load() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : double.NaN;

    /// <summary>The commit of the sources, with <c>-dirty</c> if they were changed since; "unknown" without git or
    /// outside a repository.</summary>
    public static string Commit()
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo(
                    "git", ["-C", AppContext.BaseDirectory, "describe", "--always", "--abbrev=12", "--dirty", "--exclude=*"])
                {
                    RedirectStandardOutput = true, RedirectStandardError = true,
                })!;
            var commit = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? commit : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)                     // there is no git
        {
            return "unknown";
        }
    }

    static string? FirstOf(string file, string key) => !File.Exists(file)
        ? null
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim();
}
