using System.CommandLine;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;

namespace Pathmind.Tool;

/// <summary><c>workers --cluster REDIS</c>: who works for a cluster, on what, and what waits.</summary>
internal sealed class WorkersCommand : Command
{
    static readonly TableColumn[] Columns =
    [
        new("worker", ColumnAlignment.Left), new("address", ColumnAlignment.Left), new("busy"), new("slots"),
        new("runs", ColumnAlignment.Left), new("labels", ColumnAlignment.Left), new("version", ColumnAlignment.Left),
    ];

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
                Display.Console.Show(new Table(Columns, [.. view.Workers.Select(Row)]) { ShownRows = 1000 });
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

    static object?[] Row(WorkerView worker) =>
    [
        worker.IsLeaving ? $"{worker.Sign.Name} (leaves)" : worker.Sign.Name, $"{worker.Sign.Silo.Endpoint}", worker.Sign.Running.Length,
        worker.Sign.Slots, string.Join(", ", worker.Sign.Running.Select(one => $"{one.Slice}")), string.Join(", ", worker.Sign.Labels),
        worker.Sign.Kit,
    ];
}
