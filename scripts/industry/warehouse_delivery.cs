using Pathmind;

var simulation = new WarehouseDelivery();
var training = simulation.Train(new() { Steps = 500_000, Seed = 1 });
var tuned = WarehouseDelivery.TuneRule();
Console.WriteLine(simulation.Compare(WarehouseDelivery.ShorterDelay, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/warehouse_delivery");

/// <summary>Two factories send units to two warehouses: to which one goes the unit that is ready, so that it is there
/// within 24 hours?</summary>
/// <remarks>
/// Each of the four roads takes 12 to 36 hours, drawn again for all of them at random times, once a week on average.
/// Every unit that is on its way to a warehouse makes the next one wait there for 20 minutes more. Each factory has a
/// unit ready every two hours on average; its delivery is profitable if the delay at departure is at most 24 hours. A
/// decision is asked at the moment a unit is ready, for that unit. An episode lasts 60 days. Original: Pathmind's
/// warehouse delivery (CNX), where nothing is ever crowded: then the shorter delay is the best rule, with 77 % of
/// deliveries profitable against 52 % by chance (<c>new WarehouseDelivery { Crowding = 0 }</c>). With the crowd a unit
/// that comes too late in any case should not stand in the way of those that need not, which the shorter delay does
/// not see.
/// </remarks>
class WarehouseDelivery : Simulation
{
    const int Factories = 2, Warehouses = 2;
    const double Shift = 60 * 24, HoursPerUnit = 2, Week = 7 * 24, Limit = 24;                     // h

    readonly EventQueue calendar = new();                            // unit: hour
    readonly int[,] road = new int[Factories, Warehouses];           // h
    readonly int[] underWay = new int[Warehouses];                   // units
    readonly float[] delay = new float[Warehouses], others = new float[Warehouses];                // days: who asks, the other one
    readonly float[] slack = new float[Warehouses], slackOfOther = new float[Warehouses];          // hours to the limit, -2 .. 2
    readonly Action[] makeReady = new Action[Factories];
    int asking, profitable, unprofitable, totalProfitable, total;    // asking: factory whose unit is ready; -1 between two units
    bool isOver;

    /// <summary>Hours that a unit under way delays the next one to the same warehouse; at least 0.</summary>
    public double Crowding { get; init; } = 1 / 3.0;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Warehouses);

    public override void Reset()
    {
        calendar.Clear();
        Array.Clear(underWay);
        (profitable, unprofitable, totalProfitable, total, isOver) = (0, 0, 0, 0, false);
        for (var factory = 0; factory < Factories; factory++)
        {
            var own = factory;
            makeReady[factory] = () => MakeReady(own);
            calendar.Schedule(Exponential(HoursPerUnit), makeReady[factory]);
        }
        DrawRoads();
        calendar.Schedule(Shift, () => isOver = true);
        RunUntilReady();
    }

    public override void Step()
    {
        Send(asking, Action[0].Choice);
        RunUntilReady();
        totalProfitable += profitable;
        total += profitable + unprofitable;
    }

    public override Observation GetObservation(int agent)
    {
        for (var warehouse = 0; warehouse < Warehouses; warehouse++)
        {
            delay[warehouse] = (float)Delay(Math.Max(asking, 0), warehouse) / 24;
            others[warehouse] = (float)Delay(asking == 0 ? 1 : 0, warehouse) / 24;
            slack[warehouse] = Math.Clamp(24 - 24 * delay[warehouse], -2, 2);
            slackOfOther[warehouse] = Math.Clamp(24 - 24 * others[warehouse], -2, 2);
        }
        return new()
        {
            ["delay"] = delay, ["delay_of_other"] = others, ["slack"] = slack, ["slack_of_other"] = slackOfOther,
            ["under_way"] = [underWay[0] / 10.0, underWay[1] / 10.0],
        };
    }

    public override Reward GetReward(int agent) => new() { ["profitable"] = profitable, ["unprofitable"] = -unprofitable };

    public override Metrics GetMetrics(int agent) => new()
    {
        ["profitable_share"] = (double)totalProfitable / Math.Max(1, total), ["deliveries"] = total,
    };

    public override Goals Goals => new() { ["profitable_share"] = Goal.Maximise };

    public override bool IsDone(int agent) => false;

    public override bool IsTruncated(int agent) => isOver;

    /// <summary>The best rule where nothing is crowded.</summary>
    public static Policy ShorterDelay => Cheaper("shorter delay", 0, 0);

    public static Policy Tuned => Cheaper("tuned", 0.01, 35);

    /// <summary>Least hours of delay, hours for each unit under way there, and, where the unit comes too late in any
    /// case, hours off for the longer delay.</summary>
    public static Policy Cheaper(string name, double perUnit, double lateDiscount) => Policy.From(name, observation =>
    {
        var delay = observation["delay"];
        var difference = 24 * (delay[0] - delay[1]) + 10 * perUnit * (observation["under_way"][0] - observation["under_way"][1]);
        if (Math.Min(delay[0], delay[1]) > 1)
            difference -= lateDiscount * Math.Sign(delay[0] - delay[1]);
        return difference <= 0 ? 0 : 1;
    });

    /// <summary>Looks for the numbers of <see cref="Cheaper"/> with which most units are in time.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new WarehouseDelivery(), p => Cheaper("tuned", p["unit"], p["late"]),
        new() { ["unit"] = (0.0, 2.0), ["late"] = (-10.0, 40.0) }, options);

    /// <summary>Factories on the left, warehouses on the right; roads on which a unit would be late are red.</summary>
    public override void Draw(Canvas canvas)
    {
        canvas.Size(60, 32);
        for (var factory = 0; factory < Factories; factory++)
            for (var warehouse = 0; warehouse < Warehouses; warehouse++)
            {
                var hours = Delay(factory, warehouse);
                canvas.Line(8, 8 + 16 * factory, 50, 8 + 16 * warehouse, hours <= Limit ? "green" : "red", factory == asking ? 0.6 : 0.2);
                canvas.Text(16, 8 + 16 * factory + (warehouse == factory ? 0 : 3 * (warehouse - factory)), $"{hours:0} h", size: 2.5);
            }
        for (var number = 0; number < 2; number++)
        {
            canvas.Rectangle(4, 6 + 16 * number, 4, 4, "orange");
            canvas.Rectangle(50, 6 + 16 * number, 4, 4, "blue");
            canvas.Text(52, 13 + 16 * number, $"{underWay[number]} under way", size: 2.5);
        }
    }

    void DrawRoads()
    {
        for (var factory = 0; factory < Factories; factory++)
            for (var warehouse = 0; warehouse < Warehouses; warehouse++)
                road[factory, warehouse] = Random.Next(12, 37);
        calendar.Schedule(Exponential(Week), DrawRoads);
    }

    void MakeReady(int factory)
    {
        asking = factory;
        calendar.Schedule(Exponential(HoursPerUnit), makeReady[factory]);
    }

    void RunUntilReady()
    {
        asking = -1;
        while (asking < 0 && !isOver)
            calendar.Next();
    }

    double Delay(int factory, int warehouse) => road[factory, warehouse] + Crowding * underWay[warehouse];

    void Send(int factory, int warehouse)
    {
        var hours = Delay(factory, warehouse);
        (profitable, unprofitable) = hours <= Limit ? (1, 0) : (0, 1);
        underWay[warehouse]++;
        calendar.Schedule(hours, () => underWay[warehouse]--);
    }

    double Exponential(double mean) => -mean * Math.Log(1 - Random.NextDouble());
}
