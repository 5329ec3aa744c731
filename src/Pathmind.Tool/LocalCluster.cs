using System.Globalization;
using Pathmind.Clusters;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Work;
using Pathmind.Commands;
using Pathmind.Reporting;
using Pathmind.Studios.Engines;
using Pathmind.Training;

namespace Pathmind.Tool;

/// <summary><c>train --cluster local</c>: cluster and worker in this process, without a server; slices run in processes
/// of their own, and what they leave is kept in a folder until the training has ended.</summary>
internal sealed class LocalCluster : ISliceRunner
{
    readonly CancellationTokenSource stop = new();
    readonly ClusterSlices slices;
    readonly Worker worker;
    readonly Task working;
    readonly string folder;

    LocalCluster(ClusterSlices slices, Worker worker, string folder)
    {
        (this.slices, this.worker, this.folder) = (slices, worker, folder);
        working = Task.Run(() => worker.RunAsync(CancellationToken.None, stop.Token));
    }

    /// <param name="key">Of the experiment.</param>
    /// <param name="data">What is trained.</param>
    /// <param name="code">Bundle of the code.</param>
    /// <param name="source">How.</param>
    /// <param name="root">Folder for its state; null for one of the user.</param>
    public static LocalCluster Begin(string key, ExperimentData data, byte[] code, SliceSource source, string? root)
    {
        if (source.Requires.Length > 0)
            throw new CommandException("--require chooses among workers with labels, but --cluster local has only this machine.");
        var folder = Path.Combine(root ?? Path.Combine(Path.GetDirectoryName(StudioSearch.DataFolder)!, "cluster"), key);
        Directory.CreateDirectory(folder);
        var node = Task.Run(() => ClusterNode.StartAsync(new() { Folder = folder }, CancellationToken.None)).GetAwaiter().GetResult();
        var slots = Math.Min(data.Trials, source.Options.Threads ?? Environment.ProcessorCount);
        Worker worker = new(node, WorkerCommand.Work("local", Path.Combine(folder, "slots"), slots, Limits, TimeSpan.FromHours(24)));
        return new(new(node, key, data, code, source.Notify), worker, folder);
    }

    /// <summary>Those of each slice: as this process has them.</summary>
    static TrainingLimits Limits => long.TryParse(
        Environment.GetEnvironmentVariable("DOTNET_GCHeapHardLimit"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var most)
        ? new() { MostMemory = most } : new();

    public void Run(
        IReadOnlyList<SliceOrder> orders, Action<int, long> onSteps, Action<int, SliceResult> onResult, Action onPause,
        CancellationToken cancellation) => slices.Run(orders, onSteps, onResult, onPause, cancellation);

    public void Forget()
    {
        slices.Forget();
        Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public void Dispose()
    {
        if (stop.IsCancellationRequested)
            return;
        stop.Cancel();
        working.Wait();
        worker.Dispose();
        slices.Dispose();
        stop.Dispose();
    }
}
