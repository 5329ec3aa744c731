using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Stores;
using Pathmind.Clusters.Traffic;
using StackExchange.Redis;

namespace Pathmind.Clusters.Nodes;

/// <summary>This process as a node of a cluster: an Orleans silo. All nodes are alike; each may hold grains, and
/// only workers run slices.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    /// <summary>Changes whenever nodes of before would not understand each other.</summary>
    const string Protocol = "pathmind-2";

    readonly IHost host;
    readonly ISiloStatusOracle silos;

    ClusterNode(IHost host, IClusterStore store, bool hasDashboard)
    {
        Dashboard = hasDashboard ? ClusterDashboard.Of(host.Services) : null;
        (this.host, Store) = (host, store);
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        Address = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        silos = host.Services.GetRequiredService<ISiloStatusOracle>();
    }

    public IGrainFactory Grains { get; }

    /// <summary>Code and checkpoints.</summary>
    public IClusterStore Store { get; }

    public SiloAddress Address { get; }

    /// <summary>Answers requests for the engine's page; null without it.</summary>
    public RequestDelegate? Dashboard { get; }

    /// <summary>Whether the others hold a node for dead.</summary>
    public bool IsDead(SiloAddress node) => silos.IsDeadSilo(node);

    /// <summary>The queue of the cluster.</summary>
    public IQueueGrain Queue => Grains.GetGrain<IQueueGrain>(IQueueGrain.Key);

    /// <summary>Joins, or makes, a cluster.</summary>
    /// <exception cref="IOException">Redis or the database cannot be used.</exception>
    /// <exception cref="ArgumentException">A secret is missing or too short, or the state is elsewhere.</exception>
    public static async Task<ClusterNode> StartAsync(ClusterOptions options, CancellationToken cancellation)
    {
        var (store, certificate, address) = await PrepareAsync(options);
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(new());
            builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
            builder.Logging.AddProvider(new WarningLog(options.Warn)).SetMinimumLevel(LogLevel.Warning);
            builder.UseOrleans(silo => Configure(silo, options, store, certificate, address));
            var host = builder.Build();
            try
            {
                await host.StartAsync(cancellation);
                return new(host, store, options.HasDashboard);
            }
            catch
            {
                host.Dispose();
                throw;
            }
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        try
        {
            await host.StopAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or OrleansException or RedisException)
        {
            // The others will see that it is gone.
        }
        host.Dispose();
        await Store.DisposeAsync();
    }

    static async Task<(IClusterStore Store, X509Certificate2 Certificate, IPAddress Address)> PrepareAsync(ClusterOptions options)
    {
        if (options.Redis is null)
            return (new FolderStore(options.Folder), ClusterCertificate.Of($"{Guid.NewGuid():N}{Guid.NewGuid():N}"), IPAddress.Loopback);
        var address = options.Address ?? OwnAddress(options.Redis);
        var secret = options.Secret;
        if (secret is null && !IPAddress.IsLoopback(address))
            throw new ArgumentException(
                $"Other machines reach this node at {address}, so it needs the cluster's secret: put the same one, from openssl rand "
                + "-hex 32, into the variable PATHMIND_CLUSTER_SECRET of every node.");
        RedisStore inRedis = new(await ConnectAsync(options.Redis));
        try
        {
            var place = options.Database is null ? "Redis" : "PostgreSQL";
            if (await inRedis.AgreeAsync("state", place) is var agreed && agreed != place)
                throw new ArgumentException(
                    $"The state of this cluster is in {agreed}, but this node would keep it in {place}: "
                    + (options.Database is null ? "name the database of the others with --database." : "leave --database out."));
            var certificate = ClusterCertificate.Of(secret ?? await inRedis.SecretAsync());
            var key = ContentHash.Of(certificate.PublicKey.ExportSubjectPublicKeyInfo());
            if (await inRedis.AgreeAsync("key", key) != key)
                throw new ArgumentException(
                    "This node has another secret than the first node of this cluster: give all the same PATHMIND_CLUSTER_SECRET, or none "
                    + "where all run on one machine. After a change of the secret remove the key pathmind:key from Redis.");
            if (options.Database is null)
                return (inRedis, certificate, address);
            var inPostgres = await PostgresStore.OpenAsync(options.Database);
            await inRedis.DisposeAsync();
            return (inPostgres, certificate, address);
        }
        catch
        {
            await inRedis.DisposeAsync();
            throw;
        }
    }

    static void Configure(
        ISiloBuilder silo, ClusterOptions options, IClusterStore store, X509Certificate2 certificate, IPAddress address)
    {
        var port = options.Port != 0 ? options.Port : FreePort(address);
        if (options.Redis is { } redis)
        {
            silo.UseRedisClustering(table => table.ConfigurationOptions = Configuration(redis));
            silo.Configure<EndpointOptions>(endpoint =>
                (endpoint.AdvertisedIPAddress, endpoint.SiloPort, endpoint.GatewayPort) = (address, port, 0));
        }
        else
            silo.UseLocalhostClustering(port, gatewayPort: 0);
        silo.UseTls(certificate, tls =>
        {
            (tls.RemoteCertificateMode, tls.ClientCertificateMode) = (
                Orleans.Connections.Security.RemoteCertificateMode.RequireCertificate,
                Orleans.Connections.Security.RemoteCertificateMode.RequireCertificate);
            tls.RemoteCertificateValidation = (other, _, _) => ClusterCertificate.IsSame(certificate, other);
            tls.CheckCertificateRevocation = false;
            tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = "pathmind cluster";
        });
        ClusterDashboard.Add(silo);
        if (options.HasDashboard)
            ClusterDashboard.AddPage(silo);
        silo.Services.AddSingleton(store);
        silo.Services.AddSingleton<IFatalErrorHandler>(new FatalErrors(options.Lost));
        silo.Services.AddGrainStorage("Default", (_, _) => new StoredGrains(store));
        silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Protocol, Protocol));
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
        silo.Configure<ClusterMembershipOptions>(SetProbes);
    }

    /// <summary>How soon a node is held to be dead. One that was killed is known to be after about 2 s. One that
    /// hangs, or whose network is cut, is given 4 × 3 × ProbeTimeout first, in which a message of it may arrive: a busy
    /// machine is not to be taken for a dead one. One that comes back after that learns it from the table.</summary>
    internal static void SetProbes(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(0.5);
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 1;
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedTableIAmAliveLimit = 3;
        membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
    }

    static ConfigurationOptions Configuration(string redis)
    {
        try
        {
            var options = ConfigurationOptions.Parse(redis);
            (options.AbortOnConnectFail, options.ClientName) = (false, "pathmind");
            return options;
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"--cluster is not an address of Redis, such as redis:6379: {exception.Message}", exception);
        }
    }

    static async Task<IConnectionMultiplexer> ConnectAsync(string redis)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(Configuration(redis));
        try
        {
            await connection.GetDatabase().PingAsync();
            return connection;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            var place = string.Join(", ", Configuration(redis).EndPoints);
            await connection.DisposeAsync();
            throw new IOException($"Redis at {place} does not answer: {exception.Message}", exception);
        }
    }

    /// <summary>The address of this machine from which Redis is reached. Nothing is sent.</summary>
    static IPAddress OwnAddress(string redis)
    {
        var endpoint = Configuration(redis).EndPoints[0];
        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(endpoint);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException exception)
        {
            throw new IOException($"Redis at {endpoint} cannot be found: {exception.Message}", exception);
        }
    }

    static int FreePort(IPAddress address)
    {
        using TcpListener listener = new(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Signals belong to the command that this node is a part of.</summary>
    sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
