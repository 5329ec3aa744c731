using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Server.Hosting;
using Pathmind.Server.Http;
using Pathmind.Server.Pages;
using Pathmind.Server.Protocol;
using Pathmind.Server.Telemetry;

namespace Pathmind;

/// <summary>Serves trained policies over HTTP, with the addresses and answers of the original policy server and some
/// more: docs/policy-server.md.</summary>
/// <example><code>await PolicyServer.RunAsync(new() { Policies = ["policies/mouse"], ApiKey = "secret" },
/// cancellation);</code></example>
public sealed class PolicyServer : IAsyncDisposable
{
    readonly WebApplication application;

    PolicyServer(WebApplication application, string apiKey)
    {
        (this.application, ApiKey) = (application, apiKey);
        Address = new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where it listens, as in http://127.0.0.1:8000.</summary>
    public Uri Address { get; }

    /// <summary>The key that clients send: the given one, or the one that the server made.</summary>
    public string ApiKey { get; }

    /// <summary>Starts a server; it answers when the task ends.</summary>
    /// <exception cref="ArgumentException">Options are out of range, or two policies have the same name.</exception>
    /// <exception cref="FileNotFoundException">There is no policy at a path.</exception>
    /// <exception cref="InvalidDataException">The file at a path is not a policy of this kit, or it is
    /// damaged.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PolicyServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        options.Check();
        PolicySlot[] policies = [.. options.Policies.Select(path => new PolicySlot(path, options))];
        if (policies.GroupBy(policy => policy.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two policies are named '{twice.Key}', and both would be /policies/{twice.Key}: rename a folder.");
        var key = options.ApiKey ?? AccessKey.Create();
        ServerStart start = new();
        var application = Build(options, policies, key, start);
        try
        {
            await start.RunAsync(application, options.Port, cancellation);
            return new(application, key);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until cancelled; then takes no new request, ends those under way, and returns.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception"/>
    public static async Task RunAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        await using var server = await StartAsync(options, cancellation);
        await server.WaitAsync(cancellation);
    }

    /// <summary>Waits until cancelled, or until the system asks the process to end.</summary>
    public async Task WaitAsync(CancellationToken cancellation = default)
    {
        using var registration = cancellation.Register(application.Lifetime.StopApplication);
        await application.WaitForShutdownAsync(CancellationToken.None);
    }

    /// <summary>Takes no new request, ends those under way, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
    }

    static WebApplication Build(ServerOptions options, IReadOnlyList<PolicySlot> policies, string key, ServerStart start)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;                    // RequestBody keeps to the limit, and answers in words
            kestrel.Listen(options.Address, options.Port);
        });
        start.Quieten(builder.Logging);
        AddLogging(builder.Logging, options.Log);
        builder.Services.AddCors().AddRoutingCore().Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        ServerMetrics metrics = new();
        builder.Services.AddSingleton(options).AddSingleton(metrics).AddSingleton(policies).AddSingleton(new AccessKey(key))
            .AddSingleton<ConcurrencyLimit>().AddSingleton<RequestPipeline>();
        builder.Services.AddHostedService<ReloadService>();
        var application = builder.Build();
        application.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Policies";
            page.HeadContent = "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";
            foreach (var policy in policies)
                page.SwaggerEndpoint($"..{policy.Prefix}/openapi.json", policy.Name);
        });
        application.UseRouting();
        if (options.AllowedOrigins.Count > 0)
            application.UseCors(pages => pages.WithOrigins([.. options.AllowedOrigins]).WithMethods("GET", "POST")
                .WithHeaders(AccessKey.Name, "content-type", "content-encoding").WithExposedHeaders("retry-after"));
        Map(application, options, policies, metrics);
        return application;
    }

    static void Map(WebApplication application, ServerOptions options, IReadOnlyList<PolicySlot> policies, ServerMetrics metrics)
    {
        var guard = application.Services.GetRequiredService<RequestPipeline>();
        RequestStreams seeds = new(options.Sample);
        foreach (var policy in policies)
        {
            PolicyEndpoints endpoints = new(policy, options, guard, metrics, seeds);
            endpoints.MapTo(application, policy.Prefix);
            if (policy == policies[0])
                endpoints.MapTo(application, "");
        }
        application.MapGet("/", context => HomePage.WriteAsync(context, policies));
        application.MapGet("/metrics",
            context => Answer.WriteAsync(
                context, StatusCodes.Status200OK, ServerMetrics.ContentType, Encoding.UTF8.GetBytes(metrics.ToText())));
        application.MapFallback(context => Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound,
            $"There is nothing at {context.Request.Path}: the addresses are listed at /docs, the policies are "
            + $"{string.Join(", ", policies.Select(policy => policy.Prefix))}."));
    }

    static void AddLogging(ILoggingBuilder logging, ServerLog log)
    {
        if (log == ServerLog.Text)
            logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "yyyy-MM-dd HH:mm:ss "));
        else if (log == ServerLog.Json)
            logging.AddJsonConsole();
    }
}
