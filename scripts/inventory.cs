using Pathmind;

var simulation = new Inventory();
var training = simulation.Train(new() { Steps = 1_000_000, Seed = 1 });
Console.WriteLine(simulation.Compare(episodes: 100, seed: 1, Policy.Random(1), Inventory.BaseStock(84, 143, 233), training.Policy));
training.Policy.Save("policies/inventory");

/// <summary>A supply chain of a retailer, two warehouses and a producer: how much does each order from the next in each
/// of 30 periods? OR-Gym's InvManagement-v0 (orders and demand that cannot be met wait), with its published
/// parameters.</summary>
/// <remarks>Hubbs et al. 2020, arXiv:2008.06319. Stage 0 is the retailer; stage 3 has raw material without limit.
/// Arrays run over the stages that order (0..2) or that sell (0..3). An order is rounded to a whole number.</remarks>
class Inventory : Simulation
{
    const int Stages = 3, Periods = 30, Memory = 10;                 // stages that hold stock; periods; periods of orders that are observed
    const double MeanDemand = 20, Discount = 0.97;                   // units a period (Poisson); a period
    static readonly double[] Price = [2, 1.5, 1, 0.75];              // of a unit sold, stages 0..3
    static readonly double[] Cost = [1.5, 1, 0.75, 0.5];             // of a unit ordered, or produced by stage 3
    static readonly double[] Penalty = [0.10, 0.075, 0.05, 0.025];   // a unit that waits, a period
    static readonly double[] Holding = [0.15, 0.10, 0.05];           // a unit in stock, a period
    static readonly int[] Capacity = [100, 90, 80];                  // most units that the supplier of stages 0..2 sends in a period
    static readonly int[] LeadTime = [3, 5, 10];                     // periods until they arrive
    static readonly int[] InitialStock = [100, 100, 200];

    readonly int[] stock = new int[Stages], waiting = new int[Stages + 1];
    readonly int[,] sent = new int[Periods, Stages];
    readonly float[] orders = new float[Memory * Stages];            // as they were placed, the newest last
    double revenue, purchases, backlog, storage;                     // of the last period, discounted
    int period;

    public override int MaxSteps => Periods;

    public override ActionSpace ActionSpace(int agent) => new Continuous([0, 0, 0], [100, 90, 80]);

    public override void Reset()
    {
        InitialStock.CopyTo(stock, 0);
        Array.Clear(waiting);
        Array.Clear(orders);
        period = 0;
        (revenue, purchases, backlog, storage) = (0, 0, 0, 0);
    }

    public override void Step()
    {
        Span<int> wanted = stackalloc int[Stages + 1], sold = stackalloc int[Stages + 1];
        orders.AsSpan(Stages).CopyTo(orders);
        for (var stage = 0; stage < Stages; stage++)
        {
            var order = (int)MathF.Round(Action[0].Values[stage]);
            orders[^(Stages - stage)] = order;
            wanted[stage + 1] = order + waiting[stage + 1];
            var available = stage + 1 < Stages ? stock[stage + 1] : int.MaxValue;
            sold[stage + 1] = sent[period, stage] = Math.Min(Math.Min(wanted[stage + 1], Capacity[stage]), available);
        }
        for (var stage = 0; stage < Stages; stage++)
            stock[stage] += period >= LeadTime[stage] ? sent[period - LeadTime[stage], stage] : 0;
        wanted[0] = Demand() + waiting[0];
        sold[0] = Math.Min(stock[0], wanted[0]);
        for (var stage = 0; stage < Stages; stage++)
            stock[stage] -= sold[stage];
        Account(wanted, sold);
        period++;
    }

    public override Observation GetObservation(int agent) => new() { ["stock"] = stock, ["orders"] = orders };

    public override Reward GetReward(int agent) => new()
    {
        ["revenue"] = revenue, ["purchases"] = -purchases, ["backlog"] = -backlog, ["storage"] = -storage,
    };

    public override bool IsDone(int agent) => period >= Periods;

    /// <summary>Fills each stock up to its level, counting what was ordered within the lead time. The best levels that
    /// a random search found, 84, 143, 233, earn 397.</summary>
    public static Policy BaseStock(params int[] levels) => Policy.From($"base stock {string.Join('/', levels)}", observation =>
    {
        var order = new float[Stages];
        for (var stage = 0; stage < Stages; stage++)
        {
            var position = observation["stock"][stage];
            for (var ago = 1; ago <= LeadTime[stage]; ago++)
                position += observation["orders"][(Memory - ago) * Stages + stage];
            order[stage] = Math.Clamp(levels[stage] - position, 0, Capacity[stage]);
        }
        return order;
    });

    void Account(ReadOnlySpan<int> wanted, ReadOnlySpan<int> sold)
    {
        (revenue, purchases, backlog, storage) = (0, 0, 0, 0);
        var worth = Math.Pow(Discount, period);
        for (var stage = 0; stage <= Stages; stage++)
        {
            waiting[stage] = wanted[stage] - sold[stage];
            revenue += worth * Price[stage] * sold[stage];
            purchases += worth * Cost[stage] * sold[Math.Min(stage + 1, Stages)];
            backlog += worth * Penalty[stage] * waiting[stage];
            storage += stage < Stages ? worth * Holding[stage] * stock[stage] : 0;
        }
    }

    /// <summary>A draw of the Poisson distribution: how many uniform factors keep the product above e^-mean
    /// (Knuth).</summary>
    int Demand()
    {
        var draws = -1;
        for (var product = 1.0; product > Math.Exp(-MeanDemand); draws++)
            product *= Random.NextDouble();
        return draws;
    }
}
