using System.Diagnostics;
using Pathmind.Clusters.Work;
using Pathmind.Tests;
using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>Rollouts of a simulation whose step sleeps 20 ms, in worker processes: eight against one, and what goes
/// through the pipes.</summary>
internal sealed class RolloutSpeed : ClusterFolder
{
    const int Iterations = 3, Steps = 32;

    static TrainingOptions Options => new()
    {
        Steps = 1_000_000, Seed = 3, StopWhenConverged = false, Threads = 1, Display = Display.None, Studio = null,
        Ppo = new() { RolloutSteps = Steps },
    };

    public static void AddTo(Report report)
    {
        Lazy<(double[] One, double[] Eight, double Bytes)> run = new(() =>
        {
            using RolloutSpeed here = new();
            here.Write("System.Threading.Thread.Sleep(20);");
            var (one, _) = here.Measure(workers: 1);
            var (eight, bytes) = here.Measure(workers: 8);
            return (one, eight, bytes);
        });
        report.Median("cluster.rollout.one", "s of 8 × 32 steps of 20 ms on one worker", null, () => run.Value.One);
        report.Median("cluster.rollout.eight", "s of the same on eight", null, () => run.Value.Eight);
        report.Median(
            "cluster.rollout.times", "as fast on eight workers", Goal.AtLeast(7),
            () => [.. run.Value.One.Zip(run.Value.Eight, (one, eight) => one / eight)]);
        report.Median("cluster.rollout.bytes", "to and from the workers in an iteration", null, () => [run.Value.Bytes]);
    }

    /// <summary>Seconds of rollouts, once all workers have parts.</summary>
    (double[] Seconds, double Bytes) Measure(int workers)
    {
        var script = Path.Combine(Folder, "coin.cs");
        using CountingHost host = new(new ProcessWorkers(workers, () =>
            new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), "rollouts", script, "Coin"])));
        using var training = NewTraining.Of(() => new Coin(), Options with { Host = host });
        training.WarmUp();
        while (host.Ready < workers)
            training.Iterate();
        training.Iterate();                                              // parts go to workers that were late
        List<double> seconds = [];
        var before = host.Bytes;
        for (var i = 0; i < Iterations; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            training.Iterate();
            seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
        return ([.. seconds], (double)(host.Bytes - before) / Iterations);
    }

    /// <summary>As the script, without the sleep: the training's own process makes one step.</summary>
    sealed class Coin : Simulation
    {
        int side, step;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => (side, step) = (Random.Next(2), 0);

        public override void Step() => step++;

        public override Observation GetObservation(int agent) => new() { ["side"] = side };

        public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : 0, ["cost"] = step };

        public override bool IsDone(int agent) => step == 4;
    }

    /// <summary>Counts what goes to and from workers.</summary>
    sealed class CountingHost(IWorkerHost inner) : IWorkerHost, IWorkerEvents
    {
        readonly Dictionary<IWorker, IWorker> counted = [];
        IWorkerEvents events = null!;
        long bytes;
        int ready;

        public long Bytes => Interlocked.Read(ref bytes);

        public int Ready => ready;

        public void Begin(IWorkerEvents events)
        {
            this.events = events;
            inner.Begin(this);
        }

        public void Dispose() => inner.Dispose();

        public void Joined(IWorker worker) => events.Joined(CountedOf(worker));

        public void Lost(IWorker worker, string lastWords) => events.Lost(CountedOf(worker), lastWords);

        public void Gone(IWorker worker, string why) => events.Gone(CountedOf(worker), why);

        public void Failed(Exception why) => events.Failed(why);

        public void Received(IWorker worker, byte[] message)
        {
            Interlocked.Add(ref bytes, message.Length);
            if (message is [(byte)WorkerMessage.Ready])
                Interlocked.Increment(ref ready);
            events.Received(CountedOf(worker), message);
        }

        IWorker CountedOf(IWorker worker)
        {
            lock (counted)
                return counted.TryGetValue(worker, out var known) ? known : counted[worker] = new Counted(this, worker);
        }

        sealed class Counted(CountingHost host, IWorker inner) : IWorker
        {
            public string Name => inner.Name;

            public void Send(byte[] message)
            {
                Interlocked.Add(ref host.bytes, message.Length);
                inner.Send(message);
            }

            public void End() => inner.End();
        }
    }
}
