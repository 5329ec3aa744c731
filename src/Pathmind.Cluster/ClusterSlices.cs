using System.Collections.Concurrent;
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
internal sealed class ClusterSlices(ClusterNode node, string key, ExperimentData data, byte[] code, Action<string> notify)
    : ISliceRunner
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100), Offering = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

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

    public void Forget() => Try(() => node.Grains.GetGrain<IExperimentGrain>(key).CloseAsync());

    public void Dispose() => Task.Run(async () => await node.DisposeAsync()).Wait();

    void Withdraw() => Try(() => node.Queue.WithdrawAsync(key));

    /// <summary>What is not done is done by time: leases run out, and what is kept expires.</summary>
    static void Try(Func<Task> call)
    {
        try
        {
            Task.Run(call).Wait(TimeSpan.FromSeconds(10));
        }
        catch (AggregateException exception) when (Persistence.IsPassing(exception.InnerException!))
        {
            return;
        }
    }

    static void Drain(ConcurrentQueue<Action> events)
    {
        while (events.TryDequeue(out var one))
            one();
    }

    async Task RunAsync(
        IReadOnlyList<SliceOrder> orders, Action<int, long> onSteps, Action<int, SliceResult> onResult, Action<string> say,
        CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ConcurrentDictionary<int, SliceKey> open = [];
        var offering = OfferAsync(open, onSteps, say, failure.Token);
        try
        {
            await Task.WhenAll(orders.Select(async order =>
            {
                try
                {
                    onResult(order.Trial, await RunAsync(order, open, failure.Token));
                    onSteps(order.Trial, order.Until);
                }
                catch
                {
                    failure.Cancel();
                    throw;
                }
            }));
        }
        finally
        {
            failure.Cancel();
            await offering.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>The first time, and again if the store was emptied.</summary>
    async Task OpenAsync(CancellationToken cancellation)
    {
        if (await Persistence.CallAsync(() => node.Grains.GetGrain<IExperimentGrain>(key).OpenAsync(data), cancellation) || !hasCode)
            await Persistence.CallAsync(() => node.Store.PutAsync(data.Code, code), cancellation);
        hasCode = true;
    }

    async Task<SliceResult> RunAsync(SliceOrder order, ConcurrentDictionary<int, SliceKey> open, CancellationToken cancellation)
    {
        SliceKey slice = new(key, order.Trial, order.Generation);
        var trial = node.Grains.GetGrain<ITrialGrain>(slice.TrialKey);
        var begin = order.From is null ? null : SliceFiles.Write(order.From);
        SliceData wanted = new(
            SliceFiles.Write(order.Options), begin is null ? null : ContentHash.Of(begin), order.Until, order.EvaluationSeed);
        while (true)
        {
            var record = await Persistence.CallAsync(() => trial.ReadAsync(order.Generation), cancellation);
            if (record.Data is null)
            {
                if (begin is not null)
                    await Persistence.CallAsync(() => node.Store.PutAsync(wanted.From!, begin), cancellation);
                record = await Persistence.CallAsync(() => trial.OfferAsync(order.Generation, wanted), cancellation);
            }
            if (record.Outcome is null)
                open.TryAdd(order.Trial, slice);
            else if (await ResultOfAsync(record.Outcome, cancellation) is { } result)
            {
                open.TryRemove(order.Trial, out _);
                return result;
            }
            else
                await Persistence.CallAsync(() => trial.ForgetAsync(order.Generation), cancellation);
            await Task.Delay(Pause, cancellation);
        }
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
            return new(SliceFiles.ReadCheckpoint(bytes), end.Played, end.IsOver);
        }
        catch (JsonException exception)
        {
            throw new SliceException($"A worker gave a result that cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Says what is waited for, again and again, and hears how far it is.</summary>
    async Task OfferAsync(
        ConcurrentDictionary<int, SliceKey> open, Action<int, long> onSteps, Action<string> say, CancellationToken cancellation)
    {
        var begun = DateTime.UtcNow;
        while (true)
        {
            var before = open.Count;
            await OpenAsync(cancellation);
            await Persistence.CallAsync(() => node.Queue.OfferAsync([.. open.Values], data.Kit), cancellation);
            var progress = await Persistence.CallAsync(() => node.Queue.ProgressAsync(key, data.Kit), cancellation);
            foreach (var (trial, steps) in progress.Steps.Where(one => one.Steps > 0 && open.ContainsKey(one.Trial)))
                onSteps(trial, steps);
            if (progress.Workers == 0 && !hasSaidThatNoneWorks && DateTime.UtcNow - begun > Patience)
            {
                hasSaidThatNoneWorks = true;
                say(Missing(progress.Others));
            }
            for (var waited = TimeSpan.Zero; waited < Offering && open.Count <= before; waited += Pause)
                await Task.Delay(Pause, cancellation);                   // new ones are offered at once
        }
    }

    string Missing(string[] others) => others.Length == 0
        ? "No worker has come yet: start one with pathmind worker and the same --cluster. The training waits for it."
        : $"No worker can run this training, which needs {data.Kit}; the workers that there are have {string.Join(" and ", others)}. "
            + "Install the same version there. The training waits for it.";
}
