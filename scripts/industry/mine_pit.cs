using Pathmind;

var simulation = new MinePit();
var training = simulation.Train(new() { Steps = 500_000, Seed = 1, Ppo = new() { DiscountSeconds = 7_200, GaeDecay = 0.8f } });
var tuned = MinePit.TuneRule();
Console.WriteLine(simulation.Compare(MinePit.ShortestQueue, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/mine_pit");

/// <summary>Ten trucks carry ore from five shovels to five plants: where does the truck go that was just loaded or
/// emptied?</summary>
/// <remarks>
/// Roads take 5 to 20 minutes loaded, a third less empty; a shovel loads a truck of 95 t in 4 to 9 minutes, a plant
/// empties it in 3 to 6, the mean of each its own: one truck at a time, first come, first served. Shovels and plants
/// fail every three hours on average for 20 to 60 minutes; trucks that wait there stay. Each truck is an agent, all
/// share one policy, and a truck decides when it was served. A shift lasts eight hours. Original: Pathmind's mine with
/// Simwell, of which only the numbers of shovels, plants and trucks and the failures were published: times and roads
/// are ours, of the size that the literature has. There, too, shortest queue knew nothing of repairs. Reward: the loads
/// that a truck brought, less what it brings in a minute for each of its minutes on the road or in a queue, and for
/// those that the trucks behind it waited while it was served. With its own minutes alone each truck takes the way that
/// is best for itself, and all of them together bring less.
/// </remarks>
class MinePit : Simulation
{
    const int Sites = 5, Trucks = 10;                                // shovels are places 0 .. 4, plants 5 .. 9
    const double Shift = 480, EmptyRoad = 2 / 3.0, MeanUp = 180, MeanRepair = 40, Payload = 95;                     // min, t
    static readonly double[] Service = [4, 8, 5, 9, 6, 3, 5, 4, 6, 3];                             // mean minutes for a truck at each place
    static readonly double[,] Road =                                 // minutes loaded, [shovel, plant]
    {
        { 5, 9, 14, 18, 12 }, { 8, 6, 11, 15, 20 }, { 13, 10, 7, 6, 16 }, { 19, 14, 8, 9, 10 }, { 11, 18, 15, 10, 8 },
    };

    readonly EventQueue calendar = new();                            // unit: minute
    readonly Queue<int>[] queue = [.. Enumerable.Range(0, 2 * Sites).Select(_ => new Queue<int>())];
    readonly bool[] busy = new bool[2 * Sites];
    readonly double[] downSince = new double[2 * Sites];             // NaN: works
    readonly int[] trucks = new int[2 * Sites];                      // there or on the way
    readonly double[] freeAt = new double[2 * Sites];                // when the truck that is served is expected to leave
    readonly float[] road = new float[Sites], wait = new float[Sites], followers = new float[Sites];
    readonly float[][] seenTrucks = [new float[Sites], new float[Sites]], down = [new float[Sites], new float[Sites]];
    readonly Truck[] fleet = [.. Enumerable.Range(0, Trucks).Select(_ => new Truck())];
    Random failures = new(0);                                        // a stream apart: the same whatever is decided
    int asking;                                                      // truck that was served just now; -1 when the shift is over
    double ore, behind, totalOre, totalRoad, totalWait;              // loads, truck-minutes; behind: others' for the last one served

    /// <summary>What a minute of a truck costs, in loads: as many as a truck brings in one.</summary>
    public double MinutePrice { get; init; } = 0.038;

    public override int NumberOfAgents => Trucks;

    public override double SimulatedSeconds => 60 * calendar.Time;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Sites);

    public override bool NeedsDecision(int agent) => agent == asking;

    public override void Reset()
    {
        calendar.Clear();
        failures = new(Random.Next());
        for (var place = 0; place < 2 * Sites; place++)
        {
            queue[place].Clear();
            (busy[place], downSince[place], trucks[place]) = (false, double.NaN, 0);
            ScheduleFailure(place);
        }
        (ore, behind, totalOre, totalRoad, totalWait) = (0, 0, 0, 0, 0);
        for (var number = 0; number < Trucks; number++)
        {
            var truck = number;
            fleet[truck] = new() { Place = Sites + truck % Sites };
            calendar.Schedule(0, () => asking = truck);
        }
        RunUntilAsked();
    }

    public override void Step()
    {
        Drive(asking, (fleet[asking].IsLoaded ? Sites : 0) + Action[asking].Choice);
        RunUntilAsked();
    }

    public override Observation GetObservation(int agent)
    {
        var truck = fleet[agent];
        var isUnderWay = truck.Place < Sites != truck.IsLoaded;          // observed so at the end of the shift only
        for (var site = 0; site < Sites; site++)
        {
            var target = (truck.IsLoaded ? Sites : 0) + site;
            road[site] = isUnderWay ? 0 : (float)Minutes(truck.Place, target);
            (wait[site], followers[site]) = Foresee(target, calendar.Time + road[site]);
            for (var side = 0; side < 2; side++)
            {
                var place = (truck.IsLoaded ? 1 - side : side) * Sites + site;
                seenTrucks[side][site] = trucks[place];
                down[side][site] = double.IsNaN(downSince[place]) ? 0 : 1 + (float)(calendar.Time - downSince[place]) / 60;
            }
        }
        return new()
        {
            ["is_loaded"] = truck.IsLoaded, ["road"] = road, ["expected_wait"] = wait, ["followers"] = followers,
            ["trucks"] = seenTrucks[0], ["down"] = down[0],
            ["trucks_of_others"] = seenTrucks[1], ["others_down"] = down[1],
        };
    }

    /// <summary>Of the trip that just ended; nothing for all other trucks.</summary>
    public override Reward GetReward(int agent) => agent == asking
        ? new()
        {
            ["ore"] = ore, ["road"] = -MinutePrice * fleet[agent].Road, ["wait"] = -MinutePrice * fleet[agent].Wait,
            ["behind"] = -MinutePrice * behind,
        }
        : new() { ["ore"] = 0, ["road"] = 0, ["wait"] = 0, ["behind"] = 0 };

    /// <summary>Of the whole mine, the same for every truck.</summary>
    public override Metrics GetMetrics(int agent) => new()
    {
        ["tonnes"] = totalOre * Payload, ["road_minutes"] = totalRoad, ["wait_minutes"] = totalWait,
    };

    public override Goals Goals => new() { ["tonnes"] = Goal.Maximise };

    public override bool IsDone(int agent) => false;

    public override bool IsTruncated(int agent) => asking < 0;

    /// <summary>Where the fewest trucks are or will be; of equals the nearest.</summary>
    public static Policy ShortestQueue => Policy.From("shortest queue", observation =>
        Enumerable.Range(0, Sites).MinBy(site => 100 * observation["trucks"][site] + observation["road"][site]));

    public static Policy Tuned => Soonest("tuned", 1.44, 0.51, 0.67);

    /// <summary>Least sum of road minutes, weighted minutes of expected waiting, and weighted minutes of service, more
    /// for each truck that comes after it.</summary>
    public static Policy Soonest(string name, double wait, double service, double follower) => Policy.From(name, observation =>
        Enumerable.Range(0, Sites).MinBy(site => observation["road"][site] + wait * observation["expected_wait"][site]
            + (service + follower * observation["followers"][site]) * Service[(observation["is_loaded"] == 1 ? Sites : 0) + site]));

    /// <summary>Looks for the numbers of <see cref="Soonest"/> with which most ore comes to the plants.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new MinePit { MinutePrice = 0 }, p => Soonest("tuned", p["wait"], p["service"], p["follower"]),
        new() { ["wait"] = (0.0, 3.0), ["service"] = (-1.0, 3.0), ["follower"] = (0.0, 3.0) }, options);

    /// <summary>Shovels on the left, plants on the right, red while they are repaired; trucks that are there (filled)
    /// or on the way to them.</summary>
    public override void Draw(Canvas canvas)
    {
        canvas.Size(60, 4 + 8 * Sites);
        for (var place = 0; place < 2 * Sites; place++)
        {
            var (x, y, step) = (place < Sites ? 3 : 55, 4 + 8 * (place % Sites), place < Sites ? 2.5 : -2.5);
            canvas.Rectangle(x - 2, y - 2, 4, 4, double.IsNaN(downSince[place]) ? place < Sites ? "orange" : "blue" : "red");
            var there = queue[place].Count + (busy[place] ? 1 : 0);
            for (var truck = 0; truck < trucks[place]; truck++)
                if (truck < there)
                    canvas.Circle(x + step * (truck + 1.7), y, 1, "grey");
                else
                    canvas.Ring(x + step * (truck + 1.7), y, 1);
        }
        canvas.Text(29, 3, $"{totalOre * Payload:0} t", size: 3);
    }

    static double Minutes(int from, int to) => to >= Sites ? Road[from, to - Sites] : EmptyRoad * Road[to, from - Sites];

    /// <summary>Minutes that a truck which arrives at a time is expected to wait at a place, and the trucks on the way
    /// to it that arrive later.</summary>
    (float Wait, float Followers) Foresee(int place, double arrival)
    {
        var free = double.IsNaN(downSince[place]) ? calendar.Time : Math.Max(calendar.Time + 5, downSince[place] + MeanRepair);
        free = (busy[place] ? Math.Max(free, freeAt[place]) : free) + queue[place].Count * Service[place];
        var later = 0;
        foreach (var other in fleet.Where(other => other.Place == place && other.IsUnderWay).OrderBy(other => other.Arrives))
            if (other.Arrives <= arrival)
                free = Math.Max(free, other.Arrives) + Service[place];
            else
                later++;
        return ((float)Math.Max(0, free - arrival), later);
    }

    void RunUntilAsked()
    {
        asking = -1;
        while (asking < 0 && calendar.NextTime < Shift)
            calendar.Next();
    }

    void Drive(int number, int place)
    {
        var truck = fleet[number];
        truck.Road = Minutes(truck.Place, place);
        truck.Place = place;
        trucks[place]++;
        (truck.IsUnderWay, truck.Arrives) = (true, calendar.Time + truck.Road);
        calendar.Schedule(truck.Road * (0.9 + 0.2 * Random.NextDouble()), () =>
        {
            (truck.IsUnderWay, truck.Arrives) = (false, calendar.Time);
            queue[place].Enqueue(number);
            Serve(place);
        });
    }

    void Serve(int place)
    {
        if (busy[place] || !double.IsNaN(downSince[place]) || !queue[place].TryDequeue(out var number))
            return;
        busy[place] = true;
        fleet[number].Wait = calendar.Time - fleet[number].Arrives;
        freeAt[place] = calendar.Time + Service[place];
        calendar.Schedule(Normal(Service[place], Service[place] / 5), () => EndService(place, number));
    }

    void EndService(int place, int number)
    {
        var truck = fleet[number];
        busy[place] = false;
        trucks[place]--;
        behind = queue[place].Count * Service[place];
        truck.IsLoaded = place < Sites;
        ore = truck.IsLoaded ? 0 : truck.Load / Payload;
        truck.Load = truck.IsLoaded ? Normal(Payload, 7.5) : 0;
        totalOre += ore;
        totalRoad += truck.Road;
        totalWait += truck.Wait;
        asking = number;
        Serve(place);
    }

    /// <summary>A truck that is being served is finished first.</summary>
    void ScheduleFailure(int place) => calendar.Schedule(-MeanUp * Math.Log(1 - failures.NextDouble()), () =>
    {
        downSince[place] = calendar.Time;
        calendar.Schedule(20 + 20 * (failures.NextDouble() + failures.NextDouble()), () =>
        {
            downSince[place] = double.NaN;
            ScheduleFailure(place);
            Serve(place);
        });
    });

    /// <summary>Normal, cut at a third of the mean (Box and Muller).</summary>
    double Normal(double mean, double deviation) => Math.Max(mean / 3,
        mean + deviation * Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble()));

    /// <summary>Where it is or goes, and minutes of its last trip.</summary>
    sealed class Truck
    {
        public int Place { get; set; }

        public bool IsLoaded { get; set; }

        public double Load { get; set; }

        public bool IsUnderWay { get; set; }

        /// <summary>When it is expected, then when it came, in minutes.</summary>
        public double Arrives { get; set; }

        public double Road { get; set; }

        public double Wait { get; set; }
    }
}
