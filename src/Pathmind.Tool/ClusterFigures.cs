using OpenTelemetry;
using OpenTelemetry.Metrics;
using Pathmind.Clusters.Work;

namespace Pathmind.Tool;

/// <summary>Sends a worker's figures to where OTEL_EXPORTER_OTLP_ENDPOINT says, and nowhere else.</summary>
internal static class ClusterFigures
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Null if there is no collector.</summary>
    public static IDisposable? Begin() => ClusterTraining.Variable(Endpoint) is null ? null
        : Sdk.CreateMeterProviderBuilder().AddMeter(WorkerMeters.Name, "System.Runtime").AddOtlpExporter().Build();
}
