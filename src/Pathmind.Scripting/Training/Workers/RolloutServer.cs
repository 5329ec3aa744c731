using System.Collections.Concurrent;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>A worker at its end of a pipe: messages about jobs come in, messages about what came of them go
/// out.</summary>
/// <param name="create">Makes simulations.</param>
/// <param name="reward">Makes the reward of the terms; null for their sum.</param>
/// <param name="send">Takes a message, from any thread.</param>
internal sealed class RolloutServer(Func<Simulation> create, Func<Reward, double>? reward, Action<byte[]> send)
{
    readonly SimulationInstances instances = new(create);
    volatile int stopped = -1, job = -1;

    /// <summary>Serves until there are no more messages.</summary>
    /// <param name="next">Waits for the next message; null at the end.</param>
    /// <param name="end">Called then, from the thread that reads: a step may still hang.</param>
    public void Serve(Func<byte[]?> next, Action end)
    {
        using BlockingCollection<byte[]> waiting = [];
        new Thread(() =>
        {
            while (next() is { } message)
                if (message is [(byte)WorkerMessage.Stop, ..])
                    stopped = WorkerMessages.Read(message).Body.Pass(0);
                else
                    waiting.Add(message);
            stopped = int.MaxValue;
            waiting.CompleteAdding();
            end();
        })
        { IsBackground = true, Name = "Pathmind orders" }.Start();
        using StepWatch watch = new(() => send(WorkerMessages.Of(WorkerMessage.Alive)), TellHang);
        try
        {
            Work(waiting, watch);
        }
        finally
        {
            instances.DisposeAll();
        }
    }

    void Work(BlockingCollection<byte[]> waiting, StepWatch watch)
    {
        RolloutWorker? worker = null;
        foreach (var message in waiting.GetConsumingEnumerable())
        {
            job = -1;
            try
            {
                var (kind, rest) = WorkerMessages.Read(message);
                if (kind == WorkerMessage.Setup)
                {
                    var setup = RolloutSetup.Read(rest);
                    watch.Limit = setup.StepTimeLimit;
                    worker = new(instances.New, setup, reward, watch);
                    send(WorkerMessages.Of(WorkerMessage.Ready));
                }
                else
                    Do(kind, rest, worker!);
            }
            catch (Exception exception) when (exception is not (OutOfMemoryException or IOException))
            {
                watch.Rest();
                send(WorkerMessages.Of(WorkerMessage.Failed, job, WorkerFailure.Of(exception).Transfer));
            }
        }
    }

    void Do(WorkerMessage kind, StateReader rest, RolloutWorker worker)
    {
        switch (kind)
        {
            case WorkerMessage.Behavior:
                worker.Behave(rest);
                break;
            case WorkerMessage.Release:
                worker.Release(rest.Pass(0));
                break;
            case WorkerMessage.Part:
                var part = job = rest.Pass(0);
                Answer(part, worker.Run(PartOrder.Read(rest), () => stopped >= part));
                break;
            case WorkerMessage.Episode:
                var episode = job = rest.Pass(0);
                var figures = worker.Play(EpisodeOrder.Read(rest), () => stopped >= episode);
                Answer(episode, figures is { } played ? writer => EpisodeOrder.Transfer(writer, played) : null);
                break;
            default:
                throw new InvalidDataException($"A worker got a message of the kind {kind}.");
        }
    }

    void Answer(int job, Action<StateWriter>? result) => send(WorkerMessages.Of(WorkerMessage.Done, job, result));

    void TellHang(SimulationDriver simulation, TimeSpan limit) =>
        send(WorkerMessages.Of(WorkerMessage.Hung, job, WorkerFailure.Of(simulation, limit).Transfer));
}
