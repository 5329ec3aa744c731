using System.CommandLine;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;

namespace Pathmind.Tool;

/// <summary><c>workers --cluster REDIS</c>: who works for a cluster, on what, and what waits.</summary>
internal sealed class WorkersCommand : Command
{
    static readonly TableColumn[] Columns =
    [
        new("worker", ColumnAlignment.Left), new("address", ColumnAlignment.Left), new("busy"), new("runs", ColumnAlignment.Left),
        new("labels", ColumnAlignment.Left),
    ];

    /// <summary>What a worker runs that is named; the others are counted.</summary>
    const int MostNamed = 2;

    /// <summary>All workers have given a sign then, also to a queue that has just begun.</summary>
    static readonly TimeSpan OneSign = TimeSpan.FromSeconds(1.2);

    readonly Option<string?> cluster = WorkerCommand.ClusterOption(), database = WorkerCommand.DatabaseOption();
    readonly Option<string?> drain = new("--drain")
    {
        HelpName = "NAME", Description = "A worker, by name or address, that is to finish what it runs, take no more, and end.",
    };
    readonly Option<string?> undo = new("--undo-drain")
    {
        HelpName = "NAME", Description = "One that is drained, and has not ended yet, goes on.",
    };

    public WorkersCommand()
        : base("workers", "Lists the workers of a cluster, what they run, and what waits.")
    {
        Add(cluster);
        Add(database);
        Add(drain);
        Add(undo);
        SetAction((given, cancellation) => ListAsync(given, cancellation));
    }

    async Task<int> ListAsync(ParseResult given, CancellationToken cancellation)
    {
        try
        {
            await using var node = await ClusterNode.StartAsync(
                ClusterTraining.Options(WorkerCommand.RedisOf(given.GetValue(cluster)), given.GetValue(database)), cancellation);
            await Task.Delay(OneSign, cancellation);
            if (given.GetValue(drain) is { } ended && !await DrainAsync(node, ended, isDrained: true, cancellation)
                || given.GetValue(undo) is { } kept && !await DrainAsync(node, kept, isDrained: false, cancellation))
                return ExitCode.Failed;
            var view = await Persistence.CallAsync(node.Queue.ViewAsync, cancellation);
            if (view.Workers.Length == 0)
                Console.WriteLine("No worker has joined: start one with pathmind worker and the same --cluster.");
            else
                Display.Console.Show(Listed(view.Workers));
            Console.WriteLine($"{view.Waiting.Length} {(view.Waiting.Length == 1 ? "slice waits" : "slices wait")}.");
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }

    static async Task<bool> DrainAsync(ClusterNode node, string worker, bool isDrained, CancellationToken cancellation)
    {
        if (await WorkerDrain.RunAsync(node, worker, isDrained, cancellation) > 0)
            return true;
        Console.Error.WriteLine($"There is no worker '{worker}': without --drain this command lists all.");
        return false;
    }

    /// <summary>A line for each worker, also in a terminal of 80 columns; their versions, which are long and mostly the
    /// same, stand beneath.</summary>
    static ContentList Listed(WorkerView[] workers)
    {
        var columns = workers.Any(worker => worker.Sign.Labels.Length > 0) ? Columns.Length : Columns.Length - 1;
        var versions = workers.GroupBy(worker => worker.Sign.Kit).Select(version => new TextLine(
            $"Version {version.Key}: {string.Join(", ", version.Select(worker => worker.Sign.Name).Distinct())}."));
        Table table = new(Columns[..columns], [.. workers.Select(worker => Row(worker)[..columns])]) { ShownRows = 1000 };
        return new([table, .. versions]);
    }

    static object?[] Row(WorkerView worker) =>
    [
        worker.IsLeaving ? $"{worker.Sign.Name} (leaves)" : worker.Sign.Name, $"{worker.Sign.Silo.Endpoint}",
        $"{worker.Sign.Running.Length} of {worker.Sign.Slots}", Runs(worker.Sign.Running), string.Join(", ", worker.Sign.Labels),
    ];

    /// <summary><c>1f2e3d4c member 3, 5 and 2 more</c>.</summary>
    static string Runs(SliceLease[] running)
    {
        if (running.Length == 0)
            return "";
        var first = running[0].Slice;
        int[] named =
        [
            .. running.Where(one => one.Slice.Experiment == first.Experiment).Select(one => one.Slice.Trial).Order().Take(MostNamed),
        ];
        return $"{first.Experiment[..8]} {(first.IsRollouts ? "simulations" : "member")} {string.Join(", ", named)}"
            + (running.Length > named.Length ? $" and {running.Length - named.Length} more" : "");
    }
}
