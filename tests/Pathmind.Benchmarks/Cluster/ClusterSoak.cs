using System.Diagnostics;
using System.Text.RegularExpressions;
using Pathmind.Tests;

namespace Pathmind.Benchmarks;

/// <summary>A population whose workers are killed (-9), one after the other, and replaced.</summary>
internal sealed partial class ClusterSoak : ClusterFolder
{
    readonly RedisServer redis = new();
    readonly List<ToolRun> workers = [], all = [];
    readonly List<(long At, string Slice)> killed = [];

    public ClusterSoak(int members, int workers)
    {
        Members = members;
        for (var i = 0; i < workers; i++)
            Add();
    }

    /// <param name="Lost">Slices that no worker reported done.</param>
    /// <param name="Doubled">Reports of one that was done before.</param>
    /// <param name="IsSame">Whether the policy is that of a training alone.</param>
    /// <param name="Seconds">From the first slice to the end.</param>
    /// <param name="Waits">[kills] seconds from each kill to the begin of the same slice elsewhere.</param>
    public sealed record Result(int Lost, int Doubled, bool IsSame, double Seconds, double[] Waits);

    public Result Run(TimeSpan between)
    {
        var alone = Alone();
        Write(Pause);
        foreach (var worker in workers)
            worker.Until(lines => lines.Length > 0, "a worker has begun");
        var watch = Stopwatch.StartNew();
        using var training = Train("soak", "--cluster", redis.Address);
        for (var next = 0; !training.HasExited; next++)
        {
            Thread.Sleep(between);
            var victim = workers[next % workers.Count];
            if (training.HasExited || Running(victim) is not { } slice)
                continue;
            killed.Add((Stopwatch.GetTimestamp(), slice));
            victim.Kill();
            workers.Remove(victim);
            Add();
        }
        training.Succeed();
        var (seconds, done) = (watch.Elapsed.TotalSeconds, Lines("done").GroupBy(line => line.Slice).ToArray());
        return new(
            9 * Members - done.Length, done.Sum(slice => slice.Count() - 1), PolicyOf("soak").AsSpan().SequenceEqual(alone), seconds,
            [
                .. from kill in killed
                   let begun = Lines("begun").Where(line => line.Slice == kill.Slice && line.At > kill.At).ToArray()
                   where begun.Length > 0
                   select Stopwatch.GetElapsedTime(kill.At, begun.Min(line => line.At)).TotalSeconds,
            ]);
    }

    public override void Dispose()
    {
        foreach (var worker in all)
            worker.Dispose();
        redis.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    void Add()
    {
        var worker = Start(["worker", "--slots", "1", "--name", $"worker-{all.Count + 1}", "--cluster", redis.Address]);
        workers.Add(worker);
        all.Add(worker);
    }

    /// <summary>What a worker runs; null for nothing.</summary>
    static string? Running(ToolRun worker) =>
        worker.Lines.LastOrDefault() is { } last && Line().Match(last) is { Success: true } match && match.Groups["what"].Value == "begun"
            ? match.Groups["slice"].Value : null;

    IEnumerable<(long At, string Slice)> Lines(string what) =>
        from line in all.SelectMany(worker => worker.Stamped)
        let match = Line().Match(line.Text)
        where match.Success && match.Groups["what"].Value == what
        select (line.At, match.Groups["slice"].Value);

    [GeneratedRegex(@"(?<slice>member \d+ generation \d+): (?<what>begun|done)$")]
    private static partial Regex Line();
}
