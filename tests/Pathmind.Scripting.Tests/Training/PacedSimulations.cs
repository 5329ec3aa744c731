namespace Pathmind.Tests;

/// <summary>Agents of different paces: agent 0 decides before every step, agent 1 before every third one, agent 2
/// before steps 2, 6, 10, … After step t each of them is rewarded with t, and sees t. An episode has eight
/// steps.</summary>
class Paced : Simulation
{
    static readonly (int Pace, int First)[] Paces = [(1, 0), (3, 0), (4, 1)];

    protected int Now { get; private set; }

    public List<int> Observed { get; } = [];

    public override int NumberOfAgents => Paces.Length;

    public override double SimulatedSeconds => 2 * Now;

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => Now = 0;

    public override void Step() => Now++;

    public override bool NeedsDecision(int agent) => Now % Paces[agent].Pace == Paces[agent].First;

    public override Observation GetObservation(int agent)
    {
        Observed.Add(agent);
        return new() { ["now"] = Now };
    }

    public override Reward GetReward(int agent) => new() { ["gain"] = Now };

    public override Metrics GetMetrics(int agent) => new() { ["choice"] = Action[agent].IsNone ? -1 : Action[agent].Choice };

    public override bool IsDone(int agent) => Now == 8;
}

/// <summary>The same, but the episode is cut after its eight steps.</summary>
sealed class CutPaced : Paced
{
    public override int MaxSteps => 8;

    public override bool IsDone(int agent) => false;
}

/// <summary>A server of two machines: while a machine is idle, an offer comes each second, to be taken or declined; a
/// machine that took one is busy for the job's duration and paid at its end. Jobs are worth 2, 4 and 6 and take 1, 6
/// and 2 seconds. An episode has 60 steps of a second.</summary>
/// <remarks>By renewal theory the best mean gain per second is 2, by taking the first and the third: (2 + 6) / 3 in
/// (1 + 1 + 2) / 3 s per offer. All offers: 4 in 3 s, 1.33 per second. The third alone: 2 in 4 / 3 s, 1.5. The job
/// worth 4 fills a machine that would gain 12 in the meantime.</remarks>
sealed class JobOffers : Simulation
{
    public static readonly int[] Worth = [2, 4, 6], Duration = [1, 6, 2];

    readonly int[] offer = new int[2], busyUntil = new int[2], job = new int[2];
    readonly double[] paid = new double[2];
    int now;

    public override int NumberOfAgents => 2;

    public override double SimulatedSeconds => now;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["decline", "take"]);

    public override void Reset()
    {
        now = 0;
        Array.Clear(busyUntil);
        Array.Fill(job, -1);
        Offer();
    }

    public override bool NeedsDecision(int agent) => busyUntil[agent] <= now;

    public override void Step()
    {
        for (var agent = 0; agent < 2; agent++)
            if (busyUntil[agent] <= now && Action[agent].Choice == 1)
                (job[agent], busyUntil[agent]) = (offer[agent], now + Duration[offer[agent]]);
        now++;
        for (var agent = 0; agent < 2; agent++)
        {
            paid[agent] = job[agent] >= 0 && busyUntil[agent] <= now ? Worth[job[agent]] : 0;
            if (busyUntil[agent] <= now)
                job[agent] = -1;
        }
        Offer();
    }

    public override Observation GetObservation(int agent)
    {
        var kind = new float[3];
        kind[offer[agent]] = 1;
        return new() { ["offer"] = kind };
    }

    public override Reward GetReward(int agent) => new() { ["paid"] = paid[agent] };

    public override bool IsDone(int agent) => now >= 60;

    void Offer() => (offer[0], offer[1]) = (Random.Next(3), Random.Next(3));
}

/// <summary>A guard with a mask who decides now and then and a driver who steers all the time: two kinds of agents and
/// two paces, in episodes of random length.</summary>
sealed class GuardAndDriver : Simulation
{
    readonly bool[] open = new bool[3];
    double place;
    int now, length, nextDecision;

    public override int NumberOfAgents => 2;

    public override ActionSpace ActionSpace(int agent) => agent == 0 ? new Discrete(3) : new Continuous(1, -1, 1);

    public override void Reset()
    {
        (now, place, length, nextDecision) = (0, Random.NextDouble(), 5 + Random.Next(20), Random.Next(3));
        Open();
    }

    public override bool NeedsDecision(int agent) => agent == 1 || now == nextDecision;

    public override void Step()
    {
        if (now == nextDecision)
        {
            if (!open[Action[0].Choice])
                throw new InvalidOperationException("A closed door was chosen.");
            nextDecision += 1 + Random.Next(9);
            Open();
        }
        place += 0.2 * Action[1].Value;
        now++;
    }

    public override bool[]? GetActionMask(int agent) => agent == 0 ? open : null;

    public override Observation GetObservation(int agent) => agent == 0 ? new() { ["now"] = now } : new() { ["place"] = place };

    public override Reward GetReward(int agent) => new()
    {
        ["guarded"] = agent == 0 && !Action[0].IsNone ? Action[0].Choice : 0, ["near"] = agent == 1 ? -Math.Abs(place) : 0,
    };

    public override bool IsDone(int agent) => now >= length;

    void Open() => (open[0], open[1], open[2]) = (true, Random.Next(2) == 0, Random.Next(2) == 0);
}

/// <summary>Thirty steps of a walk whose direction is decided before every third one.</summary>
sealed class WalkInThrees : Walk
{
    public override bool NeedsDecision(int agent) => Now % 3 == 0;
}

/// <summary>Thirty steps of a walk in a wind that turns: near the middle is good.</summary>
class Walk : Simulation
{
    double place;

    protected int Now { get; private set; }

    public override int MaxSteps => 300;

    public override ActionSpace ActionSpace(int agent) => new Discrete(3);

    public override void Reset() => (Now, place) = (0, 2 * Random.NextDouble() - 1);

    public override void Step()
    {
        place += 0.1 * (Action[0].Choice - 1) + 0.05 * Math.Sin(Now);
        Now++;
    }

    public override Observation GetObservation(int agent) => new() { ["place"] = place };

    public override Reward GetReward(int agent) => new() { ["near"] = -Math.Abs(place) };

    public override bool IsDone(int agent) => Now == 30;
}
