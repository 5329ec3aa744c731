using Pathmind.Tests;

namespace Pathmind.Benchmarks;

/// <summary>A population on three machines, of which one loses its network in the middle of a slice, for some
/// time.</summary>
internal sealed class NetworkCuts : NetworkOfMachines
{
    /// <param name="Wrong">Slices that are missing or counted twice, and 1 for another policy than that of a training
    /// alone.</param>
    /// <param name="GoesOn">Seconds from the cut until its slice has begun elsewhere, or is done.</param>
    /// <param name="Ended">Workers that were declared dead.</param>
    public sealed record Result(int Wrong, double GoesOn, int Ended);

    public static void AddTo(Report report)
    {
        foreach (var (name, seconds, isFromRedisAlone) in new[]
            { ("all", 5, false), ("all", 10, false), ("all", 15, false), ("all", 30, false), ("redis", 5, true), ("redis", 30, true) })
        {
            var what = $"cluster.cut.{name}-{seconds}s";
            Lazy<Result> result = new(() => Run(TimeSpan.FromSeconds(seconds), isFromRedisAlone));
            report.Median($"{what}.wrong", "lost, counted twice, other bits", Goal.AtMost(0), () => [result.Value.Wrong]);
            var goal = Goal.AtMost(isFromRedisAlone ? seconds + 10 : 10);
            report.Median($"{what}.goes-on", "s until its slice goes on", goal, () => [result.Value.GoesOn]);
            report.Median($"{what}.ended", "workers that were declared dead", null, () => [result.Value.Ended]);
        }
    }

    static Result Run(TimeSpan gone, bool isFromRedisAlone)
    {
        using NetworkCuts here = new() { Members = 8 };
        return here.Measure(gone, isFromRedisAlone);
    }

    Result Measure(TimeSpan gone, bool isFromRedisAlone)
    {
        var expected = Alone();
        Write(Pause);
        for (var i = 0; i < 3; i++)
            AddWorker();
        using var training = TrainThere("cut");
        training.Until(_ => Done.Length > 3, "three slices are done");
        var cut = Cut(Workers[0], isFromRedisAlone);
        Thread.Sleep(gone);
        Mend(cut);
        training.Succeed(TimeSpan.FromMinutes(5));
        foreach (var worker in Workers.Append(training))
            Console.Error.WriteLine(worker.Story(cut.At));
        var ended = Workers.Count(worker => worker.HasExited);
        return new(
            Lost.Length + Doubled.Length + (PolicyOf("cut").AsSpan().SequenceEqual(expected) ? 0 : 1),
            GoesOn(cut.At, cut.Slice, isFromRedisAlone ? null : cut.Worker) ?? double.PositiveInfinity, ended);
    }
}
