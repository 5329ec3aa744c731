namespace Pathmind.Tests;

/// <summary>The reward terms of an episode sum up to what the model counts by itself, and where an answer is known it
/// comes out.</summary>
public sealed class IndustryRewardTests
{
    const double Rounding = 1e-6;

    [Fact]
    public void The_wait_of_product_delivery_is_paid_by_the_hour()
    {
        var log = Play(new ProductDelivery(), ProductDelivery.Nearest);
        Assert.Equal(-Total(log, "orders", "mean_wait") / 24, log.Terms["wait"].Mean, tolerance: 1e-3);
        Assert.InRange(log.Metrics["orders"].Mean, 1_130, 1_270);        // 15 orders every 1.5 days: 1 200
    }

    /// <remarks>Alone at its best the way of an order takes 1 to 2 hours for loading and unloading each, and 167 km at
    /// 90 km/h: no order can be faster in the mean.</remarks>
    [Fact]
    public void No_order_is_faster_than_its_road() =>
        Assert.True(Play(new ProductDelivery(), ProductDelivery.Tuned).Metrics["mean_wait"].Mean > 3 + 167 / 90.0);

    [Fact]
    public void Each_load_of_the_mine_is_paid_once()
    {
        var log = Play(new MinePit(), MinePit.ShortestQueue);
        Assert.Equal(log.Metrics["tonnes"].Mean / 95, log.Terms["ore"].Mean, Rounding);
        Assert.Equal(-0.038 * log.Metrics["road_minutes"].Mean, log.Terms["road"].Mean, Rounding);
        Assert.Equal(-0.038 * log.Metrics["wait_minutes"].Mean, log.Terms["wait"].Mean, Rounding);
        // less than all of the wait: the rest is for repairs
        Assert.InRange(-log.Terms["behind"].Mean / 0.038, 0.2 * log.Metrics["wait_minutes"].Mean, log.Metrics["wait_minutes"].Mean);
        Assert.True(log.Metrics["road_minutes"].Mean + log.Metrics["wait_minutes"].Mean < 10 * (480 + 20), "more than ten trucks have");
    }

    [Fact]
    public void Each_call_is_paid_by_the_minutes_that_it_waits_and_takes()
    {
        var log = Play(new CallCenters(), CallCenters.ShortestQueue);
        Assert.Equal(-Total(log, "calls", "mean_wait"), log.Terms["wait"].Mean, Rounding);
        Assert.Equal(-0.1 * 13 * 240 * log.Metrics["utilisation"].Mean, log.Terms["work"].Mean, Rounding);     // 13 operators, 240 min
        Assert.InRange(log.Metrics["calls"].Mean, 790, 890);             // 210 calls an hour: 840 ± 13
    }

    [Fact]
    public void The_costs_of_the_supply_chain_are_those_of_its_days()
    {
        var log = Play(new SupplyChain(), SupplyChain.Textbook);
        Assert.Equal(-365 * log.Metrics["cost_per_day"].Mean,
            log.Terms["ordering"].Mean + log.Terms["holding"].Mean + log.Terms["shortage"].Mean, tolerance: 1e-2);
        Assert.InRange(log.Metrics["customers"].Mean, 7_100, 7_500);     // 20 a day: 7 300 ± 85
    }

    [Fact]
    public void A_customer_waits_as_long_as_the_wait_is_paid_for()
    {
        var log = Play(new SupplyChain(), SupplyChain.Fixed("little in stock", 50, 60, 50, 60, 10, 20));
        Assert.True(log.Metrics["mean_wait"].Mean > 0.1);
        Assert.Equal(-50 * Total(log, "customers", "mean_wait"), log.Terms["wait"].Mean, tolerance: 1e-2);
    }

    /// <remarks>No car can be faster than 260 m at 80 km/h: 11.7 s.</remarks>
    [Fact]
    public void The_time_of_traffic_phases_is_paid_by_the_minute_but_for_the_drive()
    {
        var log = Play(new TrafficPhases(), TrafficPhases.FixedTimes(30, 30));
        var paid = (Total(log, "cars", "mean_time") - 11.7 * log.Metrics["cars"].Mean) / 60;
        Assert.Equal(-paid, log.Terms["wait"].Mean, tolerance: 0.01 * paid);     // some cars still drive at the end
        Assert.InRange(log.Metrics["mean_time"].Mean, 11.7, 60);
    }

    /// <remarks>Fixed times by hand: with 27 s of green in a cycle of 60 s a car that arrives at random waits for
    /// (60 − 27)² / (2 · 60) = 9.1 s, 2 s until the first one leaves, and a queue: 11.7 + 11.8 in all.</remarks>
    [Fact]
    public void A_fixed_cycle_makes_cars_wait_as_long_as_by_hand() => Assert.InRange(
        Play(new TrafficPhases(), TrafficPhases.FixedTimes(30, 30)).Metrics["mean_time"].Mean, 11.7 + 9.1, 11.7 + 9.1 + 5);

    /// <remarks>A road takes 12 to 36 hours, so 13 of 25 are in time: of two roads 1 − (12/25)² = 76.96 %.</remarks>
    [Fact]
    public void Where_nothing_is_crowded_the_shorter_delay_delivers_77_percent_in_time_and_chance_52()
    {
        const int Episodes = 400;                                        // some 8.6 draws of the roads in each: ± 1 %
        WarehouseDelivery empty = new() { Crowding = 0 };
        Assert.Equal(0.52, Play(empty, Policy.Random(1), Episodes).Metrics["profitable_share"].Mean, tolerance: 0.03);
        Assert.Equal(0.7696, Play(empty, WarehouseDelivery.ShorterDelay, Episodes).Metrics["profitable_share"].Mean, tolerance: 0.03);
    }

    [Fact]
    public void Each_delivery_is_in_time_or_late()
    {
        var log = Play(new WarehouseDelivery(), WarehouseDelivery.ShorterDelay);
        Assert.Equal(log.Metrics["deliveries"].Mean, log.Terms["profitable"].Mean - log.Terms["unprofitable"].Mean, Rounding);
    }

    [Fact]
    public void Who_comes_to_the_coffee_shop_is_served_or_costs_a_point()
    {
        var log = Play(new CoffeeShop(), CoffeeShop.Tuned, episodes: 20);
        Assert.Equal(-2 * log.Metrics["customers_lost"].Mean, log.Terms["lost"].Mean, Rounding);
        Assert.Equal(log.Metrics["score"].Mean - log.Metrics["customers"].Mean, log.Reward.Mean, tolerance: 1e-3);
        Assert.InRange(log.Metrics["customers"].Mean, 230, 254);         // 242 ± 3.5
        Assert.InRange(log.Metrics["clean"].Mean, 80, 100);
        // alone: 15 s to order, 60 s for the drink, 12 s for the bill, and 9 s between the stations
        Assert.InRange(log.Metrics["minutes_in_shop"].Mean, 1.6, 12);
    }

    /// <summary>Mean over the episodes of a number times the mean of something.</summary>
    static double Total(EpisodeLog log, string number, string mean) =>
        log.Episodes[$"metric_0_{number}"].Zip(log.Episodes[$"metric_0_{mean}"], (count, each) => count * each).Average();

    static EpisodeLog Play(Simulation simulation, Policy policy, int episodes = 5) =>
        simulation.Run(policy, episodes, seed: 3, detail: LogDetail.Summaries, display: Display.None);
}
