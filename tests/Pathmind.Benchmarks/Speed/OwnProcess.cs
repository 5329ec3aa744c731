using System.Diagnostics;

namespace Pathmind.Benchmarks;

/// <summary>This program in another process.</summary>
internal static class OwnProcess
{
    /// <summary>Starts it, its output to be read by the caller.</summary>
    public static Process Start(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(OwnProcess).Assembly.Location] : [];
        return Process.Start(new ProcessStartInfo(program, [.. assembly, .. arguments]) { RedirectStandardOutput = true })!;
    }
}
