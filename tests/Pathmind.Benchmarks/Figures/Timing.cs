using System.Diagnostics;

namespace Pathmind.Benchmarks;

/// <summary>Takes samples after a warm-up.</summary>
internal static class Timing
{
    /// <summary>Wall-clock seconds of one call.</summary>
    public static double Seconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Repeats until warm, then once a round.</summary>
    /// <param name="effort">Says how long and how often.</param>
    /// <param name="sample">Measures once.</param>
    /// <returns>[Rounds].</returns>
    public static double[] Rounds(Effort effort, Func<double> sample)
    {
        var start = Stopwatch.GetTimestamp();
        do
            sample();
        while (Stopwatch.GetElapsedTime(start) < effort.WarmUp);
        var samples = new double[effort.Rounds];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = sample();
        return samples;
    }

    /// <summary>Nanoseconds of one of many calls.</summary>
    /// <param name="effort">Says how long and how often.</param>
    /// <param name="calls">Calls of a sample; enough to make the clock's own cost small.</param>
    /// <param name="work">Makes that many calls itself, so that what is called can be inlined as in real use.</param>
    public static double[] Nanoseconds(Effort effort, int calls, Action<int> work) =>
        Rounds(effort, () => 1e9 * Seconds(() => work(calls)) / calls);
}
