namespace Pathmind.Tests;

/// <summary>Two mechanics repair brakes, engines and bodies, one working week of 40 hours: whoever gets free while jobs
/// wait decides of which kind the next one is.</summary>
sealed class RepairShop : Simulation
{
    static readonly string[] Kinds = ["brakes", "engine", "body"];
    static readonly double[] PerHour = [1.5, 0.5, 0.4], Hours = [0.3, 0.8, 2], CostPerHour = [1, 8, 1];    // arrivals, mean work, waiting

    readonly EventQueue calendar = new();                            // time in hours
    readonly int[] waiting = new int[3];
    readonly bool[] isBusy = new bool[2];
    double cost, before, since;
    bool isOver;

    public override int NumberOfAgents => 2;
    public override ActionSpace ActionSpace(int agent) => new Discrete(Kinds);
    public override double SimulatedSeconds => 3600 * calendar.Time;
    int Asking => waiting.Sum() > 0 ? Array.IndexOf(isBusy, false) : -1;         // the first free mechanic, if there is a choice

    public override void Reset()
    {
        calendar.Clear();
        Array.Clear(waiting);
        Array.Clear(isBusy);
        (cost, before, since, isOver) = (0, 0, 0, false);
        for (var kind = 0; kind < 3; kind++)
            NextArrival(kind);
        calendar.ScheduleAt(40, () => isOver = true);
    }

    public override bool NeedsDecision(int agent) => agent == Asking;

    public override void Step()
    {
        before = cost;
        if (Asking is >= 0 and var mechanic)
            Start(mechanic, Action[mechanic].Choice);
        while (Asking < 0 && !isOver && calendar.Next()) { }         // on to the next decision
        Account();
    }

    void NextArrival(int kind) => calendar.Schedule(Exponential(1 / PerHour[kind]), () =>
    {
        Account();
        waiting[kind]++;
        NextArrival(kind);
    });

    void Start(int mechanic, int kind)
    {
        waiting[kind]--;
        isBusy[mechanic] = true;
        calendar.Schedule(Exponential(Hours[kind]), () => isBusy[mechanic] = false);
    }

    /// <summary>Waiting has cost what it does since the last change.</summary>
    void Account()
    {
        for (var kind = 0; kind < 3; kind++)
            cost += waiting[kind] * CostPerHour[kind] * (calendar.Time - since);
        since = calendar.Time;
    }

    double Exponential(double mean) => -mean * Math.Log(1 - Random.NextDouble());

    public override bool[] GetActionMask(int agent) => [.. waiting.Select(jobs => jobs > 0)];
    public override Observation GetObservation(int agent) => new() { ["waiting"] = waiting, ["hours_left"] = 40 - calendar.Time };
    public override Reward GetReward(int agent) => new() { ["waiting"] = before - cost };
    public override bool IsDone(int agent) => isOver;
}
