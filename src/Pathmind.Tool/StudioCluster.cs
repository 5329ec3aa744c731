using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Pathmind.Clusters;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Work;
using Pathmind.Reporting;
using Pathmind.Studios.Workers;

namespace Pathmind.Tool;

/// <summary><c>studio --cluster …</c>: the studio's process is a node. It alone knows the cluster; trainings ask it for
/// slices in their folders.</summary>
internal sealed class StudioCluster : IWorkerCluster, IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromSeconds(2);

    readonly ClusterOptions options;
    readonly Action<string> warn;
    readonly CancellationTokenSource end = new();
    readonly ConcurrentDictionary<string, (int? Number, string? Simulation)> names = [];
    readonly ConcurrentDictionary<Thread, CancellationTokenSource> relays = [];
    CancellationTokenSource lost = new();
    RelayNode now = null!;

    StudioCluster(ClusterOptions options, Action<string> warn)
    {
        this.warn = warn;
        this.options = options with { Lost = Replace, HasDashboard = true };
    }

    /// <summary>Joins.</summary>
    /// <param name="options">The cluster.</param>
    /// <param name="warn">Gets what went wrong later.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="IOException">Redis or the database cannot be used.</exception>
    /// <exception cref="ArgumentException">A secret is missing or too short, or the state is elsewhere.</exception>
    public static async Task<StudioCluster> StartAsync(ClusterOptions options, Action<string> warn, CancellationToken cancellation)
    {
        StudioCluster cluster = new(options, warn);
        await cluster.JoinAsync(cancellation);
        return cluster;
    }

    public RequestDelegate? Dashboard => now.Node.Dashboard;

    public IDisposable Serve(RelayedTraining training)
    {
        SliceRelay relay = new(training.Folder, training.Key, () =>
        {
            var files = SubmittedFiles.Of(training.Code);
            return CodeBundle.Pack(files.Files.Select(file => (files.NameOf(file), file)));
        }, training.Source)
        { Named = (key, simulation) => names[key] = (training.Number, simulation) };
        var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        Thread thread = null!;
        thread = new(() =>
        {
            try
            {
                relay.Run(() => now, stop.Token);
            }
            catch (Exception exception)                                  // this training waits; all others go on
            {
                warn($"The slices of experiment {training.Number} cannot be handed on: {exception}");
            }
            relays.TryRemove(thread, out _);
        })
        { IsBackground = true, Name = $"pathmind relay {training.Number}" };
        relays[thread] = stop;
        thread.Start();
        return new Relay(stop);
    }

    public async Task<ClusterState> ReadAsync(CancellationToken cancellation)
    {
        var (node, asked) = (now.Node, DateTime.UtcNow);
        var view = await AskAsync(node.Queue.ViewAsync, cancellation);
        var failures = await AskAsync(node.Grains.GetGrain<IFailuresGrain>(IFailuresGrain.Key).ReadAsync, cancellation);
        var keys = view.Waiting.Select(one => one.Slice).Concat(view.Workers.SelectMany(one => one.Sign.Running).Select(one => one.Slice));
        foreach (var slice in keys.DistinctBy(slice => slice.Experiment).Where(slice => !names.ContainsKey(slice.Experiment)))
            names[slice.Experiment] = (null, (await AskAsync(() => ExperimentAsync(node, slice), cancellation))?.Simulation);
        return new()
        {
            Version = KitVersion.Here,
            Workers = [.. view.Workers.Select(worker => StateOf(worker, asked))],
            Waiting = [.. view.Waiting.Select(one => new WaitingState(StateOf(one.Slice), one.Kit, one.Requires))],
            Failures =
            [
                .. failures.Select(one => new FailureState(one.At, StateOf(one.Slice), one.By, one.Message, one.IsFinal)),
            ],
        };
    }

    public Task<int> DrainAsync(string worker, bool isDrained, CancellationToken cancellation) =>
        AskAsync(() => WorkerDrain.RunAsync(now.Node, worker, isDrained, cancellation), cancellation);

    public async ValueTask DisposeAsync()
    {
        end.Cancel();
        foreach (var relay in relays.Keys)
            relay.Join(Patience);
        await now.Node.DisposeAsync();
        end.Dispose();
    }

    static async Task<ExperimentData?> ExperimentAsync(ClusterNode node, SliceKey slice) => slice.IsRollouts
        ? (await node.Grains.GetGrain<IRolloutsGrain>(slice.Experiment).ReadAsync())?.Experiment
        : await node.Grains.GetGrain<IExperimentGrain>(slice.Experiment).ReadAsync();

    /// <summary>Once: whoever asks, asks again soon.</summary>
    static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask().WaitAsync(Patience, cancellation);
        }
        catch (Exception exception) when (Persistence.IsPassing(exception) || exception is ObjectDisposedException)
        {
            throw new IOException($"The cluster does not answer: {exception.Message}", exception);
        }
    }

    async Task JoinAsync(CancellationToken cancellation)
    {
        lost = new();
        now = new(await ClusterNode.StartAsync(options, cancellation), lost.Token);
    }

    /// <summary>The others have declared this node dead: the studio goes on, and joins again.</summary>
    void Replace(string why)
    {
        if (lost.IsCancellationRequested || end.IsCancellationRequested)
            return;
        lost.Cancel();
        warn(why);
        _ = Task.Run(async () =>
        {
            await now.Node.DisposeAsync();
            while (!end.IsCancellationRequested)
                try
                {
                    await JoinAsync(end.Token);
                    return;
                }
                catch (Exception exception) when (Persistence.IsPassing(exception) || exception is OperationCanceledException)
                {
                    warn($"This studio cannot join its cluster again yet: {exception.Message}");
                    await Task.Delay(Pause);
                }
        });
    }

    static WorkerState StateOf(WorkerView worker, DateTime now, Func<SliceKey, SliceState> slice) => new()
    {
        Name = worker.Sign.Name, Address = $"{worker.Sign.Silo.Endpoint}", Version = worker.Sign.Kit,
        HasSameVersion = worker.Sign.Kit == KitVersion.Here, Slots = worker.Sign.Slots, Load = worker.Sign.Load,
        Cores = worker.Sign.Cores, Labels = worker.Sign.Labels, Since = worker.Sign.Since, LastSign = now - worker.Age,
        IsDraining = worker.IsLeaving,
        Running = [.. worker.Sign.Running.Select(one => new RunningState(slice(one.Slice), one.Steps))
            .OrderBy(one => one.Slice.Training, StringComparer.Ordinal).ThenBy(one => one.Slice.Member)],
    };

    WorkerState StateOf(WorkerView worker, DateTime now) => StateOf(worker, now, StateOf);

    SliceState StateOf(SliceKey slice)
    {
        var (number, simulation) = names.GetValueOrDefault(slice.Experiment);
        return new()
        {
            Experiment = number, Training = slice.Experiment[..8], Simulation = simulation, Member = slice.Trial,
            Generation = slice.Generation,
        };
    }

    sealed class Relay(CancellationTokenSource stop) : IDisposable
    {
        public void Dispose() => stop.Cancel();
    }
}
