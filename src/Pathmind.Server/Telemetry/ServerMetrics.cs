using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Pathmind.Server.Telemetry;

/// <summary>What the server counts, and GET /metrics: the text format 0.0.4 of Prometheus.</summary>
internal sealed class ServerMetrics
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly OrderedDictionary<(string Policy, string Endpoint), EndpointMetrics> endpoints = [];
    readonly ConcurrentDictionary<(string Policy, bool Succeeded), long> reloads = new();

    /// <summary>The counts of an endpoint, the same object each time. Called only while the server is being set
    /// up.</summary>
    public EndpointMetrics For(string policy, string endpoint)
    {
        if (!endpoints.TryGetValue((policy, endpoint), out var metrics))
            endpoints.Add((policy, endpoint), metrics = new(policy, endpoint));
        return metrics;
    }

    public void CountReload(string policy, bool succeeded) => reloads.AddOrUpdate((policy, succeeded), 1, (_, count) => count + 1);

    public string ToText()
    {
        StringBuilder text = new();
        Head(text, "pathmind_requests_total", "counter", "Requests answered, by status code.");
        foreach (var endpoint in endpoints.Values)
            foreach (var (status, count) in endpoint.Others.Append(new(200, endpoint.Succeeded)).OrderBy(entry => entry.Key))
                Line(text, "pathmind_requests_total", $"{Labels(endpoint)},status=\"{status}\"", count);
        Head(text, "pathmind_request_duration_seconds", "histogram", "Time from a request's headers to its answer.");
        foreach (var endpoint in endpoints.Values)
            AddHistogram(text, "pathmind_request_duration_seconds", Labels(endpoint), endpoint.Latency);
        Head(text, "pathmind_reloads_total", "counter", "Policies read again after a change of their files.");
        foreach (var ((policy, succeeded), count) in reloads.OrderBy(entry => entry.Key))
            Line(text, "pathmind_reloads_total", $"policy=\"{Escape(policy)}\",outcome=\"{(succeeded ? "loaded" : "refused")}\"", count);
        Head(text, "process_resident_memory_bytes", "gauge", "Memory that the system gave the process.");
        Line(text, "process_resident_memory_bytes", "", Environment.WorkingSet);
        Head(text, "dotnet_gc_heap_size_bytes", "gauge", "Managed memory in use, garbage included.");
        Line(text, "dotnet_gc_heap_size_bytes", "", GC.GetTotalMemory(forceFullCollection: false));
        return text.ToString();
    }

    static void AddHistogram(StringBuilder text, string name, string labels, LatencyHistogram histogram)
    {
        var sum = 0L;
        for (var i = 0; i < LatencyHistogram.Bounds.Length; i++)
            Line(text, name + "_bucket", $"{labels},le=\"{LatencyHistogram.Bounds[i].ToString(CultureInfo.InvariantCulture)}\"",
                sum += histogram.Count(i));
        Line(text, name + "_bucket", $"{labels},le=\"+Inf\"", sum += histogram.Count(LatencyHistogram.Bounds.Length));
        Line(text, name + "_sum", labels, histogram.SumSeconds);
        Line(text, name + "_count", labels, sum);
    }

    static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(' ').Append(value.ToString(CultureInfo.InvariantCulture))
        .Append('\n');

    static string Labels(EndpointMetrics endpoint) => $"policy=\"{Escape(endpoint.Policy)}\",endpoint=\"{endpoint.Endpoint}\"";

    static string Escape(string label) => label.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
