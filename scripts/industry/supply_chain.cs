using Pathmind;

var simulation = new SupplyChain();
var training = simulation.Train(new() { Steps = 500_000, Seed = 1 });
var tuned = SupplyChain.TuneRule();
Console.WriteLine(simulation.Compare(SupplyChain.Textbook, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/supply_chain");

/// <summary>A chain of retailer, wholesaler and factory: each orders up to a level S when its position falls below s.
/// Which s and S, every night, while the customers' demand changes?</summary>
/// <remarks>
/// The day begins with the orders: whoever has in stock and on order, minus the backlog, less than s orders S minus
/// that. The wholesaler delivers within a quarter to half a day, whole orders only, first come, first served; the
/// factory within half a day to a day, and it makes 100 items an hour, after an hour of preparation. About 20 customers
/// a day take 1 to 11 items each; what is missing they wait for. How much a customer takes follows one of five tables,
/// and another one is drawn once a week on average: nobody is told. An order, an item in stock and an item that is
/// missing cost money, each tier its own; a customer's day of waiting costs 50. The price of the items themselves is
/// left out, since the customers decide it. Original: Pathmind's supply chain, times and costs as there; its reward was
/// the change of the mean cost and of 1000 times the mean wait, which fades as the year goes on. Here each day costs
/// what it costs, in the same proportion.
/// </remarks>
class SupplyChain : Simulation
{
    const int Retailer = 0, Wholesaler = 1, Factory = 2, Tiers = 3, Levels = 20;
    const double CustomersPerDay = 20, ChangesPerDay = 1 / 7.0, WaitCost = 50;                     // cost of a customer's day
    static readonly double[] OrderCost = [30, 40, 50], Holding = [1, 1.25, 0.75], Shortage = [5, 6, 4];
    static readonly double[] LargerThan = [0.2, 0.6, 0.8, 0.9];      // chance of one of the first 1, 2, 3, 4 sizes of a table
    static readonly int[][] Sizes = [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [2, 3, 5, 7, 11], [1, 4, 6, 8, 9]];

    readonly EventQueue calendar = new();                            // unit: day
    readonly int[] stock = new int[Tiers], onOrder = new int[Tiers], backlog = new int[Tiers];
    readonly Queue<int> customers = new();                           // items that each wants who waits
    readonly Queue<int>[] orders = [new(), new(), new()];            // of the tier before, not yet shipped
    readonly int[] reorderAt = new int[Tiers], orderUpTo = new int[Tiers];
    double lastChange, waiting, ordering, holding, shortage;         // customer-days, costs: of the day
    double totalWait, totalCost, demand, meanDemand;                 // of the year; items of the last day, mean of about five
    int[] sizes = Sizes[0];
    Random market = new(0);                                          // a stream apart: the same whatever is decided
    int handedOut, sold, arrived;                                    // items to the first who waits; items, customers

    const int Days = 365;

    /// <summary>s = 10 .. 200 and S = s + 10 .. s + 200 for each of the three, in tens.</summary>
    public override ActionSpace ActionSpace(int agent) => new Composite([.. Enumerable.Repeat(new Discrete(Levels), 2 * Tiers)]);

    public override void Reset()
    {
        calendar.Clear();
        market = new(Random.Next());
        customers.Clear();
        for (var tier = 0; tier < Tiers; tier++)
        {
            orders[tier].Clear();
            (stock[tier], onOrder[tier], backlog[tier]) = (70, 0, 0);
        }
        (lastChange, sizes, handedOut, arrived, totalWait, totalCost, demand, meanDemand) = (0, Sizes[0], 0, 0, 0, 0, 50, 50);
        (waiting, ordering, holding, shortage) = (0, 0, 0, 0);
        calendar.Schedule(Exponential(1 / CustomersPerDay), Buy);
        calendar.Schedule(Exponential(1 / ChangesPerDay), ChangeDemand);
    }

    public override void Step()
    {
        (waiting, ordering, holding, shortage, sold) = (0, 0, 0, 0, 0);
        for (var tier = Retailer; tier <= Factory; tier++)
        {
            reorderAt[tier] = 10 * (Action[0].Choices[2 * tier] + 1);
            orderUpTo[tier] = reorderAt[tier] + 10 * (Action[0].Choices[2 * tier + 1] + 1);
            Review(tier);
        }
        calendar.RunUntil(calendar.Time + 1);
        PassTime();
        demand = sold;
        meanDemand += (sold - meanDemand) / 5;
        totalCost += ordering + holding + shortage;
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["retailer"] = [stock[0] / 100.0, onOrder[0] / 100.0, backlog[0] / 100.0],
        ["wholesaler"] = [stock[1] / 100.0, onOrder[1] / 100.0, backlog[1] / 100.0, orders[1].Count],
        ["factory_stock"] = stock[2] / 100.0, ["demand"] = [demand / 100, meanDemand / 100],
    };

    public override Reward GetReward(int agent) => new()
    {
        ["wait"] = -WaitCost * waiting, ["ordering"] = -ordering, ["holding"] = -holding, ["shortage"] = -shortage,
    };

    public override Metrics GetMetrics(int agent) => new()
    {
        ["cost_per_day"] = totalCost / Math.Max(1, calendar.Time), ["mean_wait"] = totalWait / Math.Max(1, arrived),
        ["customers"] = arrived,
    };

    public override Goals Goals => new() { ["cost_per_day"] = Goal.Minimise, ["mean_wait"] = Goal.Minimise };

    public override bool IsDone(int agent) => false;

    public override bool IsTruncated(int agent) => calendar.Time >= Days;

    /// <summary>Fixed levels: (s, S) of retailer, wholesaler and factory, rounded to what can be chosen.</summary>
    public static Policy Fixed(string name, params double[] levels)
    {
        var choices = new int[2 * Tiers];
        for (var tier = 0; tier < Tiers; tier++)
        {
            var s = choices[2 * tier] = Choice(levels[2 * tier]);
            choices[2 * tier + 1] = Choice(levels[2 * tier + 1] - 10 * (s + 1));
        }
        return Policy.From(name, _ => choices);

        static int Choice(double level) => Math.Clamp((int)Math.Round(level / 10) - 1, 0, Levels - 1);
    }

    /// <summary>s is the demand of 75 items a day from one order to the delivery of the next one, and 1.65 of its
    /// deviations; S adds the economic lot √(2 · cost of an order · demand / holding cost).</summary>
    public static Policy Textbook => Fixed("textbook levels", 140, 210, 170, 240, 110, 210);

    /// <summary>The best fixed levels that a search found.</summary>
    public static Policy Tuned => Fixed("tuned levels", 110, 130, 100, 150, 10, 20);

    /// <summary>Looks for the fixed levels with which a year costs least.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new SupplyChain(), p => Fixed("tuned", p["s1"], p["s1"] + p["d1"], p["s2"], p["s2"] + p["d2"], p["s3"], p["s3"] + p["d3"]),
        new()
        {
            ["s1"] = (10, 200), ["d1"] = (10, 200), ["s2"] = (10, 200), ["d2"] = (10, 200), ["s3"] = (10, 200), ["d3"] = (10, 200),
        }, options);

    /// <summary>For each of the three: stock, and below it what is ordered of it and missing.</summary>
    public override void Draw(Canvas canvas)
    {
        canvas.Size(300, 130);
        for (var tier = 0; tier < Tiers; tier++)
        {
            canvas.Text(200 - 100 * tier + 50, 10, tier == Retailer ? "retailer" : tier == Wholesaler ? "wholesaler" : "factory", size: 9);
            canvas.Rectangle(200 - 100 * tier + 20, 75 - stock[tier] / 4.0, 25, stock[tier] / 4.0, "green");
            canvas.Rectangle(200 - 100 * tier + 55, 75, 25, backlog[tier] / 4.0, "red");
            canvas.Text(200 - 100 * tier + 50, 125, $"stock {stock[tier]}, missing {backlog[tier]}", size: 8);
        }
        canvas.Line(0, 75, 300, 75);
    }

    /// <summary>Orders, if the position is below s. Tiers are asked from the retailer on, so each sees the order of the
    /// one before.</summary>
    void Review(int tier)
    {
        var position = stock[tier] + onOrder[tier] - backlog[tier];
        if (position >= reorderAt[tier])
            return;
        var items = orderUpTo[tier] - position;
        ordering += OrderCost[tier];
        onOrder[tier] += items;
        if (tier == Factory)
            calendar.Schedule((1 + 0.01 * items) / 24, () => Receive(Factory, items));
        else
        {
            PassTime();
            orders[tier + 1].Enqueue(items);
            backlog[tier + 1] += items;
            Ship(tier + 1);
        }
    }

    void Receive(int tier, int items)
    {
        PassTime();
        stock[tier] += items;
        onOrder[tier] -= items;
        if (tier == Retailer)
            Serve();
        else
            Ship(tier);
    }

    /// <summary>Whole orders to the tier below, first come, first served.</summary>
    void Ship(int tier)
    {
        while (orders[tier].TryPeek(out var items) && items <= stock[tier])
        {
            orders[tier].Dequeue();
            stock[tier] -= items;
            backlog[tier] -= items;
            var days = tier == Wholesaler ? 0.25 + 0.25 * Random.NextDouble() : 0.5 + 0.5 * Random.NextDouble();
            calendar.Schedule(days, () => Receive(tier - 1, items));
        }
    }

    void Buy()
    {
        PassTime();
        var draw = market.NextDouble();
        var size = 0;
        while (size < 4 && draw > LargerThan[size])
            size++;
        arrived++;
        sold += sizes[size];
        backlog[Retailer] += sizes[size];
        customers.Enqueue(sizes[size]);
        Serve();
        calendar.Schedule(Exponential(1 / CustomersPerDay), Buy);
    }

    /// <summary>Customers take what there is, and go when they have all.</summary>
    void Serve()
    {
        while (stock[Retailer] > 0 && customers.TryPeek(out var first))
        {
            var items = Math.Min(first - handedOut, stock[Retailer]);
            stock[Retailer] -= items;
            backlog[Retailer] -= items;
            handedOut += items;
            if (handedOut < first)
                return;
            customers.Dequeue();
            handedOut = 0;
        }
    }

    void ChangeDemand()
    {
        sizes = Sizes[market.Next(Sizes.Length)];
        calendar.Schedule(Exponential(1 / ChangesPerDay), ChangeDemand);
    }

    /// <summary>Adds what stock, shortage and waiting cost since the last change of any of them.</summary>
    void PassTime()
    {
        var days = calendar.Time - lastChange;
        lastChange = calendar.Time;
        for (var tier = 0; tier < Tiers; tier++)
        {
            holding += days * Holding[tier] * stock[tier];
            shortage += days * Shortage[tier] * backlog[tier];
        }
        waiting += days * customers.Count;
        totalWait += days * customers.Count;
    }

    double Exponential(double mean) => -mean * Math.Log(1 - market.NextDouble());
}
