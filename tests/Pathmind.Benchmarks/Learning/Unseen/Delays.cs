using Pathmind;

/// <summary>The key chosen at the first step opens, or does not, the door that is reached 150 steps later. What was
/// chosen can be seen on the way.</summary>
internal sealed class LockedDoor : Simulation
{
    const int Steps = 150, Keys = 3;

    int step, right, chosen;

    public static Policy Best { get; } = Policy.From("the key that fits", seen => (int)seen["fits"]);

    public override ActionSpace ActionSpace(int agent) => new Discrete(Keys);

    public override void Reset() => (step, right, chosen) = (0, Random.Next(Keys), -1);

    public override void Step()
    {
        if (step == 0)
            chosen = Action[0].Choice;
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["step"] = step, ["fits"] = right, ["chosen"] = chosen };

    public override Reward GetReward(int agent) => new() { ["opened"] = step == Steps && chosen == right ? 1 : 0 };

    public override bool IsDone(int agent) => step == Steps;
}

/// <summary>How much of one's wealth to spend in each of 40 periods, if what is left grows by 5 %: the utility of what
/// is spent is its logarithm, so the best is an equal part for each period left (Samuelson 1969).</summary>
internal sealed class Savings : Simulation
{
    const int Periods = 40;
    const double Growth = 1.05, Least = 1e-3;

    double wealth, utility;
    int period;

    public static Policy Best { get; } = Policy.From("equal parts", seen => (float)(1 / (double)seen["periods_left"]));

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, (float)Least, 1);

    public override void Reset() => (wealth, period) = (100, 0);

    public override void Step()
    {
        var spent = wealth * Action[0].Value;
        wealth = Math.Max(Least, (wealth - spent) * Growth);
        utility = Math.Log(spent);
        period++;
    }

    public override Observation GetObservation(int agent) => new() { ["periods_left"] = Periods - period, ["wealth"] = wealth };

    public override Reward GetReward(int agent) => new() { ["utility"] = utility };

    public override bool IsDone(int agent) => period == Periods;
}

/// <summary>A corridor of twelve cells; only its end is rewarded, the sooner the better. Chance finds it in one episode
/// of six.</summary>
internal sealed class Corridor : Simulation
{
    const int End = 12, Steps = 60;

    int cell, step;

    public static Policy Best { get; } = Policy.From("always on", _ => 1);

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => (cell, step) = (0, 0);

    public override void Step()
    {
        cell = Math.Max(0, cell + (Action[0].Choice == 1 ? 1 : -1));
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["cell"] = cell, ["step"] = step };

    public override Reward GetReward(int agent) => new() { ["arrived"] = cell == End ? 1 - step / 100.0 : 0 };

    public override bool IsDone(int agent) => cell == End || step == Steps;
}
