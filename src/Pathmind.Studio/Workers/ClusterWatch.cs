using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Pathmind.Studios.Workers;

/// <summary>Looks once a second at the cluster, for pages and for OpenTelemetry.</summary>
internal sealed class ClusterWatch : BackgroundService
{
    public const string MeterName = "Pathmind.Cluster";

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly IWorkerCluster? cluster;
    readonly Meter meter = new(MeterName);

    /// <param name="cluster">Null if this studio belongs to none.</param>
    public ClusterWatch(IWorkerCluster? cluster = null)
    {
        this.cluster = cluster;
        if (cluster is null)
            return;
        meter.CreateObservableGauge("pathmind.cluster.workers", () => Count(state => state.Workers.Length), "{worker}", "Workers.");
        meter.CreateObservableGauge(
            "pathmind.cluster.slots", () => Count(state => state.Slots), "{slot}", "Slices that all workers may run side by side.");
        meter.CreateObservableGauge("pathmind.cluster.slots.busy", () => Count(state => state.Busy), "{slot}", "Slices that run.");
        meter.CreateObservableGauge(
            "pathmind.cluster.slices.waiting", () => Count(state => state.Waiting.Length), "{slice}", "Slices that wait for a worker.");
        meter.CreateObservableGauge(
            "pathmind.cluster.failures", () => Count(state => state.Failures.Length), "{slice}", "Slices that failed in the last day.");
    }

    /// <summary>Null if this studio belongs to none.</summary>
    public IWorkerCluster? Cluster => cluster;

    /// <summary>As it was at the last look that was answered; null before.</summary>
    public ClusterState? State { get; private set; }

    /// <summary>Why the last look was not answered; null if it was.</summary>
    public string? Error { get; private set; }

    /// <summary>After each look, on any thread.</summary>
    public event Action? Looked;

    public async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            (State, Error) = (await cluster!.ReadAsync(cancellation), null);
        }
        catch (IOException exception)
        {
            Error = exception.Message;
        }
        Looked?.Invoke();
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (cluster is null)
            return;
        using PeriodicTimer timer = new(Interval);
        do
            await LookAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    IEnumerable<Measurement<int>> Count(Func<ClusterState, int> count) => State is { } state ? [new(count(state))] : [];
}
