using System.Diagnostics;
using Pathmind.Training;

namespace Pathmind.Clusters.Work;

/// <summary>Workers that are processes of this machine, and others in the place of those that end.</summary>
/// <param name="count">At least 1.</param>
/// <param name="start">Gives what starts one.</param>
internal sealed class ProcessWorkers(int count, Func<ProcessStartInfo> start) : IWorkerHost, IWorkerEvents
{
    readonly Lock gate = new();
    readonly HashSet<RolloutProcess> running = [];
    IWorkerEvents? events;
    int started;
    bool isOver;

    public void Begin(IWorkerEvents events)
    {
        this.events = events;
        for (var i = 0; i < count; i++)
            StartOne();
    }

    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            foreach (var process in running)
                process.End();
        }
    }

    void IWorkerEvents.Joined(IWorker worker) => events!.Joined(worker);

    void IWorkerEvents.Received(IWorker worker, byte[] message) => events!.Received(worker, message);

    void IWorkerEvents.Gone(IWorker worker, string why) => events!.Gone(worker, why);

    void IWorkerEvents.Failed(Exception why) => events!.Failed(why);

    void IWorkerEvents.Lost(IWorker worker, string lastWords)
    {
        lock (gate)
            running.Remove((RolloutProcess)worker);
        events!.Lost(worker, lastWords);
        StartOne();
    }

    void StartOne()
    {
        lock (gate)
        {
            if (isOver)
                return;
            try
            {
                RolloutProcess process = new($"worker {++started}", start(), this);
                running.Add(process);
                events!.Joined(process);
                process.Begin();
            }
            catch (IOException exception)
            {
                events!.Failed(exception);
            }
        }
    }
}
