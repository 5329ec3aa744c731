using Pathmind.Simulations;

namespace Pathmind.Tests;

public sealed class InventoryTests
{
    /// <summary>Orders 10, 20, 30 at a demand of 20: everything is in stock. Sold: 20 at 2, 10 at 1.5, 20 at 1, 30 at
    /// 0.75. Bought: 10 at 1.5, 20 at 1, 30 at 0.75, produced 30 at 0.5. Left: 80 at 0.15, 90 at 0.10, 180 at
    /// 0.05.</summary>
    [Fact]
    public void The_first_period_adds_up_by_hand()
    {
        var draws = new GivenDraws();
        draws.Give([.. Enumerable.Repeat(0.999, 20), 0]);
        var inventory = new Inventory();
        var driver = new SimulationDriver(inventory, draws);
        driver.Begin();
        driver.Act(0, new float[] { 10, 20, 30 });
        driver.Advance();
        Assert.Equal([97.5, -72.5, 0, -30], driver.Rewards(0).ToArray());
    }

    [Fact]
    public void Demand_is_Poisson_with_mean_and_variance_20()
    {
        const int Episodes = 400;
        var inventory = new Inventory();
        var driver = new SimulationDriver(inventory, new Pathmind.Numerics.RandomStream(1, 0));
        var demands = new List<double>();
        for (var episode = 0; episode < Episodes; episode++)
        {
            driver.Begin();
            // the retailer's 100 units last so long: stock shows the demand
            for (var period = 0; period < 3; period++)
            {
                var before = inventory.GetObservation(0)["stock"][0];
                driver.Act(0, new float[] { 0, 0, 0 });
                driver.Advance();
                demands.Add(before - inventory.GetObservation(0)["stock"][0]);
            }
        }
        var mean = demands.Average();
        var variance = demands.Average(demand => (demand - mean) * (demand - mean));
        Assert.Equal(20, mean, tolerance: 0.5);                              // standard error √(20 / 1200) = 0.13
        Assert.Equal(20, variance, tolerance: 3);                            // standard error ≈ 20 × √(2 / 1200) = 0.8
    }
}
