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

    static double Train(StudioAddress? studio) => Timing.Seconds(() => new CartPole().Train(new()
    {
        Steps = 60_000, Seed = 1, StopWhenConverged = false, Threads = 1, Studio = studio, Display = Display.None,
    }));
}
