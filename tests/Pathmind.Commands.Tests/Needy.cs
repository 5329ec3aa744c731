namespace Pathmind.Tests.Commands;

/// <summary>A simulation that cannot be made without an argument.</summary>
internal sealed class Needy(int places) : Simulation
{
    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset()
    {
    }

    public override void Step()
    {
    }

    public override Observation GetObservation(int agent) => new() { ["places"] = places };

    public override Reward GetReward(int agent) => new() { ["paid"] = Random.NextDouble() };

    public override bool IsDone(int agent) => true;
}
