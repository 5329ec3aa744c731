using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Stores;
using CommandStatus = StackExchange.Redis.CommandStatus;
using RedisTimeoutException = StackExchange.Redis.RedisTimeoutException;

namespace Pathmind.Tests;

/// <summary>The rules of the grains with three silos in this process, one of which is killed.</summary>
public sealed class SilosTests : IAsyncLifetime
{
    const string Kit = "kit", Experiment = "0123456789abcdef";

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-silos-").FullName;
    FailingStore store = null!;
    InProcessTestCluster cluster = null!;

    static SliceKey First => new(Experiment, 1, 3);

    static SliceKey Second => new(Experiment, 2, 3);

    public async ValueTask InitializeAsync()
    {
        store = new(new(folder));
        cluster = await StartAsync(3);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_silo_of_the_queue_dies_and_what_others_run_is_theirs_and_what_ran_there_is_given_out_again()
    {
        await QueueOf(cluster.Silos[0]).OfferAsync([First, Second], Kit, []);
        var dying = cluster.Silos.Single(silo => silo.SiloAddress == AddressOfQueue());
        var (worker, other) = (cluster.Silos.First(silo => silo != dying), cluster.Silos.Last(silo => silo != dying));
        var kept = await TakeAsync(worker);
        var lost = await TakeAsync(dying);
        var ofTheDead = dying.SiloAddress;
        await cluster.KillSiloAsync(dying);

        await UntilAsync(() => QueueOf(other).OfferAsync([First, Second], Kit, []));            // as the training does
        Assert.Empty((await SignAsync(worker, takes: 0, kept)).Lost);
        var taken = await TakeAsync(other);
        Assert.Equal((lost.Slice, false), (taken.Slice, taken.Lease == lost.Lease));
        Assert.Empty((await SignAsync(other, takes: 1, taken)).Taken);                      // the first one is not free
        Assert.True((await QueueOf(other).SignAsync(new(ofTheDead, "back again", Kit, 1, 1, [lost]))).IsDead);
    }

    [Fact]
    public async Task Two_clusters_that_both_hold_themselves_for_the_one_count_a_slice_once()
    {
        await using var split = await StartAsync(1);
        ITrialGrain[] trials = [.. new[] { cluster, split }.Select(one => one.Client.GetGrain<ITrialGrain>($"{Experiment}/1"))];
        await trials[0].OfferAsync(3, new("{}", null, 100, 3));
        Assert.Equal(100, (await trials[1].OfferAsync(3, new("{}", null, 999, 3))).Data!.Until);        // known from the store
        var counts = await Task.WhenAll(trials.Select(
            (trial, i) => UntilAsync(() => trial.CompleteAsync(3, new($"{i}", "end", null), Guid.NewGuid()))));
        Assert.NotEqual(counts[0], counts[1]);
        string[] results = [.. await Task.WhenAll(trials.Select(async trial => (await trial.ReadAsync(3)).Outcome!.Checkpoint!))];
        Assert.Equal([counts[0] ? "0" : "1", counts[0] ? "0" : "1"], results);
    }

    /// <summary>Their exceptions cannot travel to another silo as they are.</summary>
    [Fact]
    public async Task A_store_that_does_not_answer_is_told_to_other_silos_as_something_that_passes()
    {
        foreach (var failure in new Exception[] { new RedisTimeoutException("asleep", CommandStatus.Sent), new NpgsqlException("asleep") })
            foreach (var silo in cluster.Silos)                          // the grain is on one of them
            {
                var trial = silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<ITrialGrain>($"{Experiment}/7");
                store.Failure = failure;
                var told = await Assert.ThrowsAnyAsync<OrleansException>(() => trial.OfferAsync(3, new("{}", null, 100, 3)));
                Assert.Contains("asleep", told.Message);
                store.Failure = null;
                Assert.Null((await UntilAsync(() => trial.ReadAsync(3))).Data);
            }
    }

    async Task<InProcessTestCluster> StartAsync(short silos)
    {
        InProcessTestClusterBuilder builder = new(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IClusterStore>(store);
            silo.Services.AddGrainStorage("Default", (_, _) => new StoredGrains(store));
            silo.Configure<ClusterMembershipOptions>(ClusterNode.SetProbes);
        });
        var built = builder.Build();
        await built.DeployAsync();
        return built;
    }

    SiloAddress AddressOfQueue() => cluster.Client.GetGrain<IManagementGrain>(0)
        .GetActivationAddress(cluster.Client.GetGrain<IQueueGrain>(IQueueGrain.Key)).AsTask().GetAwaiter().GetResult()!;

    /// <summary>A slice for a worker on this silo, as soon as there is one.</summary>
    static async Task<SliceLease> TakeAsync(InProcessSiloHandle silo)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(50))
            if ((await SignAsync(silo, takes: 1)).Taken is [var lease])
                return lease;
        throw new TimeoutException("No slice was given out.");
    }

    static Task<WorkerOrders> SignAsync(InProcessSiloHandle silo, int takes, params SliceLease[] running) =>
        UntilAsync(() => QueueOf(silo).SignAsync(new(silo.SiloAddress, silo.Name, Kit, 1, takes, running)));

    static IQueueGrain QueueOf(InProcessSiloHandle silo) =>
        silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IQueueGrain>(IQueueGrain.Key);

    static Task<T> UntilAsync<T>(Func<Task<T>> call) => Persistence.CallAsync(call, TestContext.Current.CancellationToken);

    static Task UntilAsync(Func<Task> call) => Persistence.CallAsync(call, TestContext.Current.CancellationToken);

    /// <summary>A store whose documents cannot be reached for some time.</summary>
    sealed class FailingStore(FolderStore inner) : IClusterStore
    {
        public Exception? Failure { get; set; }

        public Task<StoredDocument?> ReadAsync(string key) => Failure is null ? inner.ReadAsync(key) : throw Failure;

        public Task<long?> WriteAsync(string key, byte[] value, long? known) =>
            Failure is null ? inner.WriteAsync(key, value, known) : throw Failure;

        public Task DeleteAsync(string key) => inner.DeleteAsync(key);

        public Task PutAsync(string hash, byte[] content) => inner.PutAsync(hash, content);

        public Task<byte[]?> GetAsync(string hash) => inner.GetAsync(hash);

        public Task<bool> HasAsync(string hash) => inner.HasAsync(hash);

        public Task RemoveAsync(string hash) => inner.RemoveAsync(hash);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
