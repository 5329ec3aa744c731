using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using MudBlazor.Services;
using Pathmind.Reporting;
using Pathmind.Server.Hosting;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Analyses;
using Pathmind.Studios.Assets;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Hosting;
using Pathmind.Studios.Http;
using Pathmind.Studios.Lab;
using Pathmind.Studios.Lists;
using Pathmind.Studios.Pages;
using Pathmind.Studios.Policies;
using Pathmind.Studios.Sharing;
using Pathmind.Studios.Store;
using Pathmind.Studios.Telemetry;
using Pathmind.Studios.Tokens;
using Pathmind.Studios.Workers;

namespace Pathmind.Studios;

/// <summary>The studio: the web page in which trainings appear, with its data, in one process
/// (docs/studio.md).</summary>
internal sealed partial class StudioServer : IAsyncDisposable
{
    const int MostConnections = 2_000;

    readonly WebApplication application;
    readonly DataFolder folder;
    readonly StoreOpening opening;

    StudioServer(WebApplication application, DataFolder folder, StoreOpening opening)
    {
        (this.application, this.folder, this.opening) = (application, folder, opening);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new(addresses.First());
        UriBuilder open = new(addresses.Last());
        if (open.Host is "0.0.0.0" or "[::]")
            open.Host = Environment.MachineName;
        OpenAddress = open.Uri;
    }

    /// <summary>Where this machine reaches it.</summary>
    public Uri Address { get; }

    /// <summary>Where others reach it; the same if this machine alone does.</summary>
    public Uri OpenAddress { get; }

    /// <summary>What every request must carry.</summary>
    public string Token => folder.Start;

    /// <summary>The address that opens it in a browser.</summary>
    public Uri SignInAddress => new(OpenAddress, $"#token={Token}");

    /// <summary>A file that opens it in a browser, and keeps the token off command lines.</summary>
    public string Opener => folder.Opener;

    /// <summary>All routes, for tests.</summary>
    public IReadOnlyList<Endpoint> Routes => application.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public IExperimentStore Store => opening.Store;

    /// <summary>Its parts, for tests.</summary>
    public IServiceProvider Services => application.Services;

    public ExperimentBoard Board => application.Services.GetRequiredService<ExperimentBoard>();

    public TokenBoard Tokens => application.Services.GetRequiredService<TokenBoard>();

    public ShareBoard Shares => application.Services.GetRequiredService<ShareBoard>();

    /// <summary>Starts a studio; it answers when the task ends.</summary>
    /// <exception cref="ArgumentException">Options are out of range.</exception>
    /// <exception cref="IOException">Another studio has the folder, or the port is taken.</exception>
    public static async Task<StudioServer> StartAsync(StudioOptions options, CancellationToken cancellation = default)
    {
        options.Check();
        var folder = DataFolder.Claim(options.Data);
        StoreOpening? opening = null;
        try
        {
            opening = await StoreOpening.OpenAsync(options.Database, folder.Database, cancellation);
            var application = await StartAsync(options, folder, opening.Store, cancellation);
            StudioServer studio = new(application, folder, opening);
            if (opening.Damage is { } damage)
                await studio.RecoverAsync(damage);
            folder.Announce(studio.Address);
            return studio;
        }
        catch
        {
            await (opening?.DisposeAsync() ?? ValueTask.CompletedTask);
            folder.Dispose();
            throw;
        }
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
        folder.Withdraw();
        await application.StopAsync();
        await application.DisposeAsync();
        await opening.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Makes experiments whole after damage, and says what happened.</summary>
    async Task RecoverAsync(SqliteDamage damage)
    {
        var done = await application.Services.GetRequiredService<Recovery>().RunAsync(Path.Combine(folder.Path, "experiments"));
        var read = damage.Rows.GetValueOrDefault("Experiments");
        var notice = $"The database was damaged ({damage.Complaint.ReplaceLineEndings(" ")}). Experiments that could be read: {read}; "
            + $"{done} The damaged file is kept as {damage.Saved}.";
        application.Services.GetRequiredService<StudioNotices>().Add(notice);
        LogDamage(application.Logger, notice);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Notice}")]
    static partial void LogDamage(ILogger logger, string notice);

    /// <summary>Without a given port: the usual one, or a free one if that is taken.</summary>
    static async Task<WebApplication> StartAsync(
        StudioOptions options, DataFolder folder, DatabaseStore store, CancellationToken cancellation)
    {
        int[] ports = options.Port is { } given ? [given] : [StudioOptions.DefaultPort, 0];
        foreach (var port in ports)
        {
            ServerStart start = new();
            var application = Build(port, options, folder, store, start);
            try
            {
                await application.Services.GetRequiredService<ExperimentBoard>().LoadAsync(cancellation);
                await application.Services.GetRequiredService<TokenBoard>().LoadAsync(cancellation);
                await application.Services.GetRequiredService<ProjectBook>().LoadAsync(cancellation);
                await application.Services.GetRequiredService<ShareBoard>().LoadAsync(cancellation);
                await start.RunAsync(application, port, cancellation);
                return application;
            }
            catch (IOException) when (port != ports[^1])
            {
                await application.DisposeAsync();
            }
            catch
            {
                await application.DisposeAsync();
                throw;
            }
        }
        throw new InvalidOperationException("No port was tried.");
    }

    static WebApplication Build(int port, StudioOptions options, DataFolder folder, DatabaseStore store, ServerStart start)
    {
        var certificate = options.Certificate is { } file ? Certificate.Read(file) : null;
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(StudioServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Listen(IPAddress.Loopback, options.IsOpen ? 0 : port);           // trainings of this machine
            if (options.IsOpen)
                kestrel.Listen(options.Listen, port, open =>
                {
                    if (certificate is not null)
                        open.UseHttps(certificate);
                });
        });
        start.Quieten(builder.Logging);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None)             // of a page of a studio that was here before
            .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "yyyy-MM-dd HH:mm:ss "))
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddLogFile(folder.Path);
        builder.Services.AddRouting().AddHttpContextAccessor().AddMudServices().AddScoped<EndNotices>();
        builder.Services.AddSingleton(TimeProvider.System)
            .AddSingleton<IExperimentStore>(store)
            .AddSingleton<ExperimentBoard>()
            .AddSingleton<ExperimentLines>()
            .AddSingleton<CurveCache>()
            .AddSingleton<Recovery>()
            .AddSingleton<StudioNotices>()
            .AddSingleton<StoreGuard>()
            .AddSingleton<ITokenStore>(store)
            .AddSingleton<IStudioTokens>(folder)
            .AddSingleton<TokenBoard>()
            .AddSingleton<Sessions>()
            .AddSingleton(new StudioNames(options.IsOpen, options.Names))
            .AddSingleton<SignIn>()
            .AddSingleton<StudioGuard>()
            .AddSingleton<FolderReader>()
            .AddHostedService(services => services.GetRequiredService<FolderReader>())
            .AddHostedService(all => ActivatorUtilities.CreateInstance<MissedReader>(
                all, Path.Combine(folder.Path, MissedTraining.Folder)))
            .AddSingleton(new StudioData(folder.Path))
            .AddSingleton<IProjectStore>(store)
            .AddSingleton<ProjectBook>()
            .AddEngines(new(options.Tool, options.Limits, [folder.Path, .. options.SecretFiles]))
            .AddSingleton<RewardLabs>()
            .AddHostedService(services => services.GetRequiredService<RewardLabs>())
            .AddSingleton<ApiEndpoints>()
            .AddSingleton<WindowEndpoint>()
            .AddSingleton<UploadEndpoints>()
            .AddSingleton<ExperimentEndpoints>()
            .AddSingleton<ProjectEndpoints>()
            .AddSingleton(all => new PolicyFiles(all.GetRequiredService<ExperimentBoard>(), all.GetRequiredService<StudioData>().PolicyOf))
            .AddSingleton(new ServedList(Path.Combine(folder.Path, "policy-servers.json"), DataFolder.WriteOwners))
            .AddSingleton<PolicyServers>()
            .AddHostedService(services => services.GetRequiredService<PolicyServers>())
            .AddSingleton<PolicyEndpoints>()
            .AddSingleton<AnalysisFiles>()
            .AddSingleton<AnalysisRun>()
            .AddSingleton<PolicyAnalyses>()
            .AddHostedService(services => services.GetRequiredService<PolicyAnalyses>())
            .AddSingleton<KnownImportance>()
            .AddSingleton<AnalysisEndpoints>()
            .AddSingleton<TokenEndpoints>()
            .AddSingleton<IShareStore>(store)
            .AddSingleton<ShareBoard>()
            .AddSingleton<GuessLimit>()
            .AddSingleton<ShareGuard>()
            .AddSingleton<SharedCurves>()
            .AddSingleton<SharedEndpoints>()
            .AddSingleton<ShareEndpoints>()
            .AddSingleton<ReportEndpoints>()
            .AddSingleton<WorkerEndpoints>()
            .AddSingleton<ClusterWatch>()
            .AddHostedService(services => services.GetRequiredService<ClusterWatch>())
            .AddSingleton<StudioAssets>();
        if (options.Cluster is { } cluster)
            builder.Services.AddSingleton(cluster);
        builder.AddFigures();
        if (options.Webhook is { } webhook)
            builder.Services.AddHostedService(all => ActivatorUtilities.CreateInstance<Webhook>(
                all, webhook, (Func<int, Uri>)(number => new(folder.Address!, $"experiments/{number}"))));
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        var application = builder.Build();
        _ = application.Services.GetRequiredService<StudioMeters>();     // counts from the first row on
        application.Use(application.Services.GetRequiredService<StudioGuard>().InvokeAsync);
        application.Use(application.Services.GetRequiredService<StoreGuard>().InvokeAsync);
        application.Use(UnknownAddress.InvokeAsync);
        application.UseRouting();
        application.Use(ScopeGuard.InvokeAsync);
        application.UseAntiforgery();
        ApiDocument.MapTo(application);
        application.Services.GetRequiredService<ApiEndpoints>().MapTo(application);
        application.Services.GetRequiredService<WindowEndpoint>().MapTo(application);
        application.Services.GetRequiredService<TokenEndpoints>().MapTo(application);
        application.Services.GetRequiredService<UploadEndpoints>().MapTo(application);
        application.Services.GetRequiredService<ExperimentEndpoints>().MapTo(application);
        application.Services.GetRequiredService<ProjectEndpoints>().MapTo(application);
        application.Services.GetRequiredService<PolicyEndpoints>().MapTo(application);
        application.Services.GetRequiredService<AnalysisEndpoints>().MapTo(application);
        application.Services.GetRequiredService<SharedEndpoints>().MapTo(application);
        application.Services.GetRequiredService<ShareEndpoints>().MapTo(application);
        application.Services.GetRequiredService<ReportEndpoints>().MapTo(application);
        application.Services.GetRequiredService<WorkerEndpoints>().MapTo(application);
        application.Services.GetRequiredService<StudioAssets>().MapTo(application);
        application.MapGet("/health", context => Answer.WriteAsync(context, StatusCodes.Status200OK, "text/plain", "ok"u8.ToArray()))
            .ForScopes(TokenScope.Read, TokenScope.Submit);
        application.MapRazorComponents<Root>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);   // SecurityHeaders says none
        return application;
    }
}
