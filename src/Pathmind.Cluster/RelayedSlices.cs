using System.Text.Json;
using Pathmind.Clusters.Work;
using Pathmind.Training;

namespace Pathmind.Clusters;

/// <summary>Has the slices of a population run by a node of a cluster that looks into a folder: for a process that runs
/// a user's code, which is to know neither the cluster's address nor its secret.</summary>
/// <param name="path">The folder; a full path.</param>
/// <param name="simulation">Class in the script.</param>
/// <param name="reward">C# of the reward function; null for the terms' sum.</param>
/// <param name="options">Of the whole training.</param>
/// <param name="notify">Gets what the user should know; on the thread that trains.</param>
internal sealed class RelayedSlices(string path, string simulation, string? reward, TrainingOptions options, Action<string> notify)
    : ISliceRunner
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly RelayFolder folder = new(path);
    readonly HashSet<string> said = [];

    public void Run(
        IReadOnlyList<SliceOrder> orders, Action<int, long> onSteps, Action<int, SliceResult> onResult, Action onPause,
        CancellationToken cancellation)
    {
        var request = RequestOf([.. orders.Select(order => new RelayOrder(
            order.Trial, order.Generation, SliceFiles.Write(order.Options), order.From is null, order.Until, order.EvaluationSeed))]);
        folder.Ask(request, orders.Where(order => order.From is not null).Select(order => (order.Trial, order.From!)));
        List<SliceOrder> waiting = [.. orders];
        try
        {
            while (waiting.Count > 0 && !cancellation.IsCancellationRequested)
            {
                Take(request, waiting, onSteps, onResult);
                onPause();
                if (waiting.Count > 0)
                    cancellation.WaitHandle.WaitOne(Pause);
            }
        }
        catch (JsonException exception)
        {
            throw new SliceException($"A worker gave a result that cannot be read: {exception.Message}", exception);
        }
        finally
        {
            folder.Clear();                                              // done, or withdrawn
        }
    }

    public void Forget() => folder.Ask(RequestOf([]), []);

    public void Dispose()
    {
        // The node sees that this process is gone.
    }

    /// <summary>What came since.</summary>
    /// <exception cref="SliceException">A slice failed.</exception>
    void Take(RelayRequest request, List<SliceOrder> waiting, Action<int, long> onSteps, Action<int, SliceResult> onResult)
    {
        if (folder.State() is { } state && state.Id == request.Id)
        {
            foreach (var notice in state.Notices.Where(said.Add))
                notify(notice);
            if (state.Failure is { } failure)
                throw new SliceException(failure);
            foreach (var order in waiting)
                if (state.Steps.GetValueOrDefault(order.Trial) is > 0 and var steps)
                    onSteps(order.Trial, steps);
        }
        foreach (var order in waiting.ToArray())
            if (folder.ResultOf(request, order.Trial) is { } result)
            {
                onResult(order.Trial, result);
                onSteps(order.Trial, order.Until);
                waiting.Remove(order);
            }
    }

    RelayRequest RequestOf(RelayOrder[] orders) => new()
    {
        Id = $"{Guid.NewGuid():N}", Simulation = simulation, Reward = reward, Options = SliceFiles.Write(options),
        Members = options.Population!.Value, Orders = orders,
    };
}
