using System.Diagnostics;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Training;

namespace Pathmind.Clusters.Work;

/// <summary>Workers of a cluster run the simulations of a training in this process. It wants so many places, offers
/// those that no worker has again and again, and takes what comes; the learner, and all that counts, is here.</summary>
/// <param name="node">The cluster; ends with this.</param>
/// <param name="data">What is trained.</param>
/// <param name="code">Bundle of the code.</param>
/// <param name="count">Places, at least 1.</param>
/// <param name="notify">Gets what the user should know, from any thread.</param>
/// <param name="requires">Labels, each <c>key=value</c>, that a worker must have.</param>
internal sealed class ClusterWorkers(
    ClusterNode node, ExperimentData data, byte[] code, int count, Action<string> notify, string[] requires)
    : IWorkerHost, IRolloutTraining
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromSeconds(0.2);

    readonly string key = $"{Guid.NewGuid():N}";
    readonly CancellationTokenSource over = new();
    readonly Lock gate = new();
    readonly Dictionary<int, Member> members = [];
    Task work = Task.CompletedTask;
    IRolloutTraining own = null!;
    IWorkerEvents events = null!;

    public void Begin(IWorkerEvents events)
    {
        this.events = events;
        own = node.Grains.CreateObjectReference<IRolloutTraining>(this);
        work = Task.Run(OfferAsync);
    }

    public void Dispose()
    {
        if (over.IsCancellationRequested)
            return;
        over.Cancel();
        Persistence.Try(async () =>
        {
            await work;
            await node.Queue.WithdrawAsync(key);
            await node.Grains.GetGrain<IRolloutsGrain>(key).CloseAsync();
        });
        Task.Run(async () => await node.DisposeAsync()).Wait();
    }

    Task<bool> IRolloutTraining.JoinAsync(RolloutPlace place, IRolloutEnd process)
    {
        if (over.IsCancellationRequested)
            return Task.FromResult(false);
        Member? before;
        Member joined = new(this, place, process);
        lock (gate)
        {
            if (members.TryGetValue(place.Number, out before) && before.Place.Lease == place.Lease)
                return Task.FromResult(true);                            // said again
            members[place.Number] = joined;
        }
        if (before is not null)
            Lose(before, "Another worker has its place.");
        events.Joined(joined);
        joined.Begin(over.Token);
        return Task.FromResult(true);
    }

    Task IRolloutTraining.ReceiveAsync(Guid lease, long number, byte[][] messages)
    {
        if (Find(lease) is not { } member || number <= member.Received)
            return Task.CompletedTask;
        member.Received = number;
        foreach (var message in messages)
            events.Received(member, message);
        return Task.CompletedTask;
    }

    Task IRolloutTraining.LostAsync(Guid lease, string lastWords, bool isItsOwnEnd)
    {
        if (Find(lease) is { } member)
            Lose(member, lastWords, isItsOwnEnd);
        return Task.CompletedTask;
    }

    Member? Find(Guid lease)
    {
        lock (gate)
            return members.Values.FirstOrDefault(member => member.Place.Lease == lease);
    }

    void Lose(Member member, string lastWords, bool isItsOwnEnd = false)
    {
        lock (gate)
            if (members.GetValueOrDefault(member.Place.Number) == member)
                members.Remove(member.Place.Number);
        member.Stop();
        if (isItsOwnEnd)
            events.Lost(member, lastWords);
        else
            events.Gone(member, lastWords);
    }

    async Task OfferAsync()
    {
        try
        {
            await OfferAgainAsync();
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (IOException exception)
        {
            events.Failed(exception);
        }
    }

    /// <summary>Asks the queue what is open, which answers when that changes: what is not, was lost.</summary>
    async Task OfferAgainAsync()
    {
        var (watch, known, hasSaid) = (Stopwatch.StartNew(), -1, false);
        while (true)
        {
            var progress = await Persistence.CallAsync(() => node.Queue.ProgressAsync(key, data.Kit, requires, known), over.Token);
            EndDead();
            SliceKey[] missing =
            [
                .. Enumerable.Range(1, count).Except(progress.Open.Select(place => place.Trial))
                    .Select(place => new SliceKey(key, place, 0)),
            ];
            if (missing.Length > 0)
            {
                await Persistence.CallAsync(
                    () => node.Grains.GetGrain<IRolloutsGrain>(key).OpenAsync(new(data, node.Address, own)), over.Token);
                if (!await Persistence.CallAsync(() => node.Store.HasAsync(data.Code), over.Token))
                    await Persistence.CallAsync(() => node.Store.PutAsync(data.Code, code), over.Token);
                await Persistence.CallAsync(() => node.Queue.OfferAsync(missing, data.Kit, requires), over.Token);
            }
            known = progress.Open.Length + missing.Length;
            if (progress.Workers > 0)
                watch.Restart();
            if (progress.Workers == 0 && !hasSaid && watch.Elapsed > Patience)
            {
                hasSaid = true;
                notify(progress.Missing(data.Kit, requires));
            }
            await Task.Delay(Pause, over.Token);
        }
    }

    void EndDead()
    {
        Member[] all;
        lock (gate)
            all = [.. members.Values];
        foreach (var member in all.Where(member => node.IsDead(member.Place.Silo)))
            Lose(member, $"{member.Place.By} is gone.");
    }

    /// <summary>A process of a worker.</summary>
    sealed class Member : IWorker
    {
        readonly ClusterWorkers training;
        readonly IRolloutEnd process;
        readonly MessagePump pump;
        volatile bool isGone;

        public Member(ClusterWorkers training, RolloutPlace place, IRolloutEnd process)
        {
            (this.training, Place, this.process) = (training, place, process);
            pump = new((number, messages) => isGone ? Task.CompletedTask : process.ReceiveAsync(number, messages));
        }

        public RolloutPlace Place { get; }

        /// <summary>Number of what was heard last.</summary>
        public long Received { get; set; }

        public string Name => $"worker {Place.Number} on {Place.By}";

        public void Send(byte[] message) => pump.Post(message);

        public void Begin(CancellationToken over) => Task.Run(() => SendAsync(over), CancellationToken.None);

        /// <summary>Whatever comes of it: the queue gives its place to another one.</summary>
        public void End() => Task.Run(() => Persistence.CallAsync(process.EndAsync, training.over.Token));

        /// <summary>Sends nothing more.</summary>
        public void Stop()
        {
            isGone = true;
            pump.Complete();
        }

        async Task SendAsync(CancellationToken over)
        {
            try
            {
                await pump.RunAsync(over);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (IOException exception)
            {
                training.Lose(this, exception.Message);
            }
        }
    }
}
