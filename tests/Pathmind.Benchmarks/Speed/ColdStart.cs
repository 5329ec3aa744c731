using System.Diagnostics;
using System.Globalization;

namespace Pathmind.Benchmarks;

/// <summary>Solves CartPole in a new process, as a script does: runtime, JIT compiler and training together.</summary>
internal static class ColdStart
{
    public const string Verb = "solve-cold";

    static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Seconds from just before the process was started to the result of Train; infinite if it was not
    /// solved.</summary>
    /// <remarks>Both processes read the same monotonic clock, which is finer than the start time that the system keeps
    /// of a process (10 ms on Linux).</remarks>
    public static double Seconds(int seed)
    {
        using var process = OwnProcess.Start(Verb, $"{seed}", $"{Stopwatch.GetTimestamp()}");
        var answer = process.StandardOutput.ReadLineAsync();
        if (!answer.Wait(Limit))
            process.Kill();
        return double.TryParse(answer.IsCompletedSuccessfully ? answer.Result : null, CultureInfo.InvariantCulture, out var seconds)
            ? seconds : double.PositiveInfinity;
    }

    /// <summary>What the new process does.</summary>
    public static void Solve(int seed, long startedAt)
    {
        var training = new CartPole().Train(SolvingTime.Options(seed));
        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        Console.WriteLine(training.Stop == StopReason.RewardReached ? $"{elapsed.TotalSeconds}" : training.Message);
    }
}
