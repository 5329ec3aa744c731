using Pathmind;

/// <summary>A sign at the start says which way is right at the end of a corridor.</summary>
/// <remarks>Bakker 2001, "Reinforcement learning with long short-term memory", without the choice of moving: each step
/// goes on. In the corridor nothing is seen but the place.</remarks>
internal sealed class TMaze(int corridor) : Simulation
{
    int place, sign;

    public override int MaxSteps => corridor + 2;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["left", "right"]);

    public override void Reset() => (place, sign) = (0, Random.Next(2) * 2 - 1);

    public override void Step() => place++;

    public override Observation GetObservation(int agent) => new()
    {
        ["sign"] = place == 0 ? sign : 0, ["is_at_the_end"] = place == corridor,
    };

    public override Reward GetReward(int agent) => new()
    {
        ["right"] = place <= corridor ? 0 : Action[0].Choice == (sign > 0 ? 1 : 0) ? 1 : 0,
    };

    public override bool IsDone(int agent) => place > corridor;
}
