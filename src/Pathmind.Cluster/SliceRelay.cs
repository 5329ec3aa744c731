using System.Diagnostics;
using System.Text.Json;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Stores;
using Pathmind.Clusters.Work;
using Pathmind.Training;

namespace Pathmind.Clusters;

/// <summary>The cluster's side of a <see cref="RelayFolder"/>: takes what a training asks for there, lets workers run
/// it, and hands the results over. It packs the code itself, and its slices have names of their own: a training can
/// ask for nothing but slices of its own code.</summary>
/// <param name="path">The folder; a full path.</param>
/// <param name="owner">Key of the training; a secret of none, but no other training has it.</param>
/// <param name="pack">Makes the bundle of the code.</param>
/// <param name="script">Script in it.</param>
internal sealed class SliceRelay(string path, string owner, Func<byte[]> pack, string script)
{
    /// <summary>As many members, and more generations, than any training has.</summary>
    const int MostMembers = 256, MostGenerations = 1_000;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200), BetweenStates = TimeSpan.FromSeconds(0.5);

    readonly RelayFolder folder = new(path);
    readonly Lazy<byte[]> code = new(pack);

    /// <summary>Gets the name of its slices in the cluster, and the class that is trained, when they are asked
    /// for.</summary>
    public Action<string, string> Named { get; init; } = (_, _) => { };

    /// <summary>Serves until it is stopped; then it looks once more whether the training has ended well.</summary>
    /// <param name="node">The cluster now: after a node was lost another one.</param>
    /// <param name="stop">Leaves what workers run to them: the next relay of this training gets it.</param>
    public void Run(Func<RelayNode> node, CancellationToken stop)
    {
        string? served = null;
        while (true)
        {
            var isLast = stop.IsCancellationRequested;
            if (folder.Request() is { } request && request.Id != served && !(isLast && request.Orders.Length > 0)
                && Serve(node(), request, stop))
                served = request.Id;
            if (isLast)
                return;
            stop.WaitHandle.WaitOne(Pause);
        }
    }

    /// <returns>Whether nothing of it is left to be done.</returns>
    bool Serve(RelayNode node, RelayRequest request, CancellationToken stop)
    {
        Dictionary<int, long> steps = [];
        List<string> notices = [];
        try
        {
            Require(request);
            var data = DataOf(request);
            var key = ContentHash.Of(JsonSerializer.SerializeToUtf8Bytes(
                new { owner, Training = ClusterSlices.KeyOf(data, SliceFiles.ReadOptions(request.Options)) }))[..32];
            Named(key, request.Simulation);
            ClusterSlices slices = new(node.Node, key, data, code.Value, notices.Add);
            if (request.Orders.Length == 0)
            {
                slices.Forget();
                folder.Clear();
                return true;
            }
            using CancellationTokenSource withdrawn = new();
            var told = Stopwatch.StartNew();
            slices.Run(
                OrdersOf(request), (trial, made) => steps[trial] = made, (trial, result) => folder.Answer(request, trial, result),
                () =>
                {
                    if (stop.IsCancellationRequested || node.Lost.IsCancellationRequested)
                        throw new OperationCanceledException();          // not withdrawn: workers go on with it
                    if (told.Elapsed < BetweenStates)
                        return;
                    told.Restart();
                    if (folder.Request()?.Id != request.Id)
                        withdrawn.Cancel();
                    else
                        folder.Tell(new(request.Id, steps, [.. notices]));
                }, withdrawn.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception exception) when (exception is SliceException or JsonException or IOException or ArgumentException
            or InvalidDataException or UnauthorizedAccessException)
        {
            folder.Tell(new(request.Id, steps, [.. notices], exception.Message));
            return true;
        }
    }

    /// <exception cref="InvalidDataException">A training does not ask so.</exception>
    static void Require(RelayRequest request)
    {
        if (request.Id.Length != 32 || !request.Id.All(char.IsAsciiHexDigitLower) || request.Members is < 1 or > MostMembers
            || request.Orders.Any(one => one.Trial < 1 || one.Trial > request.Members || one.Generation is < 1 or > MostGenerations)
            || request.Orders.DistinctBy(order => order.Trial).Count() != request.Orders.Length)
            throw new InvalidDataException("The training asks for slices in a way that this studio does not know.");
    }

    SliceOrder[] OrdersOf(RelayRequest request) =>
    [
        .. request.Orders.Select(order => new SliceOrder(
            order.Trial, order.Generation, SliceFiles.ReadOptions(order.Options),
            order.IsFirst ? null : folder.BeginOf(request, order.Trial), order.Until, order.EvaluationSeed)),
    ];

    ExperimentData DataOf(RelayRequest request) =>
        new(ContentHash.Of(code.Value), script, request.Simulation, request.Reward, request.Members, KitVersion.Here);
}

/// <summary>A node, and whether the others have declared it dead.</summary>
internal sealed record RelayNode(ClusterNode Node, CancellationToken Lost);
