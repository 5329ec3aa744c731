using Pathmind;

var simulation = new Agv();
var training = simulation.Train(new() { Steps = 500_000, Seed = 1, Ppo = new() { DiscountSeconds = 3_000 } });
var tuned = Agv.TuneRule();
Console.WriteLine(simulation.Compare(Agv.ShortestQueue, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/agv");

/// <summary>Four automated guided vehicles feed nine machines: which trip does a vehicle that gets free make
/// next?</summary>
/// <remarks>
/// Every product passes three stages of three machines, and each machine needs one unit of raw material per product, so
/// a finished product takes six trips. Products and raw material never run out: the vehicles are what is scarce.
/// Machines fail every 2.5 hours, for half an hour. All places lie in six lanes off one corridor, and a lane takes one
/// vehicle at a time: others wait at its mouth until it has loaded (10 s) or unloaded and driven out. Who arrives
/// decides, alone; who chose to wait is asked again after a minute. The more products finished in three hours, the
/// better. Original: Pathmind's AGV tutorial, whose hall, times, failures and rule these are; the lanes are ours, its
/// three choices are one list of trips, and what it punished is masked. Utilisation is paid to who brought the work.
/// </remarks>
class Agv : Simulation
{
    const int Vehicles = 4, Machines = 9, ProductRoom = 10, RawRoom = 5, OutputRoom = 5;
    const int Raw = 3, FirstOutput = 4;                              // origins: sources 0..2, raw material, outputs of machines 0..5
    const double Shift = 3 * 3600, Corridor = 10;                    // s; y in m
    static readonly double[] LaneX = [39, 44, 62, 67, 86, 91];       // sources; raw and stage 1; its output; 2; its output; 3; m
    static readonly double[] Row = [18, 25, 32];                     // y of sources and machines, m
    static readonly double[] Slowness = [1, 1.4, 1.2];               // of the stages
    static readonly double[] Worth = [0.1, 0.15, 0.25];              // of a unit that a stage begins to work on, in products
    static readonly (int From, int To)[] Trips =                     // of choices 1, 2, …; 0 is to wait
    [
        .. from origin in Enumerable.Range(0, FirstOutput + 6)
           from machine in Enumerable.Range(0, Machines)
           where origin == Raw || machine / 3 == (origin < Raw ? 0 : (origin - FirstOutput) / 3 + 1)
           select (origin, machine),
    ];

    readonly EventQueue calendar = new();                            // unit: second
    readonly Vehicle?[] inLane = new Vehicle?[LaneX.Length];
    readonly Queue<Action>[] atMouth = [.. LaneX.Select(_ => new Queue<Action>())];
    Random failures = new(0);                                        // a stream apart: the same whatever is decided
    Machine[] machines = [];
    Vehicle[] vehicles = [];
    int asking, finished, finishedBefore, full, fullBefore;          // full: how often an output became full

    public override int NumberOfAgents => Vehicles;
    public override double SimulatedSeconds => calendar.Time;
    public override Goals Goals => new() { ["finished"] = Goal.Maximise };
    public override ActionSpace ActionSpace(int agent) => new Discrete(Trips.Length + 1);
    public override bool[] GetActionMask(int agent) => [true, .. Trips.Select(IsPossible)];
    public override bool NeedsDecision(int agent) => agent == asking;
    public override bool IsDone(int agent) => asking < 0;          // nothing more happens in this shift

    public override void Reset()
    {
        calendar.Clear();
        failures = new(Random.Next());
        Array.Clear(inLane);
        Array.ForEach(atMouth, queue => queue.Clear());
        machines = [.. Enumerable.Range(0, Machines).Select(number => new Machine(number))];
        vehicles = [.. Enumerable.Range(0, Vehicles).Select(number => new Vehicle(number, LaneX[number + 1]))];
        Array.ForEach(machines, ScheduleFailure);
        Array.ForEach(vehicles, vehicle => AskAfter(vehicle, 15));
        (asking, finished, full) = (-1, 0, 0);
        Step();                                                      // on to the first decision
    }

    public override void Step()
    {
        (finishedBefore, fullBefore) = (finished, full);
        foreach (var vehicle in vehicles)
            (vehicle.Essential, vehicle.Used, vehicle.TripSeconds) = (0, 0, 0);
        if (asking >= 0)
            Begin(vehicles[asking], Action[asking].Choice);
        asking = -1;
        while (asking < 0 && calendar.NextTime <= Shift)
            calendar.Next();
    }

    public override Observation GetObservation(int agent)
    {
        var me = vehicles[agent];
        float[] here = [.. LaneX[1..].Select(x => x == me.To.X ? 1 : 0)];    // nobody ends at the sources
        float[] bound = [.. LaneX.Select((_, lane) => vehicles.Count(other => other != me && other.Heading == lane))];
        return new()
        {
            ["products"] = Each(machine => machine.Products), ["raw"] = Each(machine => machine.Raw),
            ["ready"] = Each(machine => machine.Ready)[..6], ["failed"] = Each(machine => machine.HasFailed ? 1 : 0),
            ["working"] = Each(machine => machine.IsWorking ? 1 : 0), ["bound"] = bound, ["here"] = here,
            ["depth"] = me.Lane >= 0 ? me.To.Y - Corridor : 0, ["time_left"] = 1 - calendar.Time / Shift,
        };
    }

    public override Reward GetReward(int agent) => new()
    {
        ["throughput"] = 0.01 * (finished - finishedBefore), ["used"] = vehicles[agent].Used,
        ["essential"] = vehicles[agent].Essential / 120.0, ["full_output"] = -0.01 * (full - fullBefore),
        ["trip"] = -vehicles[agent].TripSeconds / 14_000,
    };

    public override Metrics GetMetrics(int agent) =>
        new() { ["finished"] = finished, ["trips"] = vehicles[agent].Trips, ["waited_share"] = vehicles[agent].Waited / Shift };

    public override void Draw(Canvas canvas)
    {
        canvas.Size(78, 38);
        for (var lane = 0; lane < LaneX.Length; lane++)
            canvas.Line(LaneX[lane] - 30, Corridor, LaneX[lane] - 30, 36, inLane[lane] is null ? "line" : "orange", 1.5);
        canvas.Line(5, Corridor, 65, Corridor, "line", 2);
        for (var i = 0; i < Machines; i++)
        {
            var (machine, x, y) = (machines[i], LaneX[InputOf(i).Lane] - 30, Row[i % 3]);
            canvas.Rectangle(x + 2, y - 2, 12, 4, machine.HasFailed ? "red" : machine.IsWorking ? "green" : "grey");
            canvas.Text(x + 8, y, $"{machine.Products} · {machine.Raw} · {machine.Output}", "paper", 2);
        }
        foreach (var vehicle in vehicles)
        {
            var share = Math.Clamp((calendar.Time - vehicle.Left) / Math.Max(1, vehicle.Arrives - vehicle.Left), 0, 1);
            var x = vehicle.From.X + share * (vehicle.To.X - vehicle.From.X) - 30;
            var y = vehicle.From.Y + share * (vehicle.To.Y - vehicle.From.Y);
            canvas.Circle(x, y, 1.6, "blue");
            canvas.Text(x, y, $"{vehicle.Number}", "paper", 2);
        }
        canvas.Text(5, 4, $"{finished} finished after {calendar.Time / 3600:0.00} h", anchor: Anchor.Left);
    }

    /// <summary>The original's rule: raw material to the machine that lacks most of it; else a product to the shortest
    /// queue of its next stage; else a new product to the shortest queue of the first stage.</summary>
    public static Policy ShortestQueue => Rule("shortest queue", 0, 0, 0);
    public static Policy Tuned => Rule("tuned rule", 0.31, 0.44, 6.7);

    /// <summary>Looks for the prices of <see cref="Rule"/> with which most is finished.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new Agv(), p => Rule("tuned", p["metre"], p["vehicle"], p["failure"]),
        new() { ["metre"] = (0.0, 1.0), ["vehicle"] = (0.0, 5.0), ["failure"] = (0.0, 20.0) }, options);

    /// <summary>The rule with a price of a metre, of another vehicle bound for a lane of the trip, and of a failed
    /// machine, in places of a queue.</summary>
    public static Policy Rule(string name, double metre, double vehicle, double failure) => Policy.From(name, (observation, agent, mask) =>
    {
        var (at, best, least) = (LaneX[observation["here"].Values.IndexOf(1) + 1], 0, double.PositiveInfinity);
        for (var choice = 1; choice < mask.Length; choice++)
        {
            var ((from, to), queue) = (Trips[choice - 1], observation["products"][Trips[choice - 1].To]);
            var lack = queue - observation["raw"][to];
            if (!mask[choice] || (from == Raw && lack <= 0))
                continue;
            var (source, target) = (OriginOf(from), InputOf(to));
            var metres = Math.Abs(at - LaneX[source.Lane]) + Math.Abs(LaneX[source.Lane] - LaneX[target.Lane])
                + 2 * (source.Y + target.Y - 2 * Corridor);
            var price = (from == Raw ? -lack : from < Raw ? 2_000 + queue : 1_000 + queue) + metre * metres
                + vehicle * (observation["bound"][source.Lane] + observation["bound"][target.Lane]) + failure * observation["failed"][to]
                + (from == agent % 3 ? 0 : 1e-3);
            if (price < least)
                (best, least) = (choice, price);
        }
        return best;
    });

    static (int Lane, double Y) OriginOf(int origin) => origin < Raw ? (0, Row[origin]) : origin == Raw ? (1, 13)
        : (2 + 2 * ((origin - FirstOutput) / 3), Row[(origin - FirstOutput) % 3]);
    static (int Lane, double Y) InputOf(int machine) => (1 + 2 * (machine / 3), Row[machine % 3]);
    bool IsPossible((int From, int To) trip) => trip.From == Raw
        ? machines[trip.To].Raw < RawRoom
        : machines[trip.To].Products < ProductRoom && (trip.From < Raw || machines[trip.From - FirstOutput].Ready > 0);

    float[] Each(Func<Machine, int> number) => [.. machines.Select(machine => (float)number(machine))];

    void AskAfter(Vehicle vehicle, double seconds) =>
        calendar.Schedule(seconds - 1 + 2 * Random.NextDouble(), () => asking = vehicle.Number);

    void Begin(Vehicle vehicle, int choice)
    {
        if (choice > 0)
            Carry(vehicle, Trips[choice - 1]);
        else
            AskAfter(vehicle, 60);
        if (choice == 0 && vehicle.Lane >= 0)                        // who waits is not in others' way
            Go(vehicle, (LaneX[vehicle.Lane], Corridor), () => Leave(vehicle));
    }

    void Carry(Vehicle vehicle, (int From, int To) trip)
    {
        var (machine, isRaw, began) = (machines[trip.To], trip.From == Raw, calendar.Time);
        var origin = trip.From < FirstOutput ? null : machines[trip.From - FirstOutput];
        var (same, other) = isRaw ? (machine.Raw, machine.Products) : (machine.Products, machine.Raw);
        vehicle.Essential = !machine.HasFailed && (same == 0 || same < other) ? 1 : 0;
        (machine.Raw, machine.Products) = isRaw ? (machine.Raw + 1, machine.Products) : (machine.Raw, machine.Products + 1);
        origin?.Ready -= 1;
        Visit(vehicle, OriginOf(trip.From), 10, () =>
        {
            origin?.Output -= 1;
            TryToWork(origin);
            Visit(vehicle, InputOf(trip.To), 1 + 4 * Random.NextDouble(), () =>
            {
                (isRaw ? machine.RawHere : machine.ProductsHere).Enqueue(vehicle);
                TryToWork(machine);
                (vehicle.Heading, vehicle.TripSeconds, asking) = (-1, calendar.Time - began, vehicle.Number);
                vehicle.Trips++;
            });
        });
    }

    /// <summary>Drives to a place, waits for its lane if need be, and stands there for a while.</summary>
    void Visit(Vehicle vehicle, (int Lane, double Y) place, double seconds, Action then)
    {
        vehicle.Heading = place.Lane;
        if (vehicle.Lane == place.Lane)
            Approach();
        else if (vehicle.Lane < 0)
            Go(vehicle, (LaneX[place.Lane], Corridor), () => Enter(vehicle, place.Lane, Approach));
        else
            Go(vehicle, (LaneX[vehicle.Lane], Corridor), () => { Leave(vehicle); Visit(vehicle, place, seconds, then); });

        void Approach() => Go(vehicle, (LaneX[place.Lane], place.Y), () => calendar.Schedule(seconds, then));
    }

    void Go(Vehicle vehicle, (double X, double Y) to, Action then)
    {
        var metres = Math.Abs(to.X - vehicle.To.X) + Math.Abs(to.Y - vehicle.To.Y);
        (vehicle.From, vehicle.To, vehicle.Left) = (vehicle.To, to, calendar.Time);
        vehicle.Arrives = calendar.Schedule(metres == 0 ? 0 : metres + 1 / 1.5, then).Time;    // 1 m/s, 1.5 m/s²
    }

    void Enter(Vehicle vehicle, int lane, Action then)
    {
        var came = calendar.Time;
        atMouth[lane].Enqueue(() =>
        {
            vehicle.Waited += calendar.Time - came;
            (inLane[lane], vehicle.Lane) = (vehicle, lane);
            then();
        });
        if (inLane[lane] is null)
            atMouth[lane].Dequeue()();
    }

    void Leave(Vehicle vehicle)
    {
        var lane = vehicle.Lane;
        (inLane[lane], vehicle.Lane) = (null, -1);
        if (atMouth[lane].TryDequeue(out var take))
            take();
    }

    void TryToWork(Machine? machine)
    {
        if (machine is not { IsWorking: false, HasFailed: false, Output: < OutputRoom, ProductsHere.Count: > 0, RawHere.Count: > 0 })
            return;
        machine.ProductsHere.Dequeue().Used += Worth[machine.Stage];
        machine.RawHere.Dequeue().Used += Worth[machine.Stage];
        (machine.Products, machine.Raw, machine.IsWorking) = (machine.Products - 1, machine.Raw - 1, true);
        var minutes = (0.5 + 1.5 * Random.NextDouble()) * Slowness[machine.Stage];
        machine.Done = calendar.Schedule(60 * minutes, () => Finish(machine));
    }

    void Finish(Machine machine)
    {
        machine.IsWorking = false;
        if (machine.Stage < 2)
            (machine.Ready, full) = (machine.Ready + 1, ++machine.Output == OutputRoom ? full + 1 : full);
        else                                                         // checked; one of twenty is worked over
            calendar.Schedule(10 + 10 * Random.NextDouble() + (Random.NextDouble() < 0.05 ? 120 : 0), () => finished++);
        TryToWork(machine);
    }

    void ScheduleFailure(Machine machine) => calendar.Schedule(-2.5 * 3600 * Math.Log(1 - failures.NextDouble()), () =>
    {
        machine.HasFailed = true;
        var left = calendar.Cancel(machine.Done) ? machine.Done!.Time - calendar.Time : -1;
        calendar.Schedule(60 * Triangular(8, 30, 40), () =>
        {
            machine.HasFailed = false;
            if (left >= 0)
                machine.Done = calendar.Schedule(left, () => Finish(machine));
            TryToWork(machine);
            ScheduleFailure(machine);
        });
    });

    double Triangular(double least, double mode, double most)
    {
        var (u, range) = (failures.NextDouble(), most - least);
        return u * range < mode - least ? least + Math.Sqrt(u * range * (mode - least)) : most - Math.Sqrt((1 - u) * range * (most - mode));
    }

    sealed class Machine(int number)
    {
        public readonly Queue<Vehicle> ProductsHere = new(), RawHere = new();    // who brought them
        public int Stage = number / 3, Products, Raw, Output, Ready;             // with what is on its way; ready: that nobody fetches yet
        public bool IsWorking, HasFailed;
        public ScheduledEvent? Done;
    }

    sealed class Vehicle(int number, double x)
    {
        public int Number = number, Lane = -1, Heading = -1, Trips, Essential;   // the lane that it is in, and is bound for; -1 for none
        public double TripSeconds, Used, Waited, Left, Arrives;
        public (double X, double Y) From = (x, Corridor), To = (x, Corridor);
    }
}
