namespace Pathmind.Tests;

/// <summary>Ten arms, of which the eighth pays. The term "noise" is what a control is trained on.</summary>
sealed class Bandit : Simulation
{
    public override ActionSpace ActionSpace(int agent) => new Discrete(10);

    public override void Reset()
    {
    }

    public override void Step()
    {
    }

    public override Observation GetObservation(int agent) => new() { ["always"] = 1 };

    public override Reward GetReward(int agent) => new() { ["paid"] = Action[0].Choice == 7 ? 1 : 0, ["noise"] = Random.NextDouble() };

    public override bool IsDone(int agent) => true;
}

/// <summary>Nine places in a row, start near the left end, where a small reward ends the episode; the large one is at
/// the right end: the right way is 6 steps long.</summary>
class Chain : Simulation
{
    int place;

    public override int MaxSteps => 50;

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => place = 2;

    public override void Step() => place += Action[0].Choice == 1 ? 1 : -1;

    public override Observation GetObservation(int agent)
    {
        var here = new float[9];
        here[place] = 1;
        return new() { ["here"] = here };
    }

    public override Reward GetReward(int agent) =>
        new() { ["left"] = place == 0 ? 0.1 : 0, ["right"] = place == 8 ? 1 : 0, ["noise"] = Random.NextDouble() };

    public override bool IsDone(int agent) => place is 0 or 8;
}

/// <summary>A number to be hit: 2·x + 0.5, in a range of -3 .. 3. The best reward is 0.</summary>
sealed class Target : Simulation
{
    float x;

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, -3, 3);

    public override void Reset() => x = 2 * Random.NextSingle() - 1;

    public override void Step()
    {
    }

    public override Observation GetObservation(int agent) => new() { ["x"] = x };

    public override Reward GetReward(int agent) =>
        new() { ["miss"] = -Math.Pow(Action[0].Value - (2 * x + 0.5), 2), ["noise"] = Random.NextDouble() };

    public override bool IsDone(int agent) => true;
}

/// <summary>Five boxes, the later the better, but two of them are locked each time: only who learns an order among them
/// takes the best one that is open.</summary>
sealed class LockedBoxes : Simulation
{
    readonly bool[] open = new bool[5];

    public override ActionSpace ActionSpace(int agent) => new Discrete(5);

    public override void Reset()
    {
        Array.Fill(open, true);
        open[Random.Next(5)] = false;
        open[4] = Random.Next(4) == 0 || !open.Contains(false);
    }

    public override void Step()
    {
        if (!open[Action[0].Choice])
            throw new InvalidOperationException("A locked box was chosen.");
    }

    public override bool[]? GetActionMask(int agent) => open;

    public override Observation GetObservation(int agent) => new() { ["always"] = 1 };

    public override Reward GetReward(int agent) =>
        new() { ["found"] = Action[0].Choice == Array.LastIndexOf(open, true) ? 1 : 0, ["noise"] = Random.NextDouble() };

    public override bool IsDone(int agent) => true;
}

/// <summary>Two agents, each with a bit to repeat; the first is done after six steps, the second after three.</summary>
class TwoEchoes : Simulation
{
    readonly int[] bits = new int[2];
    readonly int[] score = new int[2];
    int step;

    public override int NumberOfAgents => 2;

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset()
    {
        step = 0;
        Draw();
    }

    public override void Step()
    {
        step++;
        for (var agent = 0; agent < 2; agent++)
            score[agent] = Action[agent].Choice == bits[agent] ? 1 : 0;
        Draw();
    }

    public override Observation GetObservation(int agent) => new() { ["bit"] = bits[agent] };

    public override Reward GetReward(int agent) => new() { ["right"] = score[agent], ["noise"] = Random.NextDouble() };

    public override bool IsDone(int agent) => step >= (agent == 0 ? 6 : 3);

    void Draw() => (bits[0], bits[1]) = (Random.Next(2), Random.Next(2));
}
