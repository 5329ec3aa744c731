using Pathmind;

var simulation = new ProductDelivery();
var training = simulation.Train(new() { Steps = 500_000, Seed = 1, Ppo = new() { GaeDecay = 0.8f } });
var tuned = ProductDelivery.TuneRule();
Console.WriteLine(simulation.Compare(ProductDelivery.Nearest, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/product_delivery");

/// <summary>Three factories deliver to fifteen distributors: which one takes each of the day's orders, so that they
/// wait least?</summary>
/// <remarks>
/// Each distributor orders 500 to 1000 units every day or every second day. A centre serves its orders one after the
/// other: it waits for enough stock, then one of its three trucks loads (1 to 2 hours), drives at 90 km/h, unloads (1
/// to 2 hours) and comes back. It makes 104 units an hour, a fifth more below 500 units in stock, a fifth less above
/// 1500: together just enough for all, and far too little for the centre in the middle, which is the nearest for nine
/// of the fifteen. Original: Pathmind's product delivery; its distances and capacities were never published, the map
/// here is ours. Its reward was the change of the mean wait, which fades with the number of orders; here each hour that
/// an order is open costs the same.
/// </remarks>
class ProductDelivery : Simulation
{
    const int Centres = 3, Distributors = 15, Trucks = 3, Days = 120;
    const double Speed = 90, UnitsPerHour = 104;                     // km/h
    static readonly (double X, double Y)[] Centre = [(900, 800), (300, 300), (1500, 400)];         // km
    static readonly (double X, double Y)[] Place =
    [
        (900, 950), (820, 700), (1000, 720), (760, 860), (1050, 900), (850, 600), (980, 1080), (700, 740), (1120, 760),
        (250, 420), (380, 180), (150, 250), (430, 350), (1580, 500), (1400, 300),
    ];

    readonly EventQueue calendar = new();                            // unit: hour
    readonly double[] stock = new double[Centres], stockAt = new double[Centres];                 // units, and when that was
    readonly Queue<Order>[] waiting = [new(), new(), new()], loading = [new(), new(), new()];      // for stock, for a truck
    readonly bool[] making = new bool[Centres];                      // whether the first order waits for production
    readonly int[] free = new int[Centres];                          // trucks
    readonly float[] orders = new float[Distributors], backlog = new float[Centres];               // in 1000 units
    readonly float[] stockSeen = new float[Centres], trucks = new float[Centres];                  // 1000 units; free less wanted
    readonly bool[] skips = new bool[Distributors];                  // orders nothing today, so it will tomorrow
    double lastChange, hours, totalHours, totalKilometres;           // order-hours of the day, of all days
    Random demand = new(0);                                          // a stream apart: the same whatever is decided
    int open, placed, day;

    readonly record struct Order(int Distributor, double Units);

    /// <summary>A centre for each distributor's order; what is said of one that orders nothing today is
    /// ignored.</summary>
    public override ActionSpace ActionSpace(int agent) => new Discrete(Centres, size: Distributors);

    public override void Reset()
    {
        calendar.Clear();
        demand = new(Random.Next());
        for (var centre = 0; centre < Centres; centre++)
        {
            waiting[centre].Clear();
            loading[centre].Clear();
            (stock[centre], stockAt[centre], backlog[centre]) = (1000 + 1000 * Random.NextDouble(), 0, 0);
            (making[centre], free[centre]) = (false, Trucks);
        }
        Array.Clear(skips);
        (lastChange, hours, totalHours, totalKilometres, open, placed, day) = (0, 0, 0, 0, 0, 0, 0);
        DrawOrders();
    }

    public override void Step()
    {
        hours = 0;
        for (var distributor = 0; distributor < Distributors; distributor++)
            if (orders[distributor] > 0)
            {
                var centre = Action[0].Choices[distributor];
                CountOrders(1);
                placed++;
                waiting[centre].Enqueue(new(distributor, 1000 * orders[distributor]));
                backlog[centre] += orders[distributor];
                totalKilometres += Kilometres(centre, distributor);
                if (!making[centre])
                    Fill(centre);
            }
        calendar.RunUntil(24 * ++day);
        CountOrders(0);
        totalHours += hours;
        DrawOrders();
    }

    public override Observation GetObservation(int agent)
    {
        for (var centre = 0; centre < Centres; centre++)
        {
            Produce(centre);
            stockSeen[centre] = (float)stock[centre] / 1000;
            trucks[centre] = free[centre] - loading[centre].Count;
        }
        return new() { ["stock"] = stockSeen, ["backlog"] = backlog, ["trucks"] = trucks, ["orders"] = orders };
    }

    public override Reward GetReward(int agent) => new() { ["wait"] = -hours / 24 };

    public override Metrics GetMetrics(int agent) => new()
    {
        ["mean_wait"] = totalHours / Math.Max(1, placed), ["mean_distance"] = totalKilometres / Math.Max(1, placed), ["orders"] = placed,
    };

    public override Goals Goals => new() { ["mean_wait"] = Goal.Minimise };

    public override bool IsDone(int agent) => false;

    public override bool IsTruncated(int agent) => day >= Days;

    /// <summary>Each order goes to the nearest centre.</summary>
    public static Policy Nearest => Least("nearest centre", 0, 0);

    public static Policy Tuned => Least("tuned", 0.077, 0.225);

    /// <summary>Each order goes where hours of driving and weighted hours of production before it are least; orders of
    /// the same morning count, with the second weight.</summary>
    public static Policy Least(string name, double backlogWeight, double sameDayWeight)
    {
        var choices = new int[Distributors];
        return Policy.From(name, observation =>
        {
            Span<double> load = stackalloc double[Centres];
            for (var centre = 0; centre < Centres; centre++)
                load[centre] = backlogWeight * (observation["backlog"][centre] - observation["stock"][centre]) * 1000 / UnitsPerHour;
            for (var distributor = 0; distributor < Distributors; distributor++)
            {
                var best = 0;
                for (var centre = 1; centre < Centres; centre++)
                    if (load[centre] + Kilometres(centre, distributor) / Speed < load[best] + Kilometres(best, distributor) / Speed)
                        best = centre;
                choices[distributor] = best;
                load[best] += sameDayWeight * observation["orders"][distributor] * 1000 / UnitsPerHour;
            }
            return choices;
        });
    }

    /// <summary>Looks for the weights of <see cref="Least"/> with which orders wait least.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new ProductDelivery(), p => Least("tuned", p["backlog"], p["same_day"]),
        new() { ["backlog"] = (0.0, 2.0), ["same_day"] = (0.0, 2.0) }, options);

    /// <summary>The map: centres with stock (green) and orders that wait for it (red), distributors as large as their
    /// orders of today.</summary>
    public override void Draw(Canvas canvas)
    {
        canvas.Size(1800, 1200);
        for (var distributor = 0; distributor < Distributors; distributor++)
        {
            canvas.Ring(Place[distributor].X, Place[distributor].Y, 20);
            canvas.Circle(Place[distributor].X, Place[distributor].Y, 20 * orders[distributor], "blue");
        }
        for (var centre = 0; centre < Centres; centre++)
        {
            var (x, y) = Centre[centre];
            canvas.Rectangle(x - 30, y - stock[centre] / 20, 30, stock[centre] / 20, "green");
            canvas.Rectangle(x, y, 30, Math.Min(400, 50 * backlog[centre]), "red");
            canvas.Text(x, y + 50, $"{free[centre]} trucks", size: 40);
        }
        canvas.Text(1650, 1160, $"day {day}", size: 50);
    }

    static double Kilometres(int centre, int distributor) =>
        Math.Sqrt(Square(Centre[centre].X - Place[distributor].X) + Square(Centre[centre].Y - Place[distributor].Y));

    static double Square(double number) => number * number;

    /// <summary>Who orders today, and how much.</summary>
    void DrawOrders()
    {
        for (var distributor = 0; distributor < Distributors; distributor++)
        {
            skips[distributor] = !skips[distributor] && demand.Next(2) == 0;
            orders[distributor] = skips[distributor] ? 0 : (500 + demand.Next(501)) / 1000f;
        }
    }

    /// <summary>Brings the stock to the present.</summary>
    void Produce(int centre)
    {
        stock[centre] += (calendar.Time - stockAt[centre]) * Rate(centre);
        stockAt[centre] = calendar.Time;
    }

    double Rate(int centre) => UnitsPerHour * (stock[centre] < 500 ? 1.2 : stock[centre] > 1500 ? 0.8 : 1);

    /// <summary>Takes the waiting orders from stock, in their order, as far as it reaches; the next one waits for
    /// production.</summary>
    void Fill(int centre)
    {
        Produce(centre);
        making[centre] = false;
        while (waiting[centre].TryPeek(out var order))
        {
            if (stock[centre] < order.Units - 1e-6)
            {
                making[centre] = true;
                calendar.Schedule((order.Units - stock[centre]) / Rate(centre), () => Fill(centre));
                return;
            }
            stock[centre] = Math.Max(0, stock[centre] - order.Units);
            backlog[centre] = Math.Max(0, backlog[centre] - (float)order.Units / 1000);       // not below 0 by rounding
            loading[centre].Enqueue(waiting[centre].Dequeue());
            SendTrucks(centre);
        }
    }

    void SendTrucks(int centre)
    {
        while (free[centre] > 0 && loading[centre].TryDequeue(out var order))
        {
            free[centre]--;
            var drive = Kilometres(centre, order.Distributor) / Speed;
            var there = 1 + Random.NextDouble() + drive + 1 + Random.NextDouble();
            calendar.Schedule(there, () => CountOrders(-1));
            calendar.Schedule(there + drive, () => ComeBack(centre));
        }
    }

    void ComeBack(int centre)
    {
        free[centre]++;
        SendTrucks(centre);
    }

    void CountOrders(int change)
    {
        hours += open * (calendar.Time - lastChange);
        lastChange = calendar.Time;
        open += change;
    }
}
