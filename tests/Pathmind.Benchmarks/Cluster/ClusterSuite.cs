using Pathmind.Tests;

namespace Pathmind.Benchmarks;

/// <summary>A population on workers of this machine, to which everything happens that may.</summary>
internal static class ClusterSuite
{
    public static void AddTo(Report report)
    {
        AddLoad(report);
        AddSoak(report);
        NetworkCuts.AddTo(report);
        GoneWorkers.AddTo(report);
        SliceOverhead.AddTo(report);
        RolloutSpeed.AddTo(report);
    }

    /// <summary>Many slices, and a worker that is killed every five seconds.</summary>
    static void AddLoad(Report report)
    {
        var (members, workers) = report.Effort == Effort.Full ? (112, 8) : (8, 3);
        var slices = $"of {9 * members} slices on {workers} workers";
        Lazy<ClusterSoak.Result> load = new(() =>
        {
            using ClusterSoak run = new(members);
            return run.Kill(workers);
        });
        Add(report, "cluster.load", slices, load);
        report.Median("cluster.load.kill", "s until the killed slice has begun elsewhere", Goal.AtMost(10), () => load.Value.Waits);
        report.Median("cluster.load.kill.longest", "s", Goal.AtMost(10), () => [load.Value.Waits.DefaultIfEmpty().Max()]);
    }

    /// <summary>Half an hour of kills, joins and drains; slices of about three seconds.</summary>
    static void AddSoak(Report report)
    {
        var (members, length) = report.Effort == Effort.Full ? (24, TimeSpan.FromMinutes(30)) : (4, TimeSpan.Zero);
        Lazy<ClusterSoak.Result> soak = new(() =>
        {
            using ClusterSoak run = new(members, "if (calls % 2 == 0) System.Threading.Thread.Sleep(4);");
            return run.Random(seed: 14, length);
        });
        Add(report, "cluster.soak", $"of slices in {length.TotalMinutes} min", soak);
        report.Median("cluster.soak.trainings", $"of {members} members", null, () => [soak.Value.Trainings]);
        foreach (var what in new[] { "killed", "joined", "drained", "started again" })
            report.Median($"cluster.soak.{what.Replace(' ', '-')}", "workers", null, () => [soak.Value.Events.GetValueOrDefault(what)]);
    }

    static void Add(Report report, string name, string unit, Lazy<ClusterSoak.Result> result)
    {
        report.Median($"{name}.lost", unit, Goal.AtMost(0), () => [result.Value.Lost]);
        report.Median($"{name}.doubled", unit, Goal.AtMost(0), () => [result.Value.Doubled]);
        report.Median($"{name}.other-bits", "policies", Goal.AtMost(0), () => [result.Value.Others]);
        report.Median($"{name}.bad-ends", "drained workers", Goal.AtMost(0), () => [result.Value.Bad]);
        report.Median($"{name}.seconds", unit, null, () => [result.Value.Seconds]);
    }
}
