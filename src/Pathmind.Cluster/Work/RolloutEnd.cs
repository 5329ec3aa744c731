using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Training;

namespace Pathmind.Clusters.Work;

/// <summary>A process of a worker that runs simulations for a training on another machine, and what goes to and fro
/// between the two.</summary>
internal sealed class RolloutEnd : IRolloutEnd, IWorkerEvents, IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5), ToEnd = TimeSpan.FromSeconds(5), ToTell = TimeSpan.FromSeconds(2);

    readonly ClusterNode node;
    readonly RolloutsData data;
    readonly RolloutPlace place;
    readonly SliceProgram program;
    readonly CodeFolder folder;
    readonly RolloutProcess process;
    readonly MessagePump pump;
    readonly TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long received;
    string? violation;

    /// <param name="node">The cluster.</param>
    /// <param name="data">The training.</param>
    /// <param name="place">In it.</param>
    /// <param name="folder">Removed with it.</param>
    /// <param name="program">Starts the process.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public RolloutEnd(ClusterNode node, RolloutsData data, RolloutPlace place, CodeFolder folder, SliceProgram program)
    {
        (this.node, this.data, this.place, this.folder, this.program) = (node, data, place, folder, program);
        pump = new((number, messages) => data.Training.ReceiveAsync(place.Lease, number, messages));
        process = new($"{place.By}, simulations {place.Number}", folder.StartOf(program, SliceProgram.Rollouts), this);
        CodeFolder.Yield(process.Process);
        process.Begin();
    }

    /// <summary>Works until the process or the training has ended.</summary>
    /// <param name="stop">Ends the process.</param>
    /// <returns>Why it ended.</returns>
    /// <exception cref="IOException">The training has not answered for five minutes.</exception>
    public async Task<string> RunAsync(CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var own = node.Grains.CreateObjectReference<IRolloutEnd>(this);
        var watching = WatchAsync(over);
        try
        {
            if (!await Persistence.CallAsync(() => data.Training.JoinAsync(place, own), over.Token))
                return "ended, it is not needed any more";
            var sending = pump.RunAsync(over.Token);
            await await Task.WhenAny(ended.Task.WaitAsync(over.Token), sending);
            pump.Complete();
            await sending;
            var words = violation ?? await ended.Task;
            await Persistence.CallAsync(() => data.Training.LostAsync(place.Lease, words, isItsOwnEnd: true), over.Token);
            return words;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return "ended, its training is gone";
        }
        catch (OperationCanceledException)
        {
            await TellAsync($"{place.By} has given it back.");
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await watching;
            node.Grains.DeleteObjectReference<IRolloutEnd>(own);
        }
    }

    public void Dispose()
    {
        process.End();
        ended.Task.Wait(ToEnd);
        folder.Dispose();
    }

    Task IRolloutEnd.ReceiveAsync(long number, byte[][] messages)
    {
        if (number <= received)
            return Task.CompletedTask;
        received = number;
        foreach (var message in messages)
            process.Send(message);
        return Task.CompletedTask;
    }

    Task IRolloutEnd.EndAsync()
    {
        process.End();
        return Task.CompletedTask;
    }

    void IWorkerEvents.Joined(IWorker worker)
    {
    }

    void IWorkerEvents.Received(IWorker worker, byte[] message) => pump.Post(message);

    void IWorkerEvents.Lost(IWorker worker, string lastWords) => ended.TrySetResult(lastWords);

    void IWorkerEvents.Gone(IWorker worker, string why) => ended.TrySetResult(why);

    void IWorkerEvents.Failed(Exception why) => ended.TrySetException(why);

    /// <summary>Looks at what the process uses, and whether its training lives.</summary>
    async Task WatchAsync(CancellationTokenSource over)
    {
        while (!over.IsCancellationRequested && !ended.Task.IsCompleted)
        {
            if (node.IsDead(data.Silo))
                await over.CancelAsync();
            else if (violation is null && (violation = Violation()) is not null)
                process.End();
            await Task.WhenAny(Task.Delay(Pause, over.Token), ended.Task);
        }
    }

    string? Violation()
    {
        try
        {
            return program.Violation(process.Process);
        }
        catch (InvalidOperationException)
        {
            return null;                                                 // it has ended just now
        }
    }

    /// <summary>If it cannot be told now, the training sees it by itself.</summary>
    async Task TellAsync(string why)
    {
        try
        {
            await data.Training.LostAsync(place.Lease, why, isItsOwnEnd: false).WaitAsync(ToTell);
        }
        catch (Exception exception) when (Persistence.IsPassing(exception))
        {
            return;
        }
    }
}
