namespace Pathmind.Benchmarks;

/// <summary>A population on workers of this machine, which are killed one after the other.</summary>
internal static class ClusterSuite
{
    public static void AddTo(Report report)
    {
        var (members, workers) = report.Effort == Effort.Full ? (111, 8) : (8, 3);
        var slices = $"of {9 * members} slices on {workers} workers";
        Lazy<ClusterSoak.Result> soak = new(() =>
        {
            using ClusterSoak run = new(members, workers);
            return run.Run(TimeSpan.FromSeconds(5));
        });
        report.Median("cluster.soak.lost", slices, Goal.AtMost(0), () => [soak.Value.Lost]);
        report.Median("cluster.soak.doubled", slices, Goal.AtMost(0), () => [soak.Value.Doubled]);
        report.Median("cluster.soak.other-bits", "policies", Goal.AtMost(0), () => [soak.Value.IsSame ? 0 : 1]);
        report.Median("cluster.soak.seconds", slices, null, () => [soak.Value.Seconds]);
        report.Median("cluster.kill.goes-on", "s until the killed slice has begun elsewhere", Goal.AtMost(10), () => soak.Value.Waits);
        report.Median("cluster.kill.goes-on.longest", "s", Goal.AtMost(10), () => [soak.Value.Waits.DefaultIfEmpty().Max()]);
        report.Median("cluster.slice.overhead", "ms of a slice beside its process", null, SliceOverhead.Measure);
    }
}
