using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Benchmarks;

/// <summary>What <c>new() { ["first"] = first, … }</c> with six names costs: the virtual call, the checks, the copy
/// into a span.</summary>
internal static class ObservationCost
{
    const int Calls = 500_000;

    public static void AddTo(Report report)
    {
        var driver = new SimulationDriver(new SixNumbers(), new RandomStream(seed: 1, stream: 1));
        driver.Begin();
        var values = new float[SixNumbersModel.Size];
        report.Median("api.observation", "ns", Goal.AtMost(40), () => Timing.Nanoseconds(report.Effort, Calls, Observe));
        report.Median("api.observation.bytes", "bytes", Goal.AtMost(128), () => [(double)Allocations.Bytes(() => Observe(Calls)) / Calls]);

        void Observe(int calls)
        {
            for (var i = 0; i < calls; i++)
                driver.Observe(0, values);
        }
    }
}
