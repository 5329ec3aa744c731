using System.Diagnostics;
using Pathmind.Clusters;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Stores;
using Pathmind.Clusters.Work;
using Pathmind.Tests;
using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>Slices of about a second, which they sleep: each in a process asked directly, and then through queue,
/// trial, store and worker. So both meet the same load of the machine.</summary>
internal sealed class SliceOverhead : ClusterFolder
{
    const int Slices = 50, Steps = 1_200;

    /// <summary>The first slices, in which both sides still compile.</summary>
    const int Warm = 30;

    /// <summary>C# by which 1,200 steps of all simulations of a process last a second.</summary>
    const string Rest = "if (System.Threading.Interlocked.Increment(ref all) % 240 == 0) System.Threading.Thread.Sleep(200); }\n"
        + "static int all; void Unused() {";

    static TrainingOptions Training => new()
    {
        Steps = 1_000_000, Seed = 3, StopWhenConverged = false, Ppo = new() { RolloutSteps = 64, Hidden = [16] },
    };

    public static void AddTo(Report report)
    {
        foreach (var (name, isInRedis) in new[] { ("folder", false), ("redis", true) })
        {
            Lazy<(double Direct, double Through)[]> slices = new(() => Measure(isInRedis));
            report.Median(
                $"cluster.slice.overhead.{name}", "ms of a slice beside its process", null,
                () => [.. slices.Value.Select(slice => slice.Through - slice.Direct)]);
            report.Median(
                $"cluster.slice.direct.{name}", "ms in its process alone", null, () => [.. slices.Value.Select(slice => slice.Direct)]);
            report.Median(
                $"cluster.slice.overhead.{name}.share", "% of a slice of 1 s", Goal.AtMost(3),
                () => [.. slices.Value.Select(slice => (slice.Through - slice.Direct) / 10)]);
        }
    }

    static (double Direct, double Through)[] Measure(bool isInRedis)
    {
        using SliceOverhead here = new();
        return here.MeasureAsync(isInRedis).GetAwaiter().GetResult();
    }

    async Task<(double Direct, double Through)[]> MeasureAsync(bool isInRedis)
    {
        using var redis = isInRedis ? new RedisServer() : null;
        Write(Rest);
        var code = CodeBundle.Pack([("coin.cs", Path.Combine(Folder, "coin.cs"))]);
        ExperimentData data = new(ContentHash.Of(code), "coin.cs", "Coin", null, 1, KitVersion.Here);
        var program = new SliceProgram
        {
            Start = (_, arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), .. arguments]),
        };
        using SliceProcess process = new(new(Path.Combine(Folder, "direct"), code, data), program);
        await using var node = await ClusterNode.StartAsync(
            new() { Redis = redis?.Address, Folder = Directory.CreateDirectory(Path.Combine(Folder, "state")).FullName },
            CancellationToken.None);
        using CancellationTokenSource stop = new();
        using Worker worker = new(node, new()
        {
            Name = "one", Folder = Path.Combine(Folder, "slots"), Program = program, Slots = Environment.ProcessorCount,
        });
        var working = worker.RunAsync(CancellationToken.None, stop.Token);
        ClusterSlices slices = new(node, "0123456789abcdef", data, code, Console.WriteLine);
        List<(double, double)> measured = [];
        byte[]? direct = null;
        Checkpoint? through = null;
        for (var slice = 1; slice <= Slices; slice++)
        {
            var until = (long)slice * Steps;
            var start = Stopwatch.GetTimestamp();
            (direct, _, _) = await process.RunAsync(
                new(SliceFiles.Write(Training), null, until, 3), direct, threads: 1, _ => { }, CancellationToken.None);
            var middle = Stopwatch.GetTimestamp();
            SliceOrder order = new(1, slice, Training, through, until, 3);
            await Task.Run(() => slices.Run(
                [order], (_, _) => { }, (_, result) => through = result.Checkpoint, () => { }, CancellationToken.None));
            measured.Add((
                Stopwatch.GetElapsedTime(start, middle).TotalMilliseconds, Stopwatch.GetElapsedTime(middle).TotalMilliseconds));
        }
        await stop.CancelAsync();
        await working;
        return [.. measured.Skip(Warm)];
    }
}
