using System.Collections.Concurrent;

namespace Pathmind.Server.Telemetry;

/// <summary>Counts of one endpoint of one policy.</summary>
internal sealed class EndpointMetrics(string policy, string endpoint)
{
    long succeeded;

    public string Policy => policy;

    public string Endpoint => endpoint;

    public LatencyHistogram Latency { get; } = new();

    /// <summary>Requests by status code, without 200.</summary>
    public ConcurrentDictionary<int, long> Others { get; } = new();

    public long Succeeded => Volatile.Read(ref succeeded);

    public void Count(int status, TimeSpan duration)
    {
        if (status == 200)
            Interlocked.Increment(ref succeeded);
        else
            Others.AddOrUpdate(status, 1, (_, count) => count + 1);
        Latency.Add(duration);
    }
}
