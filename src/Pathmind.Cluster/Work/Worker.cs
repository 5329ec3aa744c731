using System.Collections.Concurrent;
using System.Diagnostics;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;

namespace Pathmind.Clusters.Work;

/// <summary>Asks the queue for slices, and runs them in processes.</summary>
/// <param name="node">The cluster.</param>
/// <param name="options">How much it runs.</param>
internal sealed class Worker(ClusterNode node, WorkerOptions options) : IDisposable
{
    static readonly TimeSpan Busy = TimeSpan.FromSeconds(1), Hungry = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan IdleLongest = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<Guid, RunningSlice> running = [];
    readonly ContentCache contents = new(node.Store, options.Cache);
    readonly SliceProcesses processes = new(options);
    readonly SemaphoreSlim freed = new(0);
    readonly DateTime since = DateTime.UtcNow;
    readonly WorkerMeters meters = new();
    Task offered = Task.CompletedTask;
    bool isDrained;

    /// <summary>Works until it is asked to leave, or drained, and has finished what it had taken.</summary>
    /// <param name="leave">Takes no more slices.</param>
    /// <param name="stop">Ends those that it runs as well.</param>
    /// <exception cref="WorkerLostException">The others have declared it dead.</exception>
    public async Task RunAsync(CancellationToken leave, CancellationToken stop)
    {
        meters.Observe(options.Slots, () => running.Count);
        try
        {
            while (!stop.IsCancellationRequested && !(IsLeaving(leave) && running.IsEmpty))
            {
                await SignAsync(leave, stop);
                var isLeaving = IsLeaving(leave);
                if (isLeaving)
                    GiveRolloutsBack();
                processes.EndIdle(isLeaving ? TimeSpan.Zero : IdleLongest);
                await PauseAsync(isLeaving, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As asked.
        }
        finally
        {
            foreach (var one in running.Values)
                one.Stop.Cancel();
            await Task.WhenAll(running.Values.Select(one => one.End));
            processes.EndIdle(TimeSpan.Zero);
        }
        await SayGoodbyeAsync();
    }

    public void Dispose()
    {
        meters.Dispose();
        freed.Dispose();
    }

    bool IsLeaving(CancellationToken leave) => isDrained || leave.IsCancellationRequested;

    /// <summary>Waits for the next sign: until a slot is free, or there is a slice for a free one.</summary>
    async Task PauseAsync(bool isLeaving, CancellationToken stop)
    {
        var isHungry = !isLeaving && running.Count < options.Slots;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var slot = freed.WaitAsync(isHungry ? Hungry : Busy, over.Token);
        if (isHungry && offered.IsCompleted)
            offered = OfferedAsync(stop);
        await Task.WhenAny(isHungry ? [slot, offered] : [slot]);
        await over.CancelAsync();
        try
        {
            await slot;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return;
        }
    }

    async Task OfferedAsync(CancellationToken stop)
    {
        try
        {
            await node.Queue.WaitAsync(SignOf(isLeaving: false)).WaitAsync(stop);
        }
        catch (Exception exception) when (Persistence.IsPassing(exception))
        {
            await Task.Delay(Hungry, stop);
        }
    }

    async Task SignAsync(CancellationToken leave, CancellationToken stop)
    {
        WorkerOrders orders;
        try
        {
            orders = await node.Queue.SignAsync(SignOf(IsLeaving(leave))).WaitAsync(stop);
        }
        catch (Exception exception) when (Persistence.IsPassing(exception))
        {
            return;                                                      // what runs goes on; the next sign says so
        }
        if (orders.IsDead)
            throw new WorkerLostException();
        Drain(orders.IsDrained ?? isDrained);
        foreach (var lost in orders.Lost)
            if (running.TryGetValue(lost, out var one))
                one.Stop.Cancel();
        foreach (var taken in orders.Taken)
        {
            RunningSlice one = new(taken);
            running[taken.Lease] = one;
            one.End = Task.Run(() => RunAsync(one), CancellationToken.None);
        }
    }

    /// <summary>They would last as long as their trainings.</summary>
    void GiveRolloutsBack()
    {
        foreach (var one in running.Values.Where(one => one.Lease.Slice.IsRollouts))
            one.Stop.Cancel();
    }

    void Drain(bool isNow)
    {
        if (isNow != isDrained)
            options.Say(isNow ? "Drained: it finishes what it has taken, and ends." : "It is not to be drained any more: it goes on.");
        isDrained = isNow;
    }

    WorkerSign SignOf(bool isLeaving) => new(
        node.Address, options.Name, KitVersion.Here, options.Slots, isLeaving ? 0 : options.Slots - running.Count,
        [.. running.Values.Select(one => one.Lease with { Steps = one.Steps })])
    {
        IsLeaving = isLeaving, IsDrained = isDrained, Labels = options.Labels, Since = since, Load = MachineLoad.Now,
        Cores = Environment.ProcessorCount,
    };

    async Task SayGoodbyeAsync()
    {
        try
        {
            await node.Queue.SignAsync(SignOf(isLeaving: true) with { IsGone = true }).WaitAsync(TimeSpan.FromSeconds(2));
        }
        catch (Exception exception) when (Persistence.IsPassing(exception))
        {
            // It is seen that it is gone.
        }
    }

    async Task RunAsync(RunningSlice one)
    {
        var (slice, stop) = (one.Lease.Slice, one.Stop.Token);
        try
        {
            if (slice.IsRollouts ? await RunRolloutsAsync(one.Lease, stop) : await RunAsync(one, slice, stop))
                await Persistence.CallAsync(() => node.Queue.FinishAsync(slice), stop);
            else
            {
                await Task.Delay(Hungry, stop);                          // not as fast as it can
                await Persistence.CallAsync(() => node.Queue.ReturnAsync(slice, one.Lease.Lease), stop);
            }
        }
        catch (OperationCanceledException)
        {
            options.Say($"{slice}: ended, it is not needed here any more");
        }
        catch (Exception exception)
        {
            options.Say($"{slice}: {exception.Message}");                // its lease runs out
            await TellAsync(slice, exception.Message, isFinal: false);
        }
        finally
        {
            running.TryRemove(one.Lease.Lease, out _);
            freed.Release();
        }
    }

    /// <summary>Runs simulations until their training has enough of it.</summary>
    /// <returns>False: it is offered again where it is needed.</returns>
    async Task<bool> RunRolloutsAsync(SliceLease lease, CancellationToken stop)
    {
        var slice = lease.Slice;
        var data = await Persistence.CallAsync(() => node.Grains.GetGrain<IRolloutsGrain>(slice.Experiment).ReadAsync(), stop);
        if (data is null || node.IsDead(data.Silo))
            return false;
        if (await Persistence.CallAsync(() => contents.GetAsync(data.Experiment.Code), stop) is not { } code)
            return false;
        options.Say($"{slice}: begun");
        using RolloutEnd end = new(
            node, data, new(slice.Trial, lease.Lease, options.Name, node.Address), processes.NewFolder(code, data.Experiment),
            options.Program);
        options.Say($"{slice}: {await end.RunAsync(stop)}");
        return false;
    }

    /// <returns>Whether the slice is done; else it is to be run again.</returns>
    async Task<bool> RunAsync(RunningSlice one, SliceKey slice, CancellationToken stop)
    {
        var trial = node.Grains.GetGrain<ITrialGrain>(slice.TrialKey);
        var record = await Persistence.CallAsync(() => trial.ReadAsync(slice.Generation), stop);
        if (record.Outcome is not null)
            return true;
        var experiment = await Persistence.CallAsync(
            () => node.Grains.GetGrain<IExperimentGrain>(slice.Experiment).ReadAsync(), stop);
        if (record.Data is not { } data || experiment is null)
            return false;                                                // its training is about to offer it
        var from = data.From is { } hash ? await Persistence.CallAsync(() => contents.GetAsync(hash), stop) : null;
        var code = await Persistence.CallAsync(() => contents.GetAsync(experiment.Code), stop);
        if (code is null || (data.From is not null && from is null))
            return false;
        options.Say($"{slice}: begun");
        var watch = Stopwatch.StartNew();
        try
        {
            var process = processes.Take(slice.Experiment, code, experiment);
            var (checkpoint, end, failure) = await RunAsync(process, slice, data, from, one, stop);
            var kept = checkpoint is null ? null : await Persistence.CallAsync(() => contents.PutAsync(checkpoint), stop);
            var counts = await Persistence.CallAsync(
                () => trial.CompleteAsync(slice.Generation, new(kept, end, failure), one.Lease.Lease), stop);
            options.Say($"{slice}: {(failure is not null ? $"failed: {failure}" : counts ? "done" : "done before by another worker")}");
            meters.End(failure is not null ? "failed" : counts ? "done" : "repeated", watch.Elapsed);
            if (failure is not null)
                await TellAsync(slice, failure, isFinal: true);
            return true;
        }
        catch (SliceCrashException crash)
        {
            options.Say($"{slice}: {crash.Message}");
            meters.End("crashed", watch.Elapsed);
            var isGivenUp = await Persistence.CallAsync(() => trial.CrashAsync(slice.Generation, crash.Message), stop);
            await TellAsync(slice, crash.Message, isGivenUp);
            return isGivenUp;
        }
    }

    /// <summary>For people: it must not keep anything from being done.</summary>
    async Task TellAsync(SliceKey slice, string message, bool isFinal)
    {
        try
        {
            await node.Grains.GetGrain<IFailuresGrain>(IFailuresGrain.Key)
                .AddAsync(new(DateTime.UtcNow, slice, options.Name, message, isFinal)).WaitAsync(TimeSpan.FromSeconds(2));
        }
        catch (Exception exception) when (Persistence.IsPassing(exception))
        {
            options.Say($"{slice}: its failure could not be kept: {exception.Message}");
        }
    }

    async Task<(byte[]? Checkpoint, string? End, string? Failure)> RunAsync(
        SliceProcess process, SliceKey slice, SliceData data, byte[]? from, RunningSlice one, CancellationToken stop)
    {
        var isWell = false;
        try
        {
            var result = await process.RunAsync(data, from, options.Threads, steps => one.Steps = steps, stop);
            isWell = true;
            return result;
        }
        finally
        {
            if (isWell)
                processes.Keep(slice.Experiment, process);
            else
                process.Dispose();
        }
    }

    /// <summary>A slice that is under way.</summary>
    sealed class RunningSlice(SliceLease lease)
    {
        public SliceLease Lease => lease;

        public CancellationTokenSource Stop { get; } = new();

        public long Steps { get; set; }

        public Task End { get; set; } = Task.CompletedTask;
    }
}

/// <summary>The others have declared this worker dead, because they heard nothing of it for too long.</summary>
internal sealed class WorkerLostException() : Exception(
    "The cluster has declared this worker dead: it was silent for too long. Its slices run elsewhere. Start it again.");
