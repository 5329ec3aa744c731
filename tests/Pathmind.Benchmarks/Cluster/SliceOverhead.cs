using System.Diagnostics;
using Pathmind.Clusters;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Stores;
using Pathmind.Clusters.Work;
using Pathmind.Tests;
using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>Slices of about a second, one after the other: through queue, trial, store and worker, against the same
/// process asked directly.</summary>
internal sealed class SliceOverhead : ClusterFolder
{
    const int Slices = 12, Steps = 1_200;

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
        Write(Pause);
        var code = CodeBundle.Pack([("coin.cs", Path.Combine(Folder, "coin.cs"))]);
        ExperimentData data = new(ContentHash.Of(code), "coin.cs", "Coin", null, 1, KitVersion.Here);
        var program = new SliceProgram
        {
            Start = (_, arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), "slices", .. arguments]),
        };
        List<double> direct = [], through = [];
        using (SliceProcess process = new(Path.Combine(Folder, "direct"), code, data, program))
        {
            byte[]? from = null;
            for (var slice = 1; slice <= Slices; slice++)
            {
                var start = Stopwatch.GetTimestamp();
                SliceData begin = new(SliceFiles.Write(Training), null, (long)slice * Steps, 3);
                (from, _, _) = await process.RunAsync(begin, from, Environment.ProcessorCount, _ => { }, CancellationToken.None);
                direct.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        await using var node = await ClusterNode.StartAsync(
            new() { Redis = redis?.Address, Folder = Directory.CreateDirectory(Path.Combine(Folder, "state")).FullName },
            CancellationToken.None);
        using CancellationTokenSource stop = new();
        using Worker worker = new(node, new() { Name = "one", Folder = Path.Combine(Folder, "slots"), Slots = 1, Program = program });
        var working = worker.RunAsync(CancellationToken.None, stop.Token);
        await Task.Run(() =>
        {
            ClusterSlices slices = new(node, "0123456789abcdef", data, code, Console.WriteLine);
            Checkpoint? from = null;
            for (var slice = 1; slice <= Slices; slice++)
            {
                var start = Stopwatch.GetTimestamp();
                SliceOrder order = new(1, slice, Training, from, (long)slice * Steps, 3);
                slices.Run([order], (_, _) => { }, (_, result) => from = result.Checkpoint, () => { }, CancellationToken.None);
                through.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        });
        await stop.CancelAsync();
        await working;
        return [.. direct.Zip(through).Skip(2)];                         // the first ones compile
    }
}
