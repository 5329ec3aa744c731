namespace Pathmind.Tests;

/// <summary>Shows two digits that change at every step; each choice earns 1 if it is the digit that it is for, and
/// a number the less the farther it is from one less than the first digit.</summary>
internal sealed class Digits : Simulation
{
    int place, other, step;
    double right;

    public ActionSpace Space { get; init; } = new Discrete(3);

    public bool HasMask { get; init; }

    /// <summary>Whether only the middle is allowed at a step.</summary>
    public Func<int, bool> OnlyWay { get; init; } = _ => false;

    public override ActionSpace ActionSpace(int agent) => Space;

    public override int MaxSteps => 10;

    public override void Reset() => (place, other, step) = (Random.Next(3), Random.Next(3), 0);

    public override void Step()
    {
        step++;
        right = Action[0].Choices.Length == 0
            ? -Math.Min(5, Math.Abs(Action[0].Value - (place - 1)))
            : Action[0].Choices.ToArray().Index().Average(choice => choice.Item == (choice.Index == 0 ? place : other) ? 1.0 : 0);
        (place, other) = (Random.Next(3), Random.Next(3));
    }

    public override Observation GetObservation(int agent) => new() { ["place"] = place, ["other"] = other };

    public override bool[]? GetActionMask(int agent) =>
        !HasMask ? null : OnlyWay(step) ? [false, true, false] : [place != 1, true, place != 0];

    public override Reward GetReward(int agent) => new() { ["right"] = right };

    public override bool IsDone(int agent) => false;
}

/// <summary>A way with a turn at every place, which ends at the first wrong one.</summary>
internal sealed class Maze : Simulation
{
    int place;
    bool isWrong;

    public required int Places { get; init; }

    public static int TurnAt(int place) => 7 * place * place % 11 % 3;

    public override ActionSpace ActionSpace(int agent) => new Discrete(3);

    public override void Reset() => (place, isWrong) = (0, false);

    public override void Step() => isWrong = Action[0].Choice != TurnAt(place++);

    public override Observation GetObservation(int agent) => new() { ["place"] = place };

    public override Reward GetReward(int agent) => new() { ["right"] = isWrong ? 0 : 1 };

    public override bool IsDone(int agent) => isWrong || place == Places;
}
