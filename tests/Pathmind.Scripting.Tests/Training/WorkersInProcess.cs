using System.Collections.Concurrent;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Workers on threads of the test that speak the messages of worker processes, and can be lost in the middle
/// of a job.</summary>
sealed class WorkersInProcess(Func<Simulation> create, int count, Func<Reward, double>? reward = null) : IWorkerHost
{
    readonly ConcurrentDictionary<Worker, bool> running = [];
    IWorkerEvents events = null!;
    volatile bool isOver;
    int started;

    /// <summary>Which worker is to be lost after which number of answers that it gave: another one then
    /// begins.</summary>
    public Func<int, int, bool> IsLost { get; init; } = (_, _) => false;

    /// <summary>Whether it is lost after the answer, which arrives, and not instead of it.</summary>
    public bool AnswersFirst { get; init; }

    /// <summary>Workers that began.</summary>
    public int Started => started;

    /// <summary>Parts whose episode was played again.</summary>
    public int Replayed => replayed;

    int replayed;

    /// <summary>Bytes to and from workers.</summary>
    public long Sent, Received;

    public void Begin(IWorkerEvents events)
    {
        this.events = events;
        for (var i = 0; i < count; i++)
            Start();
    }

    public void Dispose()
    {
        isOver = true;
        foreach (var worker in running.Keys)
            worker.End();
    }

    RolloutServer NewServer(Action<byte[]> answer) => new(create, reward, answer);

    void Start()
    {
        if (isOver)
            return;
        Worker worker = new(this, Interlocked.Increment(ref started));
        running[worker] = true;
        events.Joined(worker);
        worker.Begin();
    }

    sealed class Worker(WorkersInProcess host, int number) : IWorker
    {
        readonly BlockingCollection<byte[]?> orders = [];
        volatile bool isGone;
        int answers;

        public string Name => $"worker {number}";

        public void Begin()
        {
            var server = host.NewServer(Answer);
            new Thread(() => server.Serve(orders.Take, () => { })) { IsBackground = true, Name = Name }.Start();
        }

        public void Send(byte[] message)
        {
            Interlocked.Add(ref host.Sent, message.Length);
            var (kind, body) = WorkerMessages.Read(message);
            if (kind == WorkerMessage.Part && body.Pass(0) >= 0 && PartOrder.Read(body).Beginning == PartBeginning.Replay)
                Interlocked.Increment(ref host.replayed);
            orders.Add(message);
        }

        /// <summary>As a process that is killed: what it was doing comes to nothing.</summary>
        public void End()
        {
            if (isGone)
                return;
            isGone = true;
            orders.Add(null);
            host.running.TryRemove(this, out _);
            host.events.Lost(this, "It was killed.");
            host.Start();
        }

        void Answer(byte[] message)
        {
            if (isGone)
                return;
            var isLost = message[0] == (byte)WorkerMessage.Done && host.IsLost(number, answers++);
            if (!isLost || host.AnswersFirst)
            {
                Interlocked.Add(ref host.Received, message.Length);
                host.events.Received(this, message);
            }
            if (isLost)
                End();
        }
    }
}
