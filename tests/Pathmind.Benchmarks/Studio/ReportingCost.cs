using Pathmind.Tests;

namespace Pathmind.Benchmarks;

/// <summary>What reporting to a studio on the same machine costs a training: the same training with and without, in
/// turn, so that whatever disturbs disturbs both.</summary>
internal static class ReportingCost
{
    /// <summary>Time with a studio over time without reporting to it, of each pair; the studio has run for some
    /// time.</summary>
    public static double[] Ratios(Report report)
    {
        double[] ratios = [];
        StudioSuite.InStudio(studio =>
        {
            for (var training = 0; training < WarmUp; training++)
                Train(studio.Address);
            ratios = Pairs(report, () => Train(studio.Address, StepsOf(report)));
        });
        return ratios;
    }

    /// <summary>Time with a studio's process that has just started and is told of it over time without any studio, of
    /// each pair.</summary>
    public static double[] RatiosOfProcess(Report report)
    {
        return Pairs(report, WithProcess);

        double WithProcess()
        {
            var seconds = 0.0;
            StudioSuite.InStudio(studio =>
            {
                Train(studio.Address, Short);                            // what a new process compiles is compiled
                seconds = Train(studio.Address, StepsOf(report));
            });
            return seconds;
        }
    }

    const int Short = 60_000, WarmUp = 10;

    static int StepsOf(Report report) => report.Effort == Effort.Full ? 1_000_000 : Short;

    /// <summary>Which of the two comes first alternates.</summary>
    static double[] Pairs(Report report, Func<double> with)
    {
        var steps = StepsOf(report);
        Train(studio: null, steps);
        return [.. Enumerable.Range(0, 2 * report.Effort.Rounds + 1).Select(pair =>
        {
            if (pair % 2 == 0)
                return with() / Train(studio: null, steps);
            var without = Train(studio: null, steps);
            return with() / without;
        })];
    }

    static double Train(StudioAddress? studio, int steps = Short) => Timing.Seconds(() => new CartPole().Train(new()
    {
        Steps = steps, Seed = 1, StopWhenConverged = false, Threads = 1, Studio = studio, Display = Display.None,
    }));
}
