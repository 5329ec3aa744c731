namespace Pathmind.Tests.Tuning;

/// <summary>A store that may order every morning, delivered at once: an order costs 8, a piece that is left in the
/// evening 1, a customer who is sent away 9. 0 to 4 customers come.</summary>
internal sealed class Store : Simulation
{
    /// <summary>The most that fits in; days of an episode.</summary>
    public const int Most = 20, Days = 100;

    static readonly double[] Demand = [0.1, 0.2, 0.4, 0.2, 0.1];
    int stock;
    double cost;

    public override int MaxSteps => Days;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Most + 1);

    public override void Reset() => stock = 5;

    public override void Step()
    {
        var (ordered, share, customers) = (Action[0].Choice, Random.NextDouble(), 0);
        for (; customers < Demand.Length - 1 && share >= Demand[customers]; customers++)
            share -= Demand[customers];
        stock = Math.Min(Most, stock + ordered);
        cost = (ordered > 0 ? 8 : 0) + Math.Max(0, stock - customers) + 9 * Math.Max(0, customers - stock);
        stock = Math.Max(0, stock - customers);
    }

    public override Observation GetObservation(int agent) => new() { ["stock"] = stock };

    public override Reward GetReward(int agent) => new() { ["cost"] = -cost };

    public override bool IsDone(int agent) => false;

    /// <summary>Orders up to a level when the stock is at a point or below it.</summary>
    public static Policy OrderUpTo(int point, int level) => Policy.From($"({point}, {level})",
        observation => observation["stock"] <= point ? Math.Max(0, level - (int)observation["stock"]) : 0);

    /// <summary>The mean cost per day in the long run, from the shares of days that begin with each stock.</summary>
    public static double CostOf(int point, int level)
    {
        var shares = new double[Most + 1];
        shares[5] = 1;
        var (total, days) = (0.0, 400);
        for (var day = 0; day < days; day++)
        {
            var next = new double[Most + 1];
            for (var morning = 0; morning <= Most; morning++)
            {
                var filled = morning <= point ? Math.Max(morning, level) : morning;
                for (var customers = 0; customers < Demand.Length && shares[morning] > 0; customers++)
                {
                    var share = shares[morning] * Demand[customers];
                    next[Math.Max(0, filled - customers)] += share;
                    if (day >= days / 2)
                        total += share * ((filled > morning ? 8 : 0) + Math.Max(0, filled - customers)
                            + 9 * Math.Max(0, customers - filled));
                }
            }
            shares = next;
        }
        return total / (days / 2);
    }
}
