namespace Pathmind.Server.Telemetry;

/// <summary>How many durations fell into which bucket; counted without locks.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>Upper bounds in seconds; a last bucket without bound follows.</summary>
    public static ReadOnlySpan<double> Bounds => [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    readonly long[] counts = new long[Bounds.Length + 1];
    long ticks;

    public void Add(TimeSpan duration)
    {
        var bucket = 0;
        while (bucket < Bounds.Length && duration.TotalSeconds > Bounds[bucket])
            bucket++;
        Interlocked.Increment(ref counts[bucket]);
        Interlocked.Add(ref ticks, duration.Ticks);
    }

    /// <summary>Durations in the bucket at the index, those of smaller buckets not included.</summary>
    public long Count(int bucket) => Volatile.Read(ref counts[bucket]);

    public double SumSeconds => TimeSpan.FromTicks(Volatile.Read(ref ticks)).TotalSeconds;
}
