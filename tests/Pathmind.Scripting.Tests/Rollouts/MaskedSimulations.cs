namespace Pathmind.Tests.Rollouts;

/// <summary>Three choices, of which the middle one is forbidden; over after one step.</summary>
class Masked : Simulation
{
    bool over;

    public override ActionSpace ActionSpace(int agent) => new Discrete(3);

    public override void Reset() => over = false;

    public override void Step() => over = true;

    public override Observation GetObservation(int agent) => new() { ["over"] = over };

    public override Reward GetReward(int agent) => new() { ["none"] = 0 };

    public override bool IsDone(int agent) => over;

    public override bool[]? GetActionMask(int agent) => [true, false, true];
}

/// <summary>A mask of two entries for three choices, at Reset and at every step.</summary>
sealed class ShortMask : Masked
{
    public override bool[]? GetActionMask(int agent) => [true, true];
}
