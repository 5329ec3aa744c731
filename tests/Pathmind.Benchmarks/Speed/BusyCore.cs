using System.Diagnostics;

namespace Pathmind.Benchmarks;

/// <summary>Another process that keeps one core busy until disposed, at most two minutes.</summary>
internal sealed class BusyCore : IDisposable
{
    public const string Verb = "burn";

    const string Ready = "burning";
    const int MostSeconds = 120;

    readonly Process process = OwnProcess.Start(Verb, $"{MostSeconds}");

    /// <exception cref="InvalidOperationException">The other process did not begin.</exception>
    public BusyCore()
    {
        if (process.StandardOutput.ReadLine() != Ready)
            throw new InvalidOperationException("The process that keeps a core busy did not begin: run this program from its own files.");
    }

    /// <summary>What the other process does.</summary>
    public static void Burn(TimeSpan time)
    {
        Console.WriteLine(Ready);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
            Thread.SpinWait(100);
    }

    /// <exception cref="InvalidOperationException">The core did not stay busy: what was measured is void.</exception>
    public void Dispose()
    {
        var endedBefore = process.HasExited;
        process.Kill();
        process.Dispose();
        if (endedBefore)
            throw new InvalidOperationException(
                $"The process that keeps a core busy ended before the measuring: it takes more than {MostSeconds} s.");
    }
}
