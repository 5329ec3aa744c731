using Pathmind;

var simulation = new CallCenters();
var training = simulation.Train(new() { Steps = 500_000, Seed = 1, Ppo = new() { DiscountSeconds = 30, GaeDecay = 0.8f } });
var tuned = CallCenters.TuneRule();
Console.WriteLine(simulation.Compare(CallCenters.ShortestQueue, tuned.Policy, training.Policy, Policy.Random(1)));
training.Policy.Save("policies/call_centers");

/// <summary>Five call centres that can transfer calls to each other: who takes the call that just came in?</summary>
/// <remarks>
/// The centres differ: 2 to 4 operators, and skills that make a call last 1.5 to 6.7 minutes on average. Five
/// flows of 15 to 75 calls per hour are dealt to them every hour: one is flooded while another sleeps. A call that
/// comes in stays with its own centre or is transferred over one of two lines to another one; it holds the line until
/// it ends. Callers hang up after 20 to 25 minutes of waiting. A decision is asked for every call when it comes in; a
/// centre to which no line is free cannot be chosen (the mask says so). Original: Pathmind's interconnected call
/// centres; operators, skills and lines are of the size of its early version, the schedules were never published. Its
/// reward was the change of the mean wait; here each call pays for the minutes that it will wait, and a tenth of those
/// that it takes of an operator, which later callers will miss. With that price a minute is far enough to look ahead:
/// the further, the more of what is discounted is the luck of the calls that come. How long the longest call of each
/// centre has lasted is seen too: a call takes 0.8 to 1.2 times its mean, so it tells when an operator gets free.
/// </remarks>
class CallCenters : Simulation
{
    const int Centres = 5, Lines = 2;
    const double Shift = 240, Patience = 20;                         // min; up to 5 more of patience
    static readonly int[] Flows = [15, 25, 40, 55, 75];               // calls per hour
    static readonly int[] Operators = [4, 3, 2, 2, 2];
    static readonly double[] Length = [2.66, 1.77, 1.21, 0.83, 0.59];    // of a call, in 2.5 min on average: 2.66 / skill

    readonly EventQueue calendar = new();                            // unit: minute
    readonly double[][] freeAt = [.. Operators.Select(operators => new double[operators])];        // when each operator will be idle
    readonly double[][] began = [.. Operators.Select(operators => new double[operators])];         // when the call that it takes began
    readonly Action[] arrive = new Action[Centres];
    readonly ScheduledEvent?[] nextCall = new ScheduledEvent?[Centres];
    readonly int[] flow = new int[Centres], waiting = new int[Centres];
    readonly int[,] free = new int[Centres, Centres];                // lines between two centres, the smaller number first
    readonly float[] origin = new float[Centres], callsPerMinute = new float[Centres], idle = new float[Centres],
        queue = new float[Centres], expected = new float[Centres], lasted = new float[Centres], lines = new float[Centres];
    readonly bool[] mask = new bool[Centres];
    int asking, calls, hungUp;                                       // asking: centre of the call that came in; -1 between two calls
    double wait, work, totalWait, totalWork;                         // min: of the last call, of all
    bool isOver;

    public CallCenters()
    {
        for (var centre = 0; centre < Centres; centre++)
        {
            var own = centre;
            arrive[centre] = () => Arrive(own);
        }
    }

    /// <summary>What a minute of an operator costs, in minutes of waiting.</summary>
    public double WorkPrice { get; init; } = 0.1;

    public override double SimulatedSeconds => 60 * calendar.Time;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Centres);

    public override void Reset()
    {
        calendar.Clear();
        Array.Clear(waiting);
        for (var centre = 0; centre < Centres; centre++)
        {
            Array.Clear(freeAt[centre]);
            nextCall[centre] = null;
            for (var other = 0; other < Centres; other++)
                free[centre, other] = Lines;
        }
        (calls, hungUp, wait, work, totalWait, totalWork, isOver) = (0, 0, 0, 0, 0, 0, false);
        calendar.Schedule(Shift, () => isOver = true);
        BeginHour();
        RunUntilCall();
    }

    public override void Step()
    {
        Take(asking, Action[0].Choice);
        RunUntilCall();
        totalWait += wait;
        totalWork += work;
    }

    public override Observation GetObservation(int agent)
    {
        for (var centre = 0; centre < Centres; centre++)
        {
            origin[centre] = centre == asking ? 1 : 0;
            idle[centre] = freeAt[centre].Count(time => time <= calendar.Time);
            queue[centre] = waiting[centre];
            expected[centre] = (float)(Math.Max(0, waiting[centre] + 1 - idle[centre]) * 2.5 * Length[centre] / Operators[centre]);
            lasted[centre] = (float)freeAt[centre].Zip(began[centre], Lasted).Max();
            lines[centre] = FreeLines(centre);
        }
        return new()
        {
            ["origin"] = origin, ["idle"] = idle, ["queue"] = queue, ["expected_wait"] = expected,
            ["longest_call"] = lasted, ["lines"] = lines, ["calls_per_minute"] = callsPerMinute,
        };
    }

    public override bool[] GetActionMask(int agent)
    {
        for (var centre = 0; centre < Centres; centre++)
            mask[centre] = FreeLines(centre) > 0;
        return mask;
    }

    public override Reward GetReward(int agent) => new() { ["wait"] = -wait, ["work"] = -WorkPrice * work };

    public override Metrics GetMetrics(int agent) => new()
    {
        ["mean_wait"] = totalWait / Math.Max(1, calls), ["hung_up"] = (double)hungUp / Math.Max(1, calls), ["calls"] = calls,
        ["utilisation"] = totalWork / (Operators.Sum() * Shift),
    };

    public override Goals Goals => new() { ["mean_wait"] = Goal.Minimise, ["hung_up"] = Goal.Minimise };

    public override bool IsDone(int agent) => false;

    public override bool IsTruncated(int agent) => isOver;

    /// <summary>Stays where an operator is idle; else goes where the fewest wait, idle operators counted against
    /// them.</summary>
    public static Policy ShortestQueue => Policy.From("shortest queue", (observation, mask) =>
    {
        var own = Enumerable.Range(0, Centres).First(centre => observation["origin"][centre] == 1);
        return observation["idle"][own] > 0 ? own : Enumerable.Range(0, Centres).Where(centre => mask[centre])
            .MinBy(centre => observation["queue"][centre] - observation["idle"][centre] - (centre == own ? 0.5 : 0));
    });

    public static Policy Tuned => Cheapest("tuned", 0.103, 0.034, 0.093, 0.224);

    /// <summary>Goes where the price is least, in minutes: expected wait, less a share of what the longest call has
    /// lasted if nobody is idle; weighted length of the call and a price of the line, less something for each idle
    /// operator.</summary>
    public static Policy Cheapest(string name, double lengthWeight, double perIdle, double linePrice, double lastedShare) =>
        Policy.From(name, (observation, mask) => Enumerable.Range(0, Centres).Where(centre => mask[centre]).MinBy(centre =>
            observation["expected_wait"][centre] + lengthWeight * 2.5 * Length[centre]
            - (observation["idle"][centre] > 0 ? perIdle * observation["idle"][centre] : lastedShare * observation["longest_call"][centre])
            + (observation["origin"][centre] == 1 ? 0 : linePrice)));

    /// <summary>Looks for the numbers of <see cref="Cheapest"/> with which calls wait least.</summary>
    public static TuningResult TuneRule(TuningOptions? options = null) => Tune.Heuristic(
        () => new CallCenters { WorkPrice = 0 }, p => Cheapest("tuned", p["length"], p["idle"], p["line"], p["lasted"]),
        new() { ["length"] = (0.0, 0.4), ["idle"] = (0.0, 0.1), ["line"] = (0.0, 0.1), ["lasted"] = (0.0, 1.0) }, options);

    /// <summary>For each centre its operators, busy ones filled, and who waits; an arrow where the call came
    /// in.</summary>
    public override void Draw(Canvas canvas)
    {
        canvas.Size(60, 2 + 4 * Centres);
        for (var centre = 0; centre < Centres; centre++)
        {
            var y = 3 + 4 * centre;
            for (var number = 0; number < Operators[centre]; number++)
                if (freeAt[centre][number] > calendar.Time)
                    canvas.Circle(9 + 2 * number, y, 0.8, "green");
                else
                    canvas.Ring(9 + 2 * number, y, 0.8);
            canvas.Rectangle(27, y - 1, waiting[centre], 2, "red");
            if (centre == asking)
                canvas.Arrow(1, y, 6, y);
        }
        canvas.Text(55, 2 + 4 * Centres - 0.5, $"{calendar.Time:0} min", size: 2);
    }

    void BeginHour()
    {
        Flows.CopyTo(flow, 0);
        Random.Shuffle(flow);
        for (var centre = 0; centre < Centres; centre++)
        {
            callsPerMinute[centre] = flow[centre] / 60f;
            calendar.Cancel(nextCall[centre]);                           // drawn again: the exponential has no memory
            ScheduleCall(centre);
        }
        calendar.Schedule(60, BeginHour);
    }

    void ScheduleCall(int centre) =>
        nextCall[centre] = calendar.Schedule(-1 / callsPerMinute[centre] * Math.Log(1 - Random.NextDouble()), arrive[centre]);

    void Arrive(int centre)
    {
        calls++;
        asking = centre;
        ScheduleCall(centre);
    }

    void RunUntilCall()
    {
        asking = -1;
        while (asking < 0 && !isOver)
            calendar.Next();
    }

    /// <summary>Callers are served in the order in which they came, so how long this one waits is settled: until the
    /// first operator has served all those before.</summary>
    void Take(int from, int to)
    {
        var operators = freeAt[to];
        var first = Array.IndexOf(operators, operators.Min());
        wait = Math.Max(0, operators[first] - calendar.Time);
        var patience = Patience + 5 * Random.NextDouble();
        work = Length[to] * (2 + Random.NextDouble());
        if (wait > patience)
            (wait, work, hungUp) = (patience, 0, hungUp + 1);
        else
        {
            operators[first] = calendar.Time + wait + work;
            calendar.Schedule(wait, () => began[to][first] = calendar.Time);
        }
        if (wait > 0)
        {
            waiting[to]++;
            calendar.Schedule(wait, () => waiting[to]--);
        }
        if (from == to)
            return;
        free[Math.Min(from, to), Math.Max(from, to)]--;
        calendar.Schedule(wait + work, () => free[Math.Min(from, to), Math.Max(from, to)]++);
    }

    /// <summary>Minutes since the call began that an operator takes; 0 for an idle one.</summary>
    double Lasted(double freeAt, double began) => freeAt > calendar.Time ? calendar.Time - began : 0;

    int FreeLines(int to) => asking < 0 || asking == to ? Lines : free[Math.Min(asking, to), Math.Max(asking, to)];
}
