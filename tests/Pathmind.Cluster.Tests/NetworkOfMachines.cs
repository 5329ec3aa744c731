using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary>A Redis, a user and workers, each on a machine of its own, whose cables can be pulled out.</summary>
public abstract class NetworkOfMachines : WorkersFolder
{
    static readonly (string, string) Secret = ("PATHMIND_CLUSTER_SECRET", "of the machines of this test");

    readonly Machine network = Machine.NewSwitch();
    readonly Machine ofRedis, ofUser;
    readonly RedisServer redis;
    readonly Dictionary<ToolRun, Machine> machines = [];

    protected NetworkOfMachines()
    {
        (ofRedis, ofUser) = (network.Add(), network.Add());
        redis = new(ofRedis);
    }

    public override void Dispose()
    {
        base.Dispose();
        redis.Dispose();
        foreach (var machine in machines.Values.Concat([ofRedis, ofUser, network]))
            machine.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A worker on a machine of its own.</summary>
    internal ToolRun AddWorker()
    {
        var machine = network.Add();
        var worker = StartWorker(machine, Place, Secret);
        machines.Add(worker, machine);
        return worker;
    }

    /// <summary>A training on the user's machine.</summary>
    internal ToolRun TrainThere(string policy) => StartOn(ofUser, ArgumentsOf(policy, Place), Secret);

    /// <summary>Pulls the cable of a worker's machine out in the middle of a slice.</summary>
    internal Cut Cut(ToolRun worker, bool isFromRedisAlone = false)
    {
        InTheMiddle(worker, 0);
        var slice = Running(worker)!;
        Reach(worker, isFromRedisAlone, isReached: false);
        return new(worker, slice, isFromRedisAlone, Stopwatch.GetTimestamp());
    }

    /// <summary>Puts it back.</summary>
    internal void Mend(Cut cut) => Reach(cut.Worker, cut.IsFromRedisAlone, isReached: true);

    void Reach(ToolRun worker, bool isFromRedisAlone, bool isReached)
    {
        if (isFromRedisAlone)
            machines[worker].Reach(ofRedis, isReached);
        else
            machines[worker].Plug(isReached);
    }

    string[] Place => ["--cluster", redis.Address];
}

/// <summary>A network that is cut.</summary>
/// <param name="Worker">Whose it is.</param>
/// <param name="Slice">What it ran.</param>
/// <param name="IsFromRedisAlone">Whether it reaches all others.</param>
/// <param name="At">Time stamp.</param>
internal sealed record Cut(ToolRun Worker, string Slice, bool IsFromRedisAlone, long At);
