namespace Pathmind.Benchmarks;

/// <summary>The models of scripts/industry.</summary>
internal static class IndustryModels
{
    public static IReadOnlyList<IndustryModel> All { get; } =
    [
        new("product-delivery", () => new ProductDelivery())
        {
            Steps = 500_000, ShortSteps = 200_000, ShortSimulations = 4, Metric = "mean_wait", LessIsBetter = true,
            Ppo = new() { GaeDecay = 0.8f }, Published = "over 80 % less waiting",
            Heuristic = () => ProductDelivery.Nearest, Tuned = () => ProductDelivery.Tuned,
        },
        new("mine-pit", () => new MinePit())
        {
            Steps = 500_000, ShortSteps = 100_000, Metric = "tonnes",
            Ppo = new() { DiscountSeconds = 7_200, GaeDecay = 0.8f }, Published = "19 % more ore",
            Heuristic = () => MinePit.ShortestQueue, Tuned = () => MinePit.Tuned, Episodes = 100,
        },
        new("supply-chain", () => new SupplyChain())
        {
            Steps = 500_000, ShortSteps = 300_000, ShortSimulations = 4, Metric = "reward", Published = "better than tuned levels",
            Heuristic = () => SupplyChain.Textbook, Tuned = () => SupplyChain.Tuned,
        },
        new("traffic-phases", () => new TrafficPhases())
        {
            Steps = 500_000, ShortSteps = 250_000, Metric = "mean_time", LessIsBetter = true, Episodes = 40,
            Heuristic = () => TrafficPhases.FixedTimes(30, 30), Tuned = () => TrafficPhases.Tuned,
        },
        new("warehouse-delivery", () => new WarehouseDelivery())
        {
            Steps = 500_000, ShortSteps = 150_000, Metric = "profitable_share", Episodes = 100,
            Heuristic = () => WarehouseDelivery.ShorterDelay, Tuned = () => WarehouseDelivery.Tuned,
        },
        new("simple-stochastic", () => new SimpleStochastic())
        {
            Steps = 100_000, ShortSteps = 20_000, Metric = "reward", Episodes = 500,
            Heuristic = () => SimpleStochastic.Coin, Tuned = () => SimpleStochastic.Tuned,
        },
        new("game-2048", () => new Game2048())
        {
            Steps = 500_000, ShortSteps = 150_000, Metric = "score",
            Heuristic = () => Game2048.DownLeft, Tuned = () => Game2048.Tuned,
        },
        new("call-centers", () => new CallCenters())
        {
            Steps = 500_000, ShortSteps = 200_000, ShortSimulations = 4, Metric = "mean_wait", LessIsBetter = true,
            Ppo = new() { DiscountSeconds = 30, GaeDecay = 0.8f }, Published = "9.6 % less waiting",
            Heuristic = () => CallCenters.ShortestQueue, Tuned = () => CallCenters.Tuned,
        },
        new("coffee-shop", () => new CoffeeShop())
        {
            Steps = 1_000_000, ShortSteps = 400_000, ShortSimulations = 4, Metric = "score",
            Ppo = new() { DiscountSeconds = 3_600, GaeDecay = 0.8f }, Published = "reward above 120",
            Heuristic = () => CoffeeShop.LongestQueue, Tuned = () => CoffeeShop.Tuned,
        },
        new("agv", () => new Agv())
        {
            Steps = 500_000, ShortSteps = 200_000, ShortSimulations = 4, Metric = "finished", Ppo = new() { DiscountSeconds = 3_000 },
            Published = "79 % more products",
            Heuristic = () => Agv.ShortestQueue, Tuned = () => Agv.Tuned,
        },
    ];

    public static IndustryModel Named(string name) => All.Single(model => model.Name == name);
}
