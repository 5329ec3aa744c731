using Pathmind.Tests;

namespace Pathmind.Benchmarks;

/// <summary>What reporting to a studio on the same machine costs a training: the same training with and without, in
/// turn, so that whatever disturbs disturbs both.</summary>
internal static class ReportingCost
{
    /// <summary>Time with a studio over time without, of each pair.</summary>
    public static double[] Ratios(Report report)
    {
        double[] ratios = [];
        StudioSuite.InStudio(studio =>
        {
            Train(studio: null);
            Train(studio.Address);
            ratios = [.. Enumerable.Range(0, 2 * report.Effort.Rounds).Select(pair =>
            {
                if (pair % 2 == 0)
                    return Train(studio.Address) / Train(studio: null);
                var without = Train(studio: null);
                return Train(studio.Address) / without;
            })];
        });
        return ratios;
    }

    /// <summary>Time with a studio's process that is told of it over time without any studio, of each pair; which of
    /// the two comes first alternates.</summary>
    public static double[] RatiosOfProcess(Report report)
    {
        var steps = report.Effort == Effort.Full ? 300_000 : Short;
        Train(studio: null, steps);
        return [.. Enumerable.Range(0, 2 * report.Effort.Rounds + 1).Select(pair =>
        {
            if (pair % 2 == 0)
                return WithProcess() / Train(studio: null, steps);
            var without = Train(studio: null, steps);
            return WithProcess() / without;
        })];

        double WithProcess()
        {
            var seconds = 0.0;
            StudioSuite.InStudio(studio =>
            {
                Train(studio.Address, Short);                            // what a new process compiles is compiled
                seconds = Train(studio.Address, steps);
            });
            return seconds;
        }
    }

    const int Short = 60_000;

    static double Train(StudioAddress? studio, int steps = Short) => Timing.Seconds(() => new CartPole().Train(new()
    {
        Steps = steps, Seed = 1, StopWhenConverged = false, Threads = 1, Studio = studio, Display = Display.None,
    }));
}
