using Pathmind;

/// <summary>Four driverless vehicles carry products between a source, three machines and an exit.</summary>
/// <remarks>Product P goes source, A, B, exit; Q goes source, B, C, exit. A vehicle that is free chooses from which
/// out-queue it fetches the next product; then it drives there and to the product's next machine on its own. One policy
/// for all vehicles.</remarks>
internal sealed class TrialFleet : Simulation
{
    public const int Wait = 0;                                       // choice n > 0: fetch from station n - 1 (source, A, B, C)
    const int Vehicles = 4, Stations = 5, Source = 0, Exit = 4, Minutes = 240, InRoom = 4, OutRoom = 4, SourceRoom = 8;
    static readonly int[,] Drive =
    {
        { 0, 2, 3, 4, 5 },
        { 2, 0, 1, 2, 4 },
        { 3, 1, 0, 1, 3 },
        { 4, 2, 1, 0, 2 },
        { 5, 4, 3, 2, 0 },
    };
    static readonly int[] Takes = [0, 3, 2, 4, 0];
    static readonly int[][] Routes = [[0, 1, 2, 4], [0, 2, 3, 4]];

    record struct Product(int Kind, int At)
    {
        public readonly int From => Routes[Kind][At];
        public readonly int To => Routes[Kind][At + 1];
        public readonly Product Next => this with { At = At + 1 };
    }

    sealed class Vehicle
    {
        public int Station, Target, MinutesLeft;
        public bool Busy, Loaded;
        public Product Cargo;
    }

    readonly Queue<Product>[] inQueues = [new(), new(), new(), new(), new()], outQueues = [new(), new(), new(), new(), new()];
    readonly Product?[] working = new Product?[Stations];
    readonly int[] workLeft = new int[Stations], reservedRoom = new int[Stations];
    readonly Vehicle[] vehicles = [new(), new(), new(), new()];
    int minute, delivered, lost, deliveredSoFar, lostSoFar;
    readonly int[] empty = new int[Vehicles];

    /// <summary>Fetches from the nearest station that has a product ready and room for it ahead.</summary>
    public static Policy Nearest => Policy.From("nearest job", (observation, mask) => Best(mask, i => -observation["distance"][i]));

    /// <summary>Fetches from the longest queue.</summary>
    public static Policy LongestQueue => Policy.From("longest queue", (observation, mask) => Best(mask, i => observation["out_queue"][i]));

    public override int NumberOfAgents => Vehicles;

    public override int MaxSteps => Minutes;

    public override ActionSpace ActionSpace(int agent) => new Discrete(5);

    public override void Reset()
    {
        for (var station = 0; station < Stations; station++)
        {
            inQueues[station].Clear();
            outQueues[station].Clear();
            working[station] = null;
            workLeft[station] = reservedRoom[station] = 0;
        }
        for (var i = 0; i < Vehicles; i++)
            vehicles[i] = new Vehicle { Station = i % Stations };
        minute = delivered = lost = deliveredSoFar = lostSoFar = 0;
        Array.Clear(empty);
    }

    public override bool[] GetActionMask(int agent)
    {
        var mask = new bool[5];
        mask[Wait] = true;
        if (!vehicles[agent].Busy)
            for (var station = 0; station < 4; station++)
                mask[station + 1] = CanFetch(station);
        return mask;
    }

    public override void Step()
    {
        delivered = lost = 0;
        Array.Clear(empty);
        for (var i = 0; i < Vehicles; i++)
            if (!vehicles[i].Busy && Action[i].Choice != Wait && CanFetch(Action[i].Choice - 1))
                Send(i, Action[i].Choice - 1);
        foreach (var vehicle in vehicles)
            Move(vehicle);
        for (var station = 1; station < Exit; station++)
            Work(station);
        if (Random.NextSingle() < 0.42f)
        {
            if (outQueues[Source].Count < SourceRoom) outQueues[Source].Enqueue(new(Random.Next(2), 0));
            else lost++;
        }
        deliveredSoFar += delivered;
        lostSoFar += lost;
        minute++;
    }

    public override Observation GetObservation(int agent)
    {
        var me = vehicles[agent];
        var distance = new float[4];
        for (var station = 0; station < 4; station++)
            distance[station] = Drive[me.Station, station];
        return new()
        {
            ["station"] = OneHot(me.Station), ["busy"] = me.Busy, ["loaded"] = me.Loaded, ["minutes_left"] = me.MinutesLeft,
            ["distance"] = distance,
            ["out_queue"] = new[] { outQueues[0].Count, outQueues[1].Count, outQueues[2].Count, outQueues[3].Count },
            ["room_in"] = new[] { Room(1), Room(2), Room(3) },
            ["free_vehicles"] = vehicles.Count(vehicle => !vehicle.Busy),
        };
    }

    public override Reward GetReward(int agent) => new()
    {
        ["delivered"] = delivered / (float)Vehicles, ["lost"] = -0.5f * lost / Vehicles, ["empty_minutes"] = -0.01f * empty[agent],
    };

    public override bool IsDone(int agent) => minute >= Minutes;

    public override Metrics GetMetrics(int agent) => new() { ["delivered_so_far"] = deliveredSoFar, ["lost_so_far"] = lostSoFar };

    bool CanFetch(int station) => outQueues[station].TryPeek(out var product) && Room(product.To) > 0;

    int Room(int station) => station == Exit ? 99 : InRoom - inQueues[station].Count - reservedRoom[station];

    void Send(int agent, int station)
    {
        var vehicle = vehicles[agent];
        vehicle.Cargo = outQueues[station].Dequeue();                // the product is mine, though I am not yet there
        reservedRoom[vehicle.Cargo.To]++;
        vehicle.Busy = true;
        vehicle.Loaded = false;
        vehicle.Target = station;
        vehicle.MinutesLeft = Drive[vehicle.Station, station] + 1;
        empty[agent] = vehicle.MinutesLeft;
    }

    void Move(Vehicle vehicle)
    {
        if (!vehicle.Busy || --vehicle.MinutesLeft > 0) return;
        vehicle.Station = vehicle.Target;
        if (!vehicle.Loaded)
        {
            vehicle.Loaded = true;
            vehicle.Target = vehicle.Cargo.To;
            vehicle.MinutesLeft = Drive[vehicle.Station, vehicle.Target] + 1;
            return;
        }
        vehicle.Busy = vehicle.Loaded = false;
        if (vehicle.Target == Exit) { delivered++; return; }
        reservedRoom[vehicle.Target]--;
        inQueues[vehicle.Target].Enqueue(vehicle.Cargo.Next);
    }

    void Work(int station)
    {
        if (working[station] is { } done && --workLeft[station] <= 0 && outQueues[station].Count < OutRoom)
        {
            outQueues[station].Enqueue(done);
            working[station] = null;
        }
        if (working[station] is null && inQueues[station].TryDequeue(out var next))
            (working[station], workLeft[station]) = (next, Takes[station]);
    }

    /// <summary>The first station of the highest value among those that the mask allows to fetch from, as a choice; to
    /// wait if there is none.</summary>
    static AgentAction Best(bool[] mask, Func<int, float> value) =>
        Enumerable.Range(1, 4).Where(choice => mask[choice]).OrderByDescending(choice => value(choice - 1)).FirstOrDefault(Wait);

    static float[] OneHot(int station) { var hot = new float[Stations]; hot[station] = 1; return hot; }
}
