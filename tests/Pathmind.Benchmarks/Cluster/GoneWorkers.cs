using System.Diagnostics;
using Orleans.Runtime;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Tests;

namespace Pathmind.Benchmarks;

/// <summary>How long it takes until the slice of a worker that was killed, or stopped, goes on elsewhere: of one that
/// also had the queue, and of one that had not.</summary>
internal sealed class GoneWorkers : WorkersFolder
{
    const int AtOnce = 3, MostTries = 60;

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    readonly RedisServer redis = new();
    readonly List<ToolRun> active = [];
    readonly Dictionary<Way, List<double>> waits = new()
    {
        [new(false, false)] = [], [new(true, false)] = [], [new(false, true)] = [], [new(true, true)] = [],
    };

    GoneWorkers() => Members = 8;

    /// <summary>How a worker goes.</summary>
    readonly record struct Way(bool HasQueue, bool IsStopped)
    {
        public string Name => $"{(IsStopped ? "stop" : "kill")}.{(HasQueue ? "queue" : "worker")}";
    }

    public static void AddTo(Report report)
    {
        var (kills, others) = report.Effort == Effort.Full ? (8, 3) : (2, 1);
        Lazy<GoneWorkers> result = new(() =>
        {
            using GoneWorkers run = new();
            run.RunAsync(kills, others).GetAwaiter().GetResult();
            return run;
        });
        foreach (var way in new Way[] { new(false, false), new(true, false), new(false, true), new(true, true) })
        {
            report.Median($"cluster.gone.{way.Name}", "s until its slice goes on", Goal.AtMost(10), () => result.Value.Of(way));
            report.Median($"cluster.gone.{way.Name}.longest", "s", Goal.AtMost(10), () => [result.Value.Of(way).Max()]);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        redis.Dispose();
    }

    async Task RunAsync(int kills, int others)
    {
        Write(Pause);
        for (var i = 0; i < AtOnce; i++)
            Join();
        await using var node = await ClusterNode.StartAsync(new() { Redis = redis.Address }, CancellationToken.None);
        Way[] Missing() => [.. waits.Where(way => way.Value.Count < (way.Key == default ? kills : others)).Select(way => way.Key)];
        for (var (tries, trainings) = (0, 0); tries < MostTries && Missing().Length > 0; trainings++)
        {
            using var training = Train($"training-{trainings}", "--cluster", redis.Address);
            training.Until(_ => Done.Length > Members, "all workers are at work");
            for (; tries < MostTries && Missing().Length > 0 && !training.HasEndedWithin(TimeSpan.FromSeconds(4)); tries++)
            {
                var place = $" at {await PlaceOfQueueAsync(node)}:";
                var holder = active.Find(worker => worker.Lines[0].Contains(place, StringComparison.Ordinal));
                foreach (var way in Missing().Where(way => !way.HasQueue || holder is not null).Take(1))
                    if ((way.HasQueue ? holder! : active.First(worker => worker != holder)) is var victim && Running(victim) is { } slice)
                        Measure(victim, slice, way);
            }
            if (training.HasExited)
                training.Succeed();
        }
    }

    double[] Of(Way way) => waits[way] is { Count: > 0 } measured ? [.. measured] : [double.PositiveInfinity];

    void Measure(ToolRun victim, string slice, Way way)
    {
        var at = Stopwatch.GetTimestamp();
        if (way.IsStopped)
            victim.Stop();
        else
            victim.Kill();
        active.Remove(victim);
        double? wait = null;
        while (wait is null && Stopwatch.GetElapsedTime(at) < Longest)
        {
            Thread.Sleep(20);
            wait = GoesOn(at, slice, except: victim);
        }
        waits[way].Add(wait ?? double.PositiveInfinity);
        Console.Error.WriteLine($"{way.Name}: {wait:0.0} s, {slice}");
        victim.Kill();
        Join();
    }

    static async Task<string> PlaceOfQueueAsync(ClusterNode node) => await Persistence.CallAsync(
        async () => $"{(await node.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(node.Queue))?.Endpoint}",
        CancellationToken.None);

    void Join() => active.Add(StartWorker(null, ["--cluster", redis.Address]));
}
