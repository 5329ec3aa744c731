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

/// <summary>Two choices of three alternatives each; the last alternative of the second is forbidden.</summary>
sealed class MaskedPair : Masked
{
    public override ActionSpace ActionSpace(int agent) => new Discrete(3, size: 2);

    public override bool[]? GetActionMask(int agent) => [true, true, true, true, true, false];
}

/// <summary>A mask of two entries for three choices, at Reset and at every step.</summary>
sealed class ShortMask : Masked
{
    public override bool[]? GetActionMask(int agent) => [true, true];
}

/// <summary>One real number without a mask.</summary>
sealed class Thermostat : Masked
{
    public override ActionSpace ActionSpace(int agent) => new Continuous(1, 0, 10);

    public override bool[]? GetActionMask(int agent) => null;
}

/// <summary>Three steps whose numbers are awkward to write: a float32, a float64, a whole number beyond float32, and
/// minus zero.</summary>
sealed class Noisy : Simulation
{
    int step;

    public override ActionSpace ActionSpace(int agent) => new Discrete(1);

    public override void Reset() => step = 0;

    public override void Step() => step++;

    public override Observation GetObservation(int agent) => new() { ["zero"] = -0.0f };

    public override Reward GetReward(int agent) => new() { ["single"] = -0.1f, ["double"] = 0.1, ["whole"] = 16_777_217, ["zero"] = -0.0 };

    public override bool IsDone(int agent) => step == 3;
}
