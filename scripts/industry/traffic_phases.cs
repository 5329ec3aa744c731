using Pathmind;

var simulation = new TrafficPhases();
var training = simulation.Train(new() { Steps = 500_000, Seed = 1 });
var tuned = TrafficPhases.TuneRule();
Console.WriteLine(simulation.Compare(TrafficPhases.FixedTimes(30, 30), tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/traffic_phases");

/// <summary>A crossing of two roads with two lanes each way: every ten seconds the light stays or changes, while the
/// traffic of the two roads changes over eight hours.</summary>
/// <remarks>
/// Cars arrive at random, drive 260 m at 80 km/h to the line, and wait for green; then one car a lane leaves every two
/// seconds, the first one two seconds after green came. A change takes 3 s of yellow; no green lasts longer than 300 s.
/// An episode draws one of five pairs of flows (cars per hour on an arm, one number for each hour): both moderate, one
/// that begins in the sixth hour beside a moderate one, a morning peak beside an afternoon peak. Original: Pathmind's
/// traffic phases. Its policy saw the arms' shares of the summed ages of all cars, which hide how many there are, and
/// was paid the relative fall of the summed ages. Here it sees the cars themselves, and pays for the
/// seconds that cars stand at the line: those that they drive are the same whatever the light does.
/// </remarks>
class TrafficPhases : Simulation
{
    const int Arms = 4, Lanes = 8;                                   // north, east, south, west; two lanes each
    const double Period = 10, Yellow = 3, LongestGreen = 300, Headway = 2, StartLost = 2;          // s
    const double Approach = 260 / (80 / 3.6);                        // s to the line
    static readonly int[] Moderate = [500, 500, 500, 500, 500, 500, 500, 500], FromSixth = [0, 0, 0, 0, 0, 750, 900, 750],
        Morning = [200, 750, 200, 50, 50, 50, 50, 50], Afternoon = [50, 50, 50, 50, 50, 200, 750, 200];
    static readonly int[][][] Pairs =
        [[Moderate, Moderate], [FromSixth, Moderate], [Moderate, FromSixth], [Afternoon, Morning], [Morning, Afternoon]];

    readonly EventQueue calendar = new();                            // unit: second
    readonly Queue<double>[] entered = [.. Enumerable.Range(0, Lanes).Select(_ => new Queue<double>())];   // when its cars came
    readonly int[] waiting = new int[Lanes];                         // of them at the line
    readonly bool[] flowing = new bool[Lanes];                       // whether a car of the lane is about to leave
    readonly float[] queue = new float[Arms], driving = new float[Arms], longest = new float[Arms];
    readonly Action[] arrive, reachLine, leave;
    int[][] flows = Pairs[0];
    int axis, cars, standing, arrived;                               // axis that has green, or gets it after the yellow
    double greenFrom, lastChange, wait, totalTime;                   // s; car-seconds at the lines in the step, in all of the episode

    public TrafficPhases()
    {
        arrive = [.. Enumerable.Range(0, Arms).Select(arm => (Action)(() => Arrive(arm)))];
        reachLine = [.. Enumerable.Range(0, Lanes).Select(lane => (Action)(() => ReachLine(lane)))];
        leave = [.. Enumerable.Range(0, Lanes).Select(lane => (Action)(() => Leave(lane)))];
    }

    public override ActionSpace ActionSpace(int agent) => new Discrete(["keep", "change"]);

    public override void Reset()
    {
        calendar.Clear();
        foreach (var lane in entered)
            lane.Clear();
        Array.Clear(waiting);
        Array.Clear(flowing);
        (axis, cars, standing, arrived, greenFrom, lastChange, totalTime) = (0, 0, 0, 0, 0, 0, 0);
        flows = Pairs[Random.Next(Pairs.Length)];
        for (var arm = 0; arm < Arms; arm++)
            ScheduleArrival(arm);
    }

    public override void Step()
    {
        wait = 0;
        if (Action[0].Choice == 1 || calendar.Time - greenFrom >= LongestGreen)
        {
            axis = 1 - axis;
            greenFrom = calendar.Time + Yellow;
            calendar.Schedule(Yellow, BeginGreen);
        }
        calendar.RunUntil(calendar.Time + Period);
        CountCars(0, 0);
    }

    public override Observation GetObservation(int agent)
    {
        for (var arm = 0; arm < Arms; arm++)
        {
            queue[arm] = waiting[2 * arm] + waiting[2 * arm + 1];
            driving[arm] = entered[2 * arm].Count + entered[2 * arm + 1].Count - queue[arm];
            longest[arm] = Math.Max(Age(2 * arm), Age(2 * arm + 1)) / 60;
        }
        return new()
        {
            ["queue"] = queue, ["driving"] = driving, ["longest_age"] = longest, ["axis"] = axis,
            ["green_minutes"] = (calendar.Time - greenFrom) / 60,
        };
    }

    public override Reward GetReward(int agent) => new() { ["wait"] = -wait / 60 };

    public override Metrics GetMetrics(int agent) => new() { ["mean_time"] = totalTime / Math.Max(1, arrived), ["cars"] = arrived };

    public override Goals Goals => new() { ["mean_time"] = Goal.Minimise };

    public override bool IsDone(int agent) => false;

    public override bool IsTruncated(int agent) => calendar.Time >= 8 * 3600;

    /// <summary>Changes after fixed seconds of green for each road, rounded up to tens.</summary>
    public static Policy FixedTimes(double northSouth, double eastWest) => Policy.From($"fixed times {northSouth:0}/{eastWest:0} s",
        observation => 60 * observation["green_minutes"] >= (observation["axis"] == 0 ? northSouth : eastWest) - Yellow - 0.1 ? 1 : 0);

    /// <summary>Changes when few cars are left at the lines that have green, and some wait at the others.</summary>
    public static Policy Actuated(string name, double left, double waiting) => Policy.From(name, observation =>
    {
        var queue = observation["queue"];
        var green = (int)observation["axis"];
        return queue[green] + queue[green + 2] <= left && queue[1 - green] + queue[3 - green] >= waiting ? 1 : 0;
    });

    public static Policy Tuned => Actuated("tuned actuated", 1.7, 0.3);

    /// <summary>Looks for the numbers of <see cref="Actuated"/> with which cars lose the least time.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new TrafficPhases(), p => Actuated("tuned", p["left"], p["waiting"]),
        new() { ["left"] = (0.0, 10.0), ["waiting"] = (0.0, 20.0) }, options);

    /// <summary>Seen from above: cars at the lines, and as rings those that still drive.</summary>
    public override void Draw(Canvas canvas)
    {
        canvas.Size(100, 100);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var side = 1.5 + 3 * (lane % 2);
            var color = HasGreen(lane) ? "green" : lane / 2 % 2 == axis ? "yellow" : "red";
            for (var car = 0; car < Math.Min(entered[lane].Count, 20); car++)
            {
                var away = (car < waiting[lane] ? 8 : 12) + 2.2 * car;
                var (x, y) = (lane / 2) switch { 0 => (side, -away), 1 => (away, side), 2 => (-side, away), _ => (-away, -side) };
                if (car < waiting[lane])
                    canvas.Circle(50 + x, 50 + y, 1, color);
                else
                    canvas.Ring(50 + x, 50 + y, 1);
            }
        }
        canvas.Frame(43, 43, 14, 14, "line");
        var light = calendar.Time >= greenFrom ? "green" : "yellow";
        foreach (var at in new[] { 43, 57 })
        {
            canvas.Line(44, at, 56, at, axis == 0 ? light : "red", 0.8);
            canvas.Line(at, 44, at, 56, axis == 1 ? light : "red", 0.8);
        }
        canvas.Text(8, 96, $"{calendar.Time / 3600:0.00} h", size: 4);
    }

    void ScheduleArrival(int arm)
    {
        var hour = (int)(calendar.Time / 3600);
        var rate = flows[arm % 2][Math.Min(hour, 7)];
        var delay = rate == 0 ? double.PositiveInfinity : -3600.0 / rate * Math.Log(1 - Random.NextDouble());
        var nextHour = 3600.0 * (hour + 1);
        if (calendar.Time + delay < nextHour)
            calendar.Schedule(delay, arrive[arm]);
        else if (hour < 7)
            calendar.ScheduleAt(nextHour, () => ScheduleArrival(arm));       // draws again: the exponential has no memory
    }

    /// <summary>Takes the lane with fewer cars.</summary>
    void Arrive(int arm)
    {
        CountCars(1, 0);
        arrived++;
        var lane = entered[2 * arm].Count <= entered[2 * arm + 1].Count ? 2 * arm : 2 * arm + 1;
        entered[lane].Enqueue(calendar.Time);
        calendar.Schedule(Approach, reachLine[lane]);
        ScheduleArrival(arm);
    }

    void ReachLine(int lane)
    {
        CountCars(0, 1);
        waiting[lane]++;
        if (!flowing[lane] && HasGreen(lane) && calendar.Time >= greenFrom + StartLost)
            Flow(lane, 0);
    }

    void BeginGreen()
    {
        for (var lane = 0; lane < Lanes; lane++)
            if (HasGreen(lane) && !flowing[lane])
                Flow(lane, StartLost);
    }

    void Flow(int lane, double delay)
    {
        flowing[lane] = true;
        calendar.Schedule(delay, leave[lane]);
    }

    /// <summary>The first car of the lane leaves, if there is one and it may; the next one follows.</summary>
    void Leave(int lane)
    {
        flowing[lane] = waiting[lane] > 0 && HasGreen(lane);
        if (!flowing[lane])
            return;
        CountCars(-1, -1);
        waiting[lane]--;
        entered[lane].Dequeue();
        Flow(lane, Headway);
    }

    bool HasGreen(int lane) => lane / 2 % 2 == axis && calendar.Time >= greenFrom;

    float Age(int lane) => entered[lane].TryPeek(out var since) ? (float)(calendar.Time - since) : 0;

    void CountCars(int came, int stopped)
    {
        var seconds = calendar.Time - lastChange;
        (wait, totalTime, lastChange) = (wait + standing * seconds, totalTime + cars * seconds, calendar.Time);
        (cars, standing) = (cars + came, standing + stopped);
    }
}
