using Pathmind;

/// <summary>Fifty products of fixed values that are not shown; every second step only one of them may be taken, else
/// any of six.</summary>
internal sealed class Masked : Simulation
{
    const int Products = 50, Steps = 20, Offered = 6;

    readonly bool[] allowed = new bool[Products];
    double value;
    int step;

    public static Policy Best { get; } =
        Policy.From("most valuable", (_, allowed) => Enumerable.Range(0, Products).Where(i => allowed[i]).MaxBy(Value));

    public override ActionSpace ActionSpace(int agent) => new Discrete(Products);

    public override void Reset()
    {
        step = 0;
        Offer();
    }

    public override void Step()
    {
        value = Value(Action[0].Choice);
        step++;
        Offer();
    }

    public override bool[] GetActionMask(int agent) => allowed;

    public override Observation GetObservation(int agent) =>
        new() { ["step"] = step, ["choices"] = allowed.Count(can => can), ["even"] = step % 2 == 0, ["zero"] = 0 };

    public override Reward GetReward(int agent) => new() { ["value"] = value };

    public override bool IsDone(int agent) => step == Steps;

    /// <summary>0 .. 0.98, in no order that the number shows.</summary>
    static double Value(int product) => product * 17 % Products / (double)Products;

    void Offer()
    {
        Array.Clear(allowed);
        for (var i = 0; i < (step % 2 == 0 ? 1 : Offered); i++)
            allowed[Random.Next(Products)] = true;
    }
}

/// <summary>A tool and two doses in one action: the tool that fits works the better the nearer the doses are to what
/// the patient needs; another does nothing.</summary>
internal sealed class Dosing : Simulation
{
    const int Tools = 3, Steps = 15;

    readonly float[] needs = new float[2];
    int tool, step;
    double effect;

    public static Policy Best { get; } =
        Policy.From("as needed", seen => AgentAction.Of([(int)seen["tool"]], [seen["needs"][0], -seen["needs"][1]]));

    public override ActionSpace ActionSpace(int agent) => new Composite(new Discrete(Tools), new Continuous(2, -5, 5));

    public override void Reset()
    {
        step = 0;
        Next();
    }

    public override void Step()
    {
        var (first, second) = (Action[0].Values[0] - needs[0], Action[0].Values[1] + needs[1]);
        effect = Action[0].Choice == tool ? Math.Exp(-(first * first + second * second) / 8) : 0;
        step++;
        Next();
    }

    public override Observation GetObservation(int agent) => new() { ["needs"] = needs, ["tool"] = tool };

    public override Reward GetReward(int agent) => new() { ["effect"] = effect };

    public override bool IsDone(int agent) => step == Steps;

    void Next()
    {
        tool = Random.Next(Tools);
        for (var i = 0; i < needs.Length; i++)
            needs[i] = Random.NextSingle() * 8 - 4;
    }
}
