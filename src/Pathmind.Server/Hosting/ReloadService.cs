using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Server.Telemetry;

namespace Pathmind.Server.Hosting;

/// <summary>Looks at the policies' files at intervals and lets changed ones be read again. One that is not a policy
/// changes nothing but the log.</summary>
internal sealed partial class ReloadService(
    IReadOnlyList<PolicySlot> policies, ServerOptions options, ServerMetrics metrics, ILogger<ReloadService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.ReloadInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var policy in policies)
                Look(policy);
    }

    void Look(PolicySlot policy)
    {
        var before = policy.Current.Description;
        try
        {
            if (!policy.ReloadIfChanged())
                return;
            metrics.CountReload(policy.Name, succeeded: true);
            Reloaded(policy.Name);
            if (!before.Observations.Names.SequenceEqual(policy.Current.Description.Observations.Names)
                || before.Actions.Space != policy.Current.Description.Actions.Space
                || before.Decisions != policy.Current.Description.Decisions)
                SchemaChanged(policy.Name);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            metrics.CountReload(policy.Name, succeeded: false);
            Kept(policy.Name, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The policy {Policy} changed and was read again.")]
    partial void Reloaded(string policy);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The policy {Policy} now has other observations or actions: clients made for the old one may fail.")]
    partial void SchemaChanged(string policy);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "The policy {Policy} changed, but cannot be used; the old one goes on answering. {Reason}")]
    partial void Kept(string policy, string reason);
}
