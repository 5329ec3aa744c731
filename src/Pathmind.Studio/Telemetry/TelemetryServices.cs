using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using Pathmind.Studios.Workers;
using Serilog;
using Serilog.Events;

namespace Pathmind.Studios.Telemetry;

/// <summary>A log in the data folder, and figures to where OTEL_EXPORTER_OTLP_ENDPOINT says.</summary>
internal static class TelemetryServices
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const int MostFiles = 10;
    const long MostBytes = 10 << 20;

    /// <summary>One file for each day, of at most 10 MB; ten of them are kept.</summary>
    public static ILoggingBuilder AddLogFile(this ILoggingBuilder logging, string folder) => logging.AddSerilog(
        new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Information)
            .WriteTo.File(
                Path.Combine(folder, "logs", "studio-.log"), formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, fileSizeLimitBytes: MostBytes,
                retainedFileCountLimit: MostFiles)
            .CreateLogger(), dispose: true);

    /// <summary>Figures of the studio, of its web server and of .NET; sent nowhere unless the variable names a
    /// collector.</summary>
    public static void AddFigures(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StudioMeters>();
        var variables =
            from DictionaryEntry variable in Environment.GetEnvironmentVariables()
            let name = (string)variable.Key
            where name.StartsWith("OTEL_", StringComparison.Ordinal)
            select KeyValuePair.Create(name, (string?)variable.Value);
        builder.Configuration.AddInMemoryCollection(variables);
        if (builder.Configuration[Endpoint] is { Length: > 0 })
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
                .AddMeter(StudioMeters.Name, ClusterWatch.MeterName)
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddOtlpExporter());
    }
}
