namespace Pathmind.Benchmarks;

/// <summary>The policy server under the load of 64 connections on the same machine, beside an endpoint of the same
/// server that only says ok.</summary>
internal static class ServerLoad
{
    const int WarmSeconds = 2, RoundSeconds = 1;

    public static void AddTo(Report report)
    {
        if (!Wrk.IsInstalled)
        {
            report.Tell("server.*: wrk is not installed (apt-get install wrk).");
            return;
        }
        using ServedProcess server = new();
        Lazy<(Wrk Hello, Wrk Predict)[]> rounds = new(() => Measure(server, report.Effort.Rounds));
        report.Median("server.hello", "requests/s", null, () => [.. rounds.Value.Select(round => round.Hello.RequestsPerSecond)]);
        report.Median("server.hello.p50", "ms", null, () => [.. rounds.Value.Select(round => round.Hello.MedianMilliseconds)]);
        report.Median("server.hello.p99", "ms", null, () => [.. rounds.Value.Select(round => round.Hello.P99Milliseconds)]);
        report.Median("server.predict", "requests/s", null, () => [.. rounds.Value.Select(round => round.Predict.RequestsPerSecond)]);
        report.Median("server.predict.p50", "ms", null, () => [.. rounds.Value.Select(round => round.Predict.MedianMilliseconds)]);
        report.Median("server.predict.p99", "ms", null, () => [.. rounds.Value.Select(round => round.Predict.P99Milliseconds)]);
        report.Median("server.predict.share", "of hello", Goal.AtLeast(0.7),
            () => [.. rounds.Value.Select(round => round.Predict.RequestsPerSecond / round.Hello.RequestsPerSecond)]);
        report.Median("server.reload.failed", "requests", Goal.AtMost(0), () => [FailuresWhileReloading(server)]);
        Lazy<(double Failures, double Growth)> soak = new(() => Soak(server, report.Effort == Effort.Full ? 600 : 10));
        report.Median("server.soak.failed", "requests", Goal.AtMost(0), () => [soak.Value.Failures]);
        report.Median("server.soak.growth", "MB", Goal.AtMost(16), () => [soak.Value.Growth]);
    }

    /// <summary>Takes the two in turn, so that whatever disturbs disturbs both.</summary>
    static (Wrk Hello, Wrk Predict)[] Measure(ServedProcess server, int rounds)
    {
        Wrk.Run($"{server.Address}predict/", WarmSeconds, Wrk.Predict);
        Wrk.Run(server.Address, WarmSeconds);
        return [.. Enumerable.Range(0, rounds).Select(
            _ => (Wrk.Run(server.Address, RoundSeconds), Wrk.Run($"{server.Address}predict/", RoundSeconds, Wrk.Predict)))];
    }

    /// <summary>Requests without a good answer while the policy changes five times a second.</summary>
    static double FailuresWhileReloading(ServedProcess server)
    {
        var before = server.Metric("pathmind_reloads_total", "loaded");
        var load = Task.Run(() => Wrk.Run($"{server.Address}predict/", seconds: 3, Wrk.Predict));
        for (var seed = 2; !load.IsCompleted; seed++)
        {
            server.Save(seed);
            Thread.Sleep(200);
        }
        return server.Metric("pathmind_reloads_total", "loaded") - before >= 5
            ? load.Result.Refused + load.Result.Broken
            : double.PositiveInfinity;
    }

    /// <summary>Requests that failed through the server's own fault, and by how many MB its memory grew after a
    /// warm-up.</summary>
    static (double Failures, double Growth) Soak(ServedProcess server, int seconds)
    {
        Wrk.Run(server.Address, Math.Max(5, seconds / 20), Wrk.Mixed);
        var warm = server.Metric("process_resident_memory_bytes");
        var broken = Wrk.Run(server.Address, seconds, Wrk.Mixed).Broken;
        return (broken + server.Metric("pathmind_requests_total", "status=\"5"),
            (server.Metric("process_resident_memory_bytes") - warm) / (1 << 20));
    }
}
