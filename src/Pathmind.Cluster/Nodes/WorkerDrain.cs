using System.Diagnostics;
using Pathmind.Clusters.Grains;

namespace Pathmind.Clusters.Nodes;

/// <summary>Drains workers, and makes sure that they have heard it: what a queue was told is lost with its
/// node.</summary>
internal static class WorkerDrain
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(4), Pause = TimeSpan.FromSeconds(0.3);

    /// <summary>Tells workers until they say the same, or are gone; after four seconds it is left to the
    /// queue.</summary>
    /// <returns>How many there were at the first time.</returns>
    /// <inheritdoc cref="IQueueGrain.DrainAsync"/>
    public static async Task<int> RunAsync(ClusterNode node, string worker, bool isDrained, CancellationToken cancellation)
    {
        var count = await Persistence.CallAsync(() => node.Queue.DrainAsync(worker, isDrained), cancellation);
        for (var watch = Stopwatch.StartNew(); count > 0 && watch.Elapsed < Longest;)
        {
            await Task.Delay(Pause, cancellation);
            var view = await Persistence.CallAsync(node.Queue.ViewAsync, cancellation);
            var meant = view.Workers.Select(one => one.Sign)
                .Where(sign => sign.Name == worker || $"{sign.Silo.Endpoint}" == worker).ToArray();
            if (meant.Length > 0 && meant.All(sign => sign.IsDrained == isDrained))
                break;                                                   // a queue that has just begun knows none yet
            await Persistence.CallAsync(() => node.Queue.DrainAsync(worker, isDrained), cancellation);
        }
        return count;
    }
}
