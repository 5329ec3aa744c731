using Pathmind;

/// <summary>A call centre with two skill groups. Every 20 seconds the router may hand one waiting call to one group, or
/// wait.</summary>
/// <remarks>Sales people sell better and faster, support people solve problems faster; each can help out with the other
/// kind of call.</remarks>
internal sealed class TrialCallCentre : Simulation
{
    public const int Wait = 0, SalesToSales = 1, SalesToSupport = 2, SupportToSales = 3, SupportToSupport = 4;
    const float Tick = 1 / 3f;                                       // minutes
    const int Ticks = 4 * 60 * 3;                                    // a shift of four hours
    const int SalesPeople = 6, SupportPeople = 8;
    static readonly float[] Patience = [3f, 6f];                     // mean minutes until a caller hangs up: sales, support
    static readonly float[,] Talk = { { 4f, 6.5f }, { 8f, 5f } };    // mean minutes: [call kind, group]

    readonly Queue<(float Arrived, float HangsUp)>[] queues = [new(), new()];
    readonly List<float>[] busyUntil = [[], []];                     // of each group
    float minute;
    int tick, answered, answeredInTime, abandoned, offered;
    float sales, hangUps, waiting, misrouted;                        // of the last step
    float waited;

    /// <summary>Everyone answers what they are best at.</summary>
    public static Policy OwnGroup => Policy.From("own group only", observation =>
        observation["sales_waiting"] > 0 && observation["sales_people_free"] > 0 ? SalesToSales
        : observation["support_waiting"] > 0 && observation["support_people_free"] > 0 ? SupportToSupport : Wait);

    /// <summary>The same, but a group with nothing to do helps the other.</summary>
    public static Policy Overflow => Policy.From("overflow", observation =>
        observation["sales_waiting"] > 0 && observation["sales_people_free"] > 0 ? SalesToSales
        : observation["support_waiting"] > 0 && observation["support_people_free"] > 0 ? SupportToSupport
        : observation["sales_waiting"] > 0 && observation["support_people_free"] > 0 ? SalesToSupport
        : observation["support_waiting"] > 0 && observation["sales_people_free"] > 1 ? SupportToSales : Wait);

    public override int MaxSteps => Ticks;

    public override ActionSpace ActionSpace(int agent) => new Discrete(5);

    public override void Reset()
    {
        foreach (var queue in queues) queue.Clear();
        foreach (var group in busyUntil) group.Clear();
        minute = 0;
        tick = answered = answeredInTime = abandoned = offered = 0;
        sales = hangUps = waiting = misrouted = waited = 0;
    }

    public override bool[] GetActionMask(int agent) =>
    [
        true,
        queues[0].Count > 0 && Free(0) > 0,
        queues[0].Count > 0 && Free(1) > 0,
        queues[1].Count > 0 && Free(0) > 0,
        queues[1].Count > 0 && Free(1) > 0,
    ];

    public override void Step()
    {
        sales = hangUps = waiting = misrouted = 0;
        if (Action[0].Choice > 0)
            Route(call: (Action[0].Choice - 1) / 2, group: (Action[0].Choice - 1) % 2);
        minute += Tick;
        tick++;
        for (var group = 0; group < 2; group++)
            busyUntil[group].RemoveAll(until => until <= minute);
        for (var call = 0; call < 2; call++)
        {
            HangUps(call);
            var calls = Poisson(Rate(call, minute) * Tick);
            for (; calls > 0; calls--)
            {
                queues[call].Enqueue((minute, minute + Exponential(Patience[call])));
                offered++;
            }
            waiting += queues[call].Count * Tick;
        }
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["sales_waiting"] = queues[0].Count, ["support_waiting"] = queues[1].Count,
        ["sales_longest_wait"] = Longest(0), ["support_longest_wait"] = Longest(1),
        ["sales_people_free"] = Free(0), ["support_people_free"] = Free(1),
        ["hour"] = minute / 60,
    };

    public override Reward GetReward(int agent) => new()
    {
        ["sales"] = 20 * sales, ["hang_ups"] = -5 * hangUps, ["waiting"] = -0.2f * waiting, ["misrouted"] = -misrouted,
    };

    public override bool IsDone(int agent) => tick >= Ticks;

    public override Metrics GetMetrics(int agent) => new()
    {
        ["service_level"] = offered == 0 ? 1 : (double)answeredInTime / offered,
        ["abandon_rate"] = offered == 0 ? 0 : (double)abandoned / offered,
        ["mean_wait"] = answered == 0 ? 0 : waited / answered,
    };

    void Route(int call, int group)
    {
        var (arrived, _) = queues[call].Dequeue();
        busyUntil[group].Add(minute + Exponential(Talk[call, group]));
        answered++;
        waited += minute - arrived;
        if (minute - arrived <= 20 / 60f + 1e-3f)
            answeredInTime++;
        if (call == 0)
            sales += Random.NextSingle() < (group == 0 ? 0.30f : 0.15f) ? 1 : 0;
        misrouted += call == group ? 0 : 1;
    }

    void HangUps(int call)
    {
        for (var left = queues[call].Count; left > 0; left--)
        {
            var caller = queues[call].Dequeue();
            if (caller.HangsUp <= minute) { hangUps++; abandoned++; }
            else queues[call].Enqueue(caller);
        }
    }

    static float Rate(int call, float minute) => call == 0                                          // calls a minute
        ? 1.3f + 0.9f * MathF.Sin(minute / 240 * MathF.PI)                                          // sales: busiest in the middle
        : 1.9f - 0.7f * MathF.Sin(minute / 240 * MathF.PI);                                         // support: at both ends

    int Free(int group) => (group == 0 ? SalesPeople : SupportPeople) - busyUntil[group].Count;

    float Longest(int call) => queues[call].TryPeek(out var caller) ? minute - caller.Arrived : 0;

    float Exponential(float mean) => -mean * MathF.Log(1 - Random.NextSingle());

    int Poisson(float mean)
    {
        var draws = -1;
        for (var product = 1.0; product > Math.Exp(-mean); draws++)
            product *= Random.NextDouble();
        return draws;
    }
}
