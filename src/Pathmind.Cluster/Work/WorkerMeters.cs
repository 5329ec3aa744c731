using System.Diagnostics.Metrics;

namespace Pathmind.Clusters.Work;

/// <summary>What a worker measures of itself, for OpenTelemetry: docs/cluster.md names the figures.</summary>
internal sealed class WorkerMeters : IDisposable
{
    public const string Name = "Pathmind.Worker";

    readonly Meter meter = new(Name);
    readonly Counter<long> slices;
    readonly Histogram<double> seconds;

    public WorkerMeters()
    {
        slices = meter.CreateCounter<long>(
            "pathmind.worker.slices", "{slice}", "Slices that have ended, by result: done, repeated, failed, crashed.");
        seconds = meter.CreateHistogram<double>("pathmind.worker.slice.duration", "s", "Time of a slice with all around it, by result.");
    }

    /// <summary>Tells of slots from now on.</summary>
    public void Observe(int slots, Func<int> busy)
    {
        meter.CreateObservableGauge("pathmind.worker.slots", () => slots, "{slot}", "Slices that run side by side at most.");
        meter.CreateObservableGauge("pathmind.worker.slots.busy", busy, "{slot}", "Slices that run now.");
    }

    /// <summary>A slice has ended.</summary>
    /// <param name="result">done; repeated, if another worker had done it before; failed; crashed.</param>
    /// <param name="time">From its begin.</param>
    public void End(string result, TimeSpan time)
    {
        KeyValuePair<string, object?> by = new("result", result);
        slices.Add(1, by);
        seconds.Record(time.TotalSeconds, by);
    }

    public void Dispose() => meter.Dispose();
}
