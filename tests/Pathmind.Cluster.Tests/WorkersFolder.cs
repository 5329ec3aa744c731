using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>A folder with workers, which say what they begin and what they have done.</summary>
public abstract partial class WorkersFolder : ClusterFolder
{
    static readonly TimeSpan JustBegun = TimeSpan.FromMilliseconds(200); // of the half second or more that a slice takes

    /// <summary>All that were ever started.</summary>
    internal List<ToolRun> Workers { get; } = [];

    public override void Dispose()
    {
        foreach (var worker in Workers)
            worker.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts one, and waits until it has joined.</summary>
    internal ToolRun StartWorker(Machine? machine, string[] place, params (string, string)[] environment)
    {
        var worker = StartOn(machine, ["worker", "--slots", "1", "--name", $"worker-{Workers.Count + 1}", .. place], environment);
        Workers.Add(worker);
        return worker.Until(
            lines => lines.Any(line => line.StartsWith("Pathmind worker", StringComparison.Ordinal)), "the worker has begun");
    }

    /// <summary>All slices of a training: "member 2 generation 3", in order.</summary>
    protected string[] Slices =>
    [
        .. from member in Enumerable.Range(1, Members)
           from generation in Enumerable.Range(1, 9)
           select $"member {member} generation {generation}",
    ];

    /// <summary>Slices that counted, one for each report, in order.</summary>
    protected string[] Done => [.. LinesOf("done").Select(line => line.Slice).Order(StringComparer.Ordinal)];

    /// <summary>Slices of which no worker says that they are done. One whose network was cut may have handed its result
    /// over, and not have heard so: then another one says that it was done before.</summary>
    protected string[] Lost => [.. Slices.Except(Done).Except(LinesOf("done before by another worker").Select(line => line.Slice))];

    /// <summary>Slices that counted twice.</summary>
    protected string[] Doubled => [.. Done.CountBy(slice => slice).Where(slice => slice.Value > 1).Select(slice => slice.Key)];

    /// <summary>What all workers have begun, or done, with the time stamp at which they said so.</summary>
    internal IEnumerable<(long At, string Slice)> LinesOf(string what, ToolRun? except = null) =>
        from worker in Workers
        where worker != except
        from line in worker.Stamped
        let match = Line().Match(line.Text)
        where match.Success && match.Groups["what"].Value == what
        select (line.At, match.Groups["slice"].Value);

    /// <summary>Waits until so many slices are done in all, and the worker has just begun another one: one that ends
    /// may have handed its result over and not have said so, and nobody has to run it again.</summary>
    internal ToolRun InTheMiddle(ToolRun worker, int done) => worker.Until(
        lines => Done.Length >= done && Running(worker) is not null && Stopwatch.GetElapsedTime(worker.Stamped[^1].At) < JustBegun,
        $"a slice just begun after {done} are done");

    /// <summary>What a worker runs; null for nothing.</summary>
    internal static string? Running(ToolRun worker) =>
        worker.Lines.LastOrDefault() is { } last && Line().Match(last) is { Success: true } match && match.Groups["what"].Value == "begun"
            ? match.Groups["slice"].Value : null;

    /// <summary>Seconds from a time stamp until another worker has begun a slice, or any has done it; null if it never
    /// was.</summary>
    internal double? GoesOn(long from, string slice, ToolRun? except = null)
    {
        long[] at =
        [
            .. LinesOf("begun", except).Concat(LinesOf("done")).Where(line => line.Slice == slice && line.At > from)
                .Select(line => line.At),
        ];
        return at.Length == 0 ? null : Stopwatch.GetElapsedTime(from, at.Min()).TotalSeconds;
    }

    [GeneratedRegex(@"(?<slice>member \d+ generation \d+): (?<what>begun|done|done before by another worker)$")]
    private static partial Regex Line();
}
