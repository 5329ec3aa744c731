using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Stores;
using Pathmind.Clusters.Work;
using Pathmind.Training;

namespace Pathmind.Clusters;

/// <summary>Runs the slices of a population on the workers of a cluster. What it waits for it offers again and again:
/// so it goes on after any node was gone, and a new process with the same training goes on where another one was
/// killed.</summary>
/// <param name="node">The cluster.</param>
/// <param name="key">Of the experiment.</param>
/// <param name="data">What is trained.</param>
/// <param name="code">Bundle of the code.</param>
/// <param name="notify">Gets what the user should know; on the thread that trains.</param>
/// <param name="requires">Labels, each <c>key=value</c>, that a worker must have to get a slice.</param>
internal sealed class ClusterSlices(
    ClusterNode node, string key, ExperimentData data, byte[] code, Action<string> notify, params string[] requires) : ISliceRunner
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(5);

    /// <summary>Checkpoints that workers have left, with their hashes.</summary>
    readonly ConditionalWeakTable<Checkpoint, string> left = [];

    bool hasSaidThatNoneWorks, hasCode;

    /// <summary>The key of an experiment: the same code and options are the same experiment, and go on.</summary>
    public static string KeyOf(ExperimentData data, TrainingOptions options) => ContentHash.Of(JsonSerializer.SerializeToUtf8Bytes(
        new { data, Options = SliceFiles.Write(options) }))[..32];

    public void Run(
        IReadOnlyList<SliceOrder> orders, Action<int, long> onSteps, Action<int, SliceResult> onResult, Action onPause,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ConcurrentQueue<Action> events = [];
        var work = Task.Run(
            () => RunAsync(
                orders, (trial, steps) => events.Enqueue(() => onSteps(trial, steps)),
                (trial, result) => events.Enqueue(() => onResult(trial, result)), text => events.Enqueue(() => notify(text)), stop.Token),
            CancellationToken.None);
        try
        {
            while (!work.IsCompleted)
            {
                Task.WaitAny([work], (int)Pause.TotalMilliseconds, CancellationToken.None);
                Drain(events);
                onPause();
            }
        }
        finally
        {
            stop.Cancel();                                               // if a display throws
            Task.WaitAny([work], CancellationToken.None);
            Drain(events);
        }
        try
        {
            work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Withdraw();
        }
        catch (IOException exception)
        {
            throw new SliceException($"{exception.Message} The same command goes on where this one was.", exception);
        }
    }

    public void Forget() => Persistence.Try(() => node.Grains.GetGrain<IExperimentGrain>(key).CloseAsync());

    public void Dispose() => Task.Run(async () => await node.DisposeAsync()).Wait();

    void Withdraw() => Persistence.Try(() => node.Queue.WithdrawAsync(key));

    static void Drain(ConcurrentQueue<Action> events)
    {
        while (events.TryDequeue(out var one))
            one();
    }

    /// <summary>Asks the queue what is open, which answers when that changes. What is not is either done, or was lost
    /// and is offered again.</summary>
    async Task RunAsync(
        IReadOnlyList<SliceOrder> orders, Action<int, long> onSteps, Action<int, SliceResult> onResult, Action<string> say,
        CancellationToken cancellation)
    {
        List<SliceOrder> waiting = [.. orders];
        var (watch, known) = (Stopwatch.StartNew(), -1);
        while (waiting.Count > 0)
        {
            var progress = await Persistence.CallAsync(() => node.Queue.ProgressAsync(key, data.Kit, requires, known), cancellation);
            var open = progress.Open.ToDictionary(slice => (slice.Trial, slice.Generation), slice => slice.Steps);
            foreach (var order in waiting)
                if (open.GetValueOrDefault((order.Trial, order.Generation)) is > 0 and var steps)
                    onSteps(order.Trial, steps);
            SliceOrder[] unknown = [.. waiting.Where(order => !open.ContainsKey((order.Trial, order.Generation)))];
            var results = await Task.WhenAll(unknown.Select(order => OfferAsync(order, cancellation)));
            foreach (var (order, result) in unknown.Zip(results).Where(one => one.Second is not null))
            {
                onResult(order.Trial, result!);
                onSteps(order.Trial, order.Until);
                waiting.Remove(order);
            }
            SliceKey[] offered = [.. unknown.Where(waiting.Contains).Select(KeyOf)];
            if (offered.Length > 0)
            {
                await OpenAsync(cancellation);
                await Persistence.CallAsync(() => node.Queue.OfferAsync(offered, data.Kit, requires), cancellation);
            }
            known = progress.Open.Length + offered.Length;
            if (progress.Workers > 0)
                watch.Restart();                                         // a queue that has just begun knows none yet
            if (progress.Workers == 0 && !hasSaidThatNoneWorks && watch.Elapsed > Patience)
            {
                hasSaidThatNoneWorks = true;
                say(progress.Missing(data.Kit, requires));
            }
        }
    }

    /// <summary>The first time, and again if the store was emptied.</summary>
    async Task OpenAsync(CancellationToken cancellation)
    {
        await Persistence.CallAsync(() => node.Grains.GetGrain<IExperimentGrain>(key).OpenAsync(data), cancellation);
        if (!await Persistence.CallAsync(() => node.Store.HasAsync(data.Code), cancellation) || !hasCode)
            await Persistence.CallAsync(() => node.Store.PutAsync(data.Code, code), cancellation);
        hasCode = true;
    }

    SliceKey KeyOf(SliceOrder order) => new(key, order.Trial, order.Generation);

    /// <summary>Makes a slice known to its trial.</summary>
    /// <returns>Its result; null while there is none.</returns>
    async Task<SliceResult?> OfferAsync(SliceOrder order, CancellationToken cancellation)
    {
        var trial = node.Grains.GetGrain<ITrialGrain>(KeyOf(order).TrialKey);
        var record = await Persistence.CallAsync(() => trial.ReadAsync(order.Generation), cancellation);
        if (record.Outcome is { } outcome)
        {
            if (await ResultOfAsync(outcome, cancellation) is { } result)
                return result;
            await Persistence.CallAsync(() => trial.ForgetAsync(order.Generation), cancellation);
        }
        else if (record.Data?.From is { } kept && await Persistence.CallAsync(() => node.Store.HasAsync(kept), cancellation)
            || record.Data is { From: null })
            return null;
        var from = order.From is null ? null : await KeepAsync(order.From, cancellation);
        SliceData wanted = new(SliceFiles.Write(order.Options), from, order.Until, order.EvaluationSeed);
        await Persistence.CallAsync(() => trial.OfferAsync(order.Generation, wanted), cancellation);
        return null;
    }

    /// <summary>Stores a checkpoint, if it is not there: mostly it is what a worker has left.</summary>
    /// <returns>Its hash.</returns>
    async Task<string> KeepAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        if (left.TryGetValue(checkpoint, out var known) && await Persistence.CallAsync(() => node.Store.HasAsync(known), cancellation))
            return known;
        var bytes = SliceFiles.Write(checkpoint);
        var hash = ContentHash.Of(bytes);
        await Persistence.CallAsync(() => node.Store.PutAsync(hash, bytes), cancellation);
        return hash;
    }

    /// <summary>Null if its checkpoint is lost.</summary>
    async Task<SliceResult?> ResultOfAsync(SliceOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.Failure is { } failure)
            throw new SliceException(failure);
        var bytes = await Persistence.CallAsync(() => node.Store.GetAsync(outcome.Checkpoint!), cancellation);
        if (bytes is null)
            return null;
        try
        {
            var end = SliceFiles.ReadEnd(outcome.End!);
            var checkpoint = SliceFiles.ReadCheckpoint(bytes);
            left.AddOrUpdate(checkpoint, outcome.Checkpoint!);
            return new(checkpoint, end.Played, end.IsOver);
        }
        catch (JsonException exception)
        {
            throw new SliceException($"A worker gave a result that cannot be read: {exception.Message}", exception);
        }
    }
}
