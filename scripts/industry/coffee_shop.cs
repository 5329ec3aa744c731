using Pathmind;

var simulation = new CoffeeShop();
var training = simulation.Train(new() { Steps = 1_000_000, Seed = 1, Ppo = new() { DiscountSeconds = 3_600, GaeDecay = 0.8f } });
var tuned = CoffeeShop.TuneRule();
Console.WriteLine(simulation.Compare(CoffeeShop.LongestQueue, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/coffee_shop");

/// <summary>One barista, eight hours: take an order, prepare a drink, make out a bill, or clean?</summary>
/// <remarks>
/// Customers come at rates that change by the hour, wait to order, for their drink, and to pay; who waits longer than
/// 8 to 12 minutes to order leaves. A decision is asked whenever the barista is idle; in an empty shop, to take orders
/// is to wait for a customer. Cleaning takes a minute and is worth ten customers, but a shop as clean as 90 is not
/// cleaned, so it is a matter of when. Original: Pathmind's coffee shop, with its times and the older of its arrivals;
/// going to another station takes 3 seconds (the layout was never published), nobody sits down. Its reward was
/// one for who is served, less one for who is lost, the gain in cleanliness, less the change of the mean time in the
/// shop. The last is now the hours of all customers, paid as they pass; and instead of one for who is served, one is
/// taken for who is not: that differs by the number of customers, which no decision changes, and leaves their luck out
/// of the reward. Cleanliness is paid at the end, so that none is gained early for the sake of the discount.
/// </remarks>
class CoffeeShop : Simulation
{
    const double Shift = 28_800, Hour = 3_600;                       // s
    const double WayToAnotherStation = 3, Recovery = 0.5, Cleaning = 60;                       // s
    const double Patience = 600;                                     // s, mean
    const double Cleaned = 10, Soiled = 0.1, Cleanest = 100;           // by a cleaning, by a drink
    static readonly int[] CustomersPerHour = [47, 36, 29, 29, 25, 22, 25, 29];

    readonly EventQueue calendar = new();                            // unit: second since 9:00
    readonly LinkedList<Customer> ordering = [];
    readonly Queue<Customer> collecting = new(), paying = new();
    readonly Action arrive;
    Random chance = new(0);                                          // of the customers: the same whatever is decided
    int station, served, balked, inShop;                             // station: of the last task
    double cleanliness, timeInShop, timeServed, changed;             // s: of all customers until now, of those served; the last count
    (int Balked, double TimeInShop) before;                          // the last decision
    bool isIdle, isOver;

    public CoffeeShop() => arrive = Arrive;

    public override double SimulatedSeconds => calendar.Time;
    public override ActionSpace ActionSpace(int agent) => new Discrete(["order", "prepare", "bill", "clean"]);

    public override void Reset()
    {
        calendar.Clear();
        chance = new(Random.Next());
        ordering.Clear();
        collecting.Clear();
        paying.Clear();
        (station, served, balked, cleanliness, timeInShop, timeServed) = (0, 0, 0, 1, 0, 0);
        (inShop, changed, isIdle, isOver) = (0, 0, true, false);
        calendar.ScheduleAt(Shift, () => isOver = true);
        ScheduleArrival();
        before = Now;
    }

    public override void Step()
    {
        before = Now;
        Begin(Action[0].Choice);
        while (!isOver && !isIdle)
            calendar.Next();
        Count(0);
    }

    public override bool[] GetActionMask(int agent)
    {
        var isEmpty = ordering.Count + collecting.Count + paying.Count == 0;
        return [isEmpty || ordering.Count > 0, collecting.Count > 0, paying.Count > 0, cleanliness <= Cleanest - Cleaned];
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["ordering"] = ordering.Count / 10.0, ["collecting"] = collecting.Count / 10.0, ["paying"] = paying.Count / 10.0,
        ["cleanliness"] = cleanliness / Cleanest, ["shift"] = calendar.Time / Shift,
        ["per_hour"] = CustomersPerHour[Math.Min((int)(calendar.Time / Hour), 7)] / 100.0,
        ["last_minutes"] = Math.Max(0, 1 - (Shift - calendar.Time) / 1_200),
        ["first_waits"] = ordering.First is { } first ? (calendar.Time - first.Value.Arrived) / Patience : 0,
        ["here"] = (float[])[station == 0 ? 1 : 0, station == 1 ? 1 : 0, station == 2 ? 1 : 0],
    };

    public override Reward GetReward(int agent) => new()
    {
        ["lost"] = 2 * (before.Balked - balked), ["unserved"] = isOver ? -inShop : 0,
        ["hours_in_shop"] = (before.TimeInShop - timeInShop) / Hour,
        ["cleanliness"] = isOver ? cleanliness - 1 : 0,
    };

    public override Metrics GetMetrics(int agent) => new()
    {
        ["score"] = served - balked - timeInShop / Hour + cleanliness - 1, ["customers"] = served + balked + inShop,
        ["customers_served"] = served, ["customers_lost"] = balked, ["minutes_in_shop"] = timeServed / 60 / Math.Max(1, served),
        ["clean"] = cleanliness,
    };

    public override Goals Goals => new() { ["score"] = Goal.Maximise, ["customers_lost"] = Goal.Minimise };

    public override bool IsDone(int agent) => isOver;

    /// <summary>Serves the longest queue, of equals the first one of a visit; cleans when there is none.</summary>
    public static Policy LongestQueue => Weighing("longest queue", 1, 1, 1, 0, 1);

    public static Policy Tuned => Weighing("tuned", 0.573, 0.547, 6.97, 0.007, 0.853);

    /// <summary>Cleans when nobody waits, below a cleanliness, and from a share of the shift on; else serves the queue
    /// of the largest weight times length.</summary>
    public static Policy Weighing(string name, double order, double prepare, double bill, double cleanBelow, double cleanFrom) =>
        Policy.From(name, (observation, mask) =>
        {
            var (ordering, collecting, paying) =
                (order * observation["ordering"], prepare * observation["collecting"], bill * observation["paying"]);
            var most = Math.Max(ordering, Math.Max(collecting, paying));
            var isDirty = observation["cleanliness"] < cleanBelow || observation["shift"] > cleanFrom;
            return mask[3] && (most == 0 || isDirty) ? 3 : ordering == most ? 0 : collecting == most ? 1 : 2;
        });

    /// <summary>Looks for the numbers of <see cref="Weighing"/> with which a day earns most.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new CoffeeShop(), p => Weighing("tuned", p["order"], p["prepare"], p["bill"], p["clean_below"], p["clean_from"]),
        new()
        {
            ["order"] = (0.0, 4.0), ["prepare"] = (0.0, 4.0), ["bill"] = (0.0, 8.0), ["clean_below"] = (0.0, 1.0),
            ["clean_from"] = (0.5, 1.0),
        }, options);

    public override void Draw(Canvas canvas)
    {
        canvas.Size(16, 9);
        (string Name, int Count, string Color)[] queues = [("order", ordering.Count, "blue"), ("collect", collecting.Count, "orange"),
            ("pay", paying.Count, "purple")];
        foreach (var (row, queue) in queues.Index())
        {
            canvas.Text(0.4, 1.2 + 2 * row, $"{queue.Name} {queue.Count}", size: 0.6, anchor: Anchor.Left);
            for (var i = 0; i < Math.Min(queue.Count, 16); i++)
                canvas.Circle(4.3 + 0.7 * i, 1.2 + 2 * row, 0.28, queue.Color);
            if (station == row)
                canvas.Rectangle(3, 0.8 + 2 * row, 0.6, 0.8, "ink");
        }
        canvas.Frame(4, 7, 11.5, 0.5);
        canvas.Rectangle(4, 7, 11.5 * Math.Min(cleanliness / Cleanest, 1), 0.5, "teal");
        canvas.Text(0.4, 7.25, "clean", size: 0.6, anchor: Anchor.Left);
        var time = new TimeOnly(9, 0).Add(TimeSpan.FromSeconds(calendar.Time));
        canvas.Text(0.4, 8.4, $"{time:H:mm}   served {served}, lost {balked}", size: 0.6, anchor: Anchor.Left);
    }

    (int Balked, double TimeInShop) Now => (balked, timeInShop);

    void Begin(int task)
    {
        var isPossible = task switch { 0 => ordering.Count > 0, 1 => collecting.Count > 0, 2 => paying.Count > 0, _ => true };
        isIdle = false;
        if (!isPossible)                                             // idles until something happens
        {
            calendar.Next();
            isIdle = true;
            return;
        }
        var way = task == station ? 0 : WayToAnotherStation;
        station = task;
        switch (task)
        {
            case 0:
                var customer = ordering.First!.Value;
                ordering.RemoveFirst();
                calendar.Cancel(customer.Patience);
                Finish(way + customer.Ordering, () => collecting.Enqueue(customer));
                break;
            case 1:
                Finish(way + collecting.Peek().Preparing, () =>
                {
                    cleanliness = Math.Max(cleanliness - Soiled, 0);
                    paying.Enqueue(collecting.Dequeue());
                });
                break;
            case 2:
                Finish(way + paying.Peek().Paying, () =>
                {
                    served++;
                    timeServed += calendar.Time - paying.Dequeue().Arrived;
                    Count(-1);
                });
                break;
            default:
                Finish(way + Cleaning - Recovery, () => cleanliness = Math.Min(cleanliness + Cleaned, Cleanest));
                break;
        }
    }

    void Finish(double seconds, Action done) => calendar.Schedule(seconds + Recovery, () =>
    {
        done();
        isIdle = true;
    });

    /// <summary>Adds the time of those in the shop until now.</summary>
    void Count(int change)
    {
        timeInShop += inShop * (calendar.Time - changed);
        (inShop, changed) = (inShop + change, calendar.Time);
    }

    void Arrive()
    {
        Count(1);
        Customer customer = new(
            calendar.Time, Triangular(8, 12, 25), Pert(30, 90), Math.Min(10 - 2 * Math.Log(1 - chance.NextDouble()), 45));
        var place = ordering.AddLast(customer);
        customer.Patience = calendar.Schedule(Patience * (0.8 + 0.4 * chance.NextDouble()), () =>
        {
            ordering.Remove(place);
            balked++;
            Count(-1);
        });
        ScheduleArrival();
    }

    /// <summary>Arrivals of a Poisson process whose rate changes by the hour: an interval that crosses the full hour is
    /// drawn again from there.</summary>
    void ScheduleArrival()
    {
        var time = calendar.Time;
        while (time < Shift)
        {
            var hour = (int)(time / Hour);
            var next = time - Math.Log(1 - chance.NextDouble()) * Hour / CustomersPerHour[hour];
            if (next < (hour + 1) * Hour)
            {
                calendar.ScheduleAt(next, arrive);
                return;
            }
            time = (hour + 1) * Hour;
        }
    }

    double Triangular(double low, double mode, double high)
    {
        var (share, part) = (chance.NextDouble(), (mode - low) / (high - low));
        return share < part
            ? low + Math.Sqrt(share * (high - low) * (mode - low))
            : high - Math.Sqrt((1 - share) * (high - low) * (high - mode));
    }

    /// <summary>PERT with the mode in the middle: Beta(3, 3) over the range, the third of five uniform
    /// numbers.</summary>
    double Pert(double low, double high)
    {
        Span<double> uniform = [chance.NextDouble(), chance.NextDouble(), chance.NextDouble(), chance.NextDouble(), chance.NextDouble()];
        uniform.Sort();
        return low + (high - low) * uniform[2];
    }

    /// <summary>When it came, and the seconds that its order, drink and bill take.</summary>
    sealed record Customer(double Arrived, double Ordering, double Preparing, double Paying)
    {
        public ScheduledEvent? Patience { get; set; }
    }
}
