namespace Pathmind.Tests;

/// <summary>Two agents with nothing in common. The first sorts: it sees a box's colour, and chooses the chute of that
/// colour. The second doses: it sees a weight w in -1 .. 1, and gives 2·w + 0.5. The best reward is 1 for the one, 0
/// for the other.</summary>
sealed class TwoTrades : Simulation
{
    const int Colours = 3;

    int colour;
    float weight;

    /// <summary>Whether what the agents see says nothing about what is rewarded.</summary>
    public bool IsBlind { get; set; }

    public override int NumberOfAgents => 2;

    public override ActionSpace ActionSpace(int agent) => agent == 0 ? new Discrete(["red", "green", "blue"]) : new Continuous(1, -3, 3);

    public override void Reset() => (colour, weight) = (Random.Next(Colours), 2 * Random.NextSingle() - 1);

    public override void Step()
    {
    }

    public override Observation GetObservation(int agent)
    {
        if (agent == 1)
            return new() { ["weight"] = IsBlind ? 2 * Random.NextSingle() - 1 : weight };
        var seen = new float[Colours];
        seen[IsBlind ? Random.Next(Colours) : colour] = 1;
        return new() { ["colour"] = seen };
    }

    public override Reward GetReward(int agent) => new()
    {
        ["sorted"] = agent == 0 && Action[0].Choice == colour ? 1 : 0,
        ["missed"] = agent == 1 ? -Math.Pow(Action[1].Value - (2 * weight + 0.5), 2) : 0,
    };

    public override bool IsDone(int agent) => true;
}

/// <summary>Four agents of two kinds: the even ones choose twice, with a mask, and see a list; the odd ones make the
/// first of these choices alone and give a number, and see another name as well.</summary>
sealed class Crossroads : Simulation
{
    int t;

    public override int NumberOfAgents => 4;

    public override ActionSpace ActionSpace(int agent) => agent % 2 == 0
        ? new Composite(new Discrete(3), new Discrete(2))
        : new Composite(new Discrete(3), new Continuous(1, 0, 10), new Continuous(2));

    public override void Reset() => t = 0;

    public override void Step() => t++;

    public override bool[]? GetActionMask(int agent) => agent % 2 == 0 ? [true, t % 2 == 0, false, t % 2 == 1, true] : null;

    public override Observation GetObservation(int agent) => agent % 2 == 0
        ? new() { ["queue"] = new float[] { t, agent } }
        : new() { ["speed"] = t * 0.5f, ["queue"] = new float[] { t, agent } };

    public override Reward GetReward(int agent) => new() { ["passed"] = Action[agent].Choices[0] == agent % 3 ? 1 : 0 };

    public override bool IsDone(int agent) => t >= 5 + agent;
}
