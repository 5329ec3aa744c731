using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Stores;

namespace Pathmind.Tests;

/// <summary>The rules of the grains with three silos in this process, one of which is killed.</summary>
public sealed class SilosTests : IAsyncLifetime
{
    const string Kit = "kit", Experiment = "0123456789abcdef";

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-silos-").FullName;
    FolderStore store = null!;
    InProcessTestCluster cluster = null!;

    static SliceKey First => new(Experiment, 1, 3);

    static SliceKey Second => new(Experiment, 2, 3);

    public async ValueTask InitializeAsync()
    {
        store = new(folder);
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
        await QueueOf(cluster.Silos[0]).OfferAsync([First, Second], Kit);
        var dying = cluster.Silos.Single(silo => silo.SiloAddress == AddressOfQueue());
        var (worker, other) = (cluster.Silos.First(silo => silo != dying), cluster.Silos.Last(silo => silo != dying));
        var kept = await TakeAsync(worker);
        var lost = await TakeAsync(dying);
        var ofTheDead = dying.SiloAddress;
        await cluster.KillSiloAsync(dying);

        await UntilAsync(() => QueueOf(other).OfferAsync([First, Second], Kit));            // as the training does
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
}
