namespace Pathmind.Tests;

/// <summary>Two kinds of agents: the even ones choose twice, with a mask; the odd ones make the first of these choices
/// and give two numbers.</summary>
internal sealed class Traffic : Simulation
{
    int t;

    public override int NumberOfAgents => 4;

    public override ActionSpace ActionSpace(int agent) => agent % 2 == 0
        ? new Composite(new Discrete(3), new Discrete(2)) : new Composite(new Discrete(3), new Continuous(2, 0, 10));

    public override void Reset() => t = 0;

    public override void Step() => t++;

    public override bool[]? GetActionMask(int agent) => agent % 2 == 0 ? [true, t % 2 == 0, true, t % 2 == 1, true] : null;

    public override Observation GetObservation(int agent) => agent % 2 == 0
        ? new() { ["queue"] = new float[] { t, agent } } : new() { ["speed"] = t * 0.5f, ["queue"] = new float[] { t, agent } };

    public override Reward GetReward(int agent) => new() { ["passed"] = Action[agent].Choices[0] == agent % 3 ? 1 : 0 };

    public override bool IsDone(int agent) => t >= 5;
}
