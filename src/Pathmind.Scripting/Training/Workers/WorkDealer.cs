using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pathmind.Training;

/// <summary>Deals jobs to workers, and deals those again whose worker is lost. Everything but what workers say happens
/// on the training's thread.</summary>
internal sealed class WorkDealer : IWorkerEvents, IDisposable
{
    /// <summary>After so many losses in the same job, or before a worker was ready, the training fails.</summary>
    const int MostLosses = 5, MostHangs = 3, MostStarts = 3;

    /// <summary>Without any message for so long a worker counts as lost; it must be ready, its script compiled, after
    /// the other one.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(30), Start = TimeSpan.FromMinutes(5);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50), Look = TimeSpan.FromSeconds(1);

    readonly BlockingCollection<Action> events = [];
    readonly Dictionary<IWorker, DealtMember> members = [];
    readonly List<DealtJob> waiting = [];
    readonly IWorkerHost host;
    readonly byte[] setup;
    readonly Func<byte[]> behaviorNow;
    readonly Action<string> notify;
    byte[] behavior = [];
    int lastId, open, lostStarts;
    long lastLook;
    bool isBegun, hasNoticed;

    /// <param name="host">Has the workers; ends with this.</param>
    /// <param name="setup">Message to a new worker.</param>
    /// <param name="behaviorNow">Gives what workers must know to act as the policy does now.</param>
    /// <param name="notify">Tells the user.</param>
    public WorkDealer(IWorkerHost host, byte[] setup, Func<byte[]> behaviorNow, Action<string> notify) =>
        (this.host, this.setup, this.behaviorNow, this.notify) = (host, setup, behaviorNow, notify);

    /// <summary>Has jobs done.</summary>
    /// <param name="jobs">In any order.</param>
    /// <param name="isStopped">Whether to end the wait.</param>
    /// <returns>False if it was stopped before all were done.</returns>
    /// <exception cref="SimulationException">A simulation threw, broke a rule or hangs again and again.</exception>
    /// <exception cref="InvalidOperationException">Workers end again and again.</exception>
    public bool Run(IReadOnlyList<DealtJob> jobs, Func<bool> isStopped)
    {
        if (!isBegun)
            host.Begin(this);
        isBegun = true;
        behavior = behaviorNow();
        open = jobs.Count;
        waiting.AddRange(jobs);
        try
        {
            while (events.TryTake(out var happened))
                happened();
            foreach (var member in members.Values)
                Deal(member);
            while (open > 0)
            {
                if (isStopped())
                    return false;
                if (events.TryTake(out var happened, Pause))
                    happened();
                EndSilent();
            }
            return true;
        }
        finally
        {
            if (open > 0)
                Abandon();
        }
    }

    public void Dispose()
    {
        host.Dispose();
        events.CompleteAdding();
    }

    void IWorkerEvents.Joined(IWorker worker) => Later(() =>
    {
        members[worker] = new(worker, Stopwatch.GetTimestamp());
        worker.Send(setup);
    });

    void IWorkerEvents.Received(IWorker worker, byte[] message) => Later(() =>
    {
        if (!members.TryGetValue(worker, out var member))
            return;                                                      // it was given up before
        member.Heard = Stopwatch.GetTimestamp();
        var (kind, rest) = WorkerMessages.Read(message);
        Answer(member, kind, rest);
    });

    void IWorkerEvents.Lost(IWorker worker, string lastWords) => Later(() =>
    {
        if (members.TryGetValue(worker, out var member))
            Lose(member, lastWords);
    });

    void IWorkerEvents.Gone(IWorker worker, string why) => Later(() =>
    {
        if (members.TryGetValue(worker, out var member))
            Lose(member, why, isItsOwnEnd: false);
    });

    void IWorkerEvents.Failed(Exception why) => Later(() => throw new InvalidOperationException(why.Message, why));

    void Later(Action action)
    {
        try
        {
            events.Add(action);
        }
        catch (InvalidOperationException)
        {
            // The training has ended.
        }
    }

    void Answer(DealtMember member, WorkerMessage kind, StateReader rest)
    {
        switch (kind)
        {
            case WorkerMessage.Ready:
                (member.IsReady, lostStarts) = (true, 0);
                Deal(member);
                break;
            case WorkerMessage.Done when member.Job is { } job && rest.Pass(0) == job.Id:
                member.Job = null;
                if (job.IsWanted)
                {
                    open--;
                    var notice = job.Take(member, rest);
                    if (notice is not null && !hasNoticed)
                        notify(notice);
                    hasNoticed |= notice is not null;
                }
                Deal(member);
                break;
            case WorkerMessage.Failed:
                var failed = rest.Pass(0);
                var isWanted = failed < 0 || (member.Job is { IsWanted: true } && member.Job.Id == failed);
                member.Job = null;
                if (isWanted)
                    throw WorkerFailure.Read(rest).ToException();
                Deal(member);
                break;
            case WorkerMessage.Hung:
                var hung = rest.Pass(0);
                if (member.Job is { } at && at.Id == hung)
                    Replace(member, at, WorkerFailure.Read(rest));
                else
                    GiveUp(member, $"{WorkerFailure.Read(rest).Message}.");
                break;
        }
    }

    /// <summary>Gives a worker something to do, if it can and there is something.</summary>
    void Deal(DealtMember member)
    {
        if (!member.IsReady || member.Job is not null || Choose(member) is not { } job)
            return;
        waiting.Remove(job);
        if (job.Holder is { } holder && holder != member && job.ReleaseFrom(holder) is { } release)
            holder.Worker.Send(release);
        if (!member.Behavior.AsSpan().SequenceEqual(behavior))
            member.Worker.Send(member.Behavior = behavior);
        (job.Id, member.Job) = (++lastId, job);
        member.Worker.Send(job.MessageTo(member));
    }

    /// <summary>First what the worker has already, then what no worker has; what another one has only if that pays: it
    /// has more to do still than would be played again.</summary>
    DealtJob? Choose(DealtMember member) =>
        waiting.Find(job => job.Holder == member)
        ?? waiting.Find(job => job.Holder is null)
        ?? waiting.Where(job => job.ReplaySteps <= (long)job.Steps * waiting.Count(other => other.Holder == job.Holder))
            .MinBy(job => job.ReplaySteps);

    /// <summary>A worker is gone, which is said: what it had, if it had anything, goes elsewhere.</summary>
    void Lose(DealtMember member, string lastWords, bool isItsOwnEnd = true)
    {
        members.Remove(member.Worker);
        member.IsLost = true;
        if (isItsOwnEnd && !member.IsReady && ++lostStarts == MostStarts)
            throw new InvalidOperationException($"Workers end before they begin: {lastWords}");
        if (member.Job is not { IsWanted: true } lost)
        {
            notify($"A worker is gone; it {(member.IsReady ? "had nothing to do at that moment" : "was not ready yet")}. {lastWords}");
            return;
        }
        if (isItsOwnEnd && ++lost.Losses == MostLosses)
            throw new InvalidOperationException($"Workers end in {lost.Name} again and again, {MostLosses} times now: {lastWords}");
        notify($"A worker is gone; {lost.Name} goes on with another one. {lastWords}");
        DealAgain(lost);
    }

    /// <summary>A step hangs: another worker plays the episode again.</summary>
    void Replace(DealtMember member, DealtJob job, WorkerFailure hang)
    {
        members.Remove(member.Worker);
        member.Worker.End();
        member.IsLost = true;
        var times = job.CountHang(hang.Place.Episode);
        var what = $"{hang.Message}, in {job.Name}";
        if (times == MostHangs && job.IsWanted)
            throw hang.ToException(
                $"{what}, {MostHangs} times in the same episode. Mend what the step waits for, or give a longer StepTimeLimit.");
        if (!job.IsWanted)
            return;
        notify($"{what}: its worker was ended, and the episode is played again (time {times} of at most {MostHangs}).");
        DealAgain(job);
    }

    void DealAgain(DealtJob job)
    {
        waiting.Insert(0, job);
        foreach (var other in members.Values)
            Deal(other);
    }

    /// <summary>A process that is stopped, or a machine that is gone, does not say so.</summary>
    void EndSilent()
    {
        if (Stopwatch.GetElapsedTime(lastLook) < Look)
            return;
        lastLook = Stopwatch.GetTimestamp();
        foreach (var member in members.Values.ToArray())
            if (member.IsReady && Stopwatch.GetElapsedTime(member.Heard) is var silent && silent > Silence)
                GiveUp(member, $"It said nothing for {silent.TotalSeconds:0} s.");
            else if (!member.IsReady && Stopwatch.GetElapsedTime(member.Joined) > Start)
                GiveUp(member, $"It was not ready after {Start.TotalMinutes:0} minutes.");
    }

    void GiveUp(DealtMember member, string why)
    {
        member.Worker.End();
        Lose(member, why);
    }

    void Abandon()
    {
        waiting.Clear();
        open = 0;
        foreach (var member in members.Values)
            if (member.Job is { } job)
            {
                job.IsWanted = false;
                job.Abandon();
                member.Worker.Send(WorkerMessages.Of(WorkerMessage.Stop, job.Id));
            }
    }
}
