namespace Pathmind.Benchmarks;

/// <summary>What the kit allocates when it has run for a while, on one thread so that all of it is counted.</summary>
internal static class Allocations
{
    const int Rollouts = 50, Iterations = 10, Episodes = 1_000;

    public static void AddTo(Report report)
    {
        report.Median("kit.bytes-per-step", "bytes", Goal.AtMost(0), () => [RolloutBytesPerStep()]);
        report.Median("kit.bytes-per-iteration", "bytes", null, () => [BytesPerIteration()]);
        report.Median("run.bytes-per-step", "bytes", null, () => [RunBytesPerStep()]);
    }

    /// <summary>Bytes that the calling thread allocates in the work.</summary>
    public static long Bytes(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    static double RolloutBytesPerStep()
    {
        using var alone = new RolloutAlone(() => new SixNumbers(), SixNumbers.Options);
        Collect();
        return (double)Bytes(Collect) / (Rollouts * alone.Steps);

        void Collect()
        {
            for (var i = 0; i < Rollouts; i++)
                alone.Collect();
        }
    }

    /// <summary>Rollout, advantages, update, and the row of the history, which stays.</summary>
    static double BytesPerIteration()
    {
        using var training = NewTraining.Of(() => new SixNumbers(), SixNumbers.Options);
        training.WarmUp();
        Iterate();
        return (double)Bytes(Iterate) / Iterations;

        void Iterate()
        {
            for (var i = 0; i < Iterations; i++)
                training.Iterate();
        }
    }

    /// <summary>A whole run of the mouse with the random policy; the summaries of its episodes stay.</summary>
    static double RunBytesPerStep()
    {
        var steps = 0.0;
        var bytes = Bytes(() => steps = new MouseAndCheese()
            .Run(Policy.Random(1), Episodes, detail: LogDetail.Summaries, display: Display.None).Episodes["Steps"].Sum());
        return bytes / steps;
    }
}
