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
        new("runs", ColumnAlignment.Left), new("version", ColumnAlignment.Left),
    ];

    /// <summary>All workers have given a sign then, also to a queue that has just begun.</summary>
    static readonly TimeSpan OneSign = TimeSpan.FromSeconds(1.2);

    readonly Option<string?> cluster = WorkerCommand.ClusterOption(), database = WorkerCommand.DatabaseOption();

    public WorkersCommand()
        : base("workers", "Lists the workers of a cluster, what they run, and what waits.")
    {
        Add(cluster);
        Add(database);
        SetAction((given, cancellation) => ListAsync(given, cancellation));
    }

    async Task<int> ListAsync(ParseResult given, CancellationToken cancellation)
    {
        try
        {
            await using var node = await ClusterNode.StartAsync(
                ClusterTraining.Options(WorkerCommand.RedisOf(given.GetValue(cluster)), given.GetValue(database)), cancellation);
            await Task.Delay(OneSign, cancellation);
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

    static object?[] Row(WorkerView worker) =>
    [
        worker.IsLeaving ? $"{worker.Name} (leaves)" : worker.Name, worker.Address, worker.Running.Length, worker.Slots,
        string.Join(", ", worker.Running), worker.Kit,
    ];
}
