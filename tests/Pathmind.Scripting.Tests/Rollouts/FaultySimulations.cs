namespace Pathmind.Tests.Rollouts;

/// <summary>A walk on 0 .. 5 with wind from <see cref="Simulation.Random"/>, done at 5: without a fault. The faulty
/// ones derive from it, each with exactly one.</summary>
class Walker : Simulation
{
    protected int Position { get; set; }

    protected int Clock { get; private set; }

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => (Position, Clock) = (Random.Next(3), 0);

    public override void Step()
    {
        Clock++;
        Position = Math.Clamp(Position + (Action[0].Choice == 1 ? 1 : -1) + Random.Next(2), 0, 5);
    }

    public override Observation GetObservation(int agent) => new() { ["position"] = Position / 5f };

    public override Reward GetReward(int agent) => new() { ["progress"] = Position };

    public override bool IsDone(int agent) => Position == 5;
}

sealed class RenamesObservation : Walker
{
    public override Observation GetObservation(int agent) =>
        Position < 4 ? base.GetObservation(agent) : new() { ["place"] = Position / 5f };
}

sealed class WritesTwice : Walker
{
    public override Observation GetObservation(int agent)
    {
        var observation = base.GetObservation(agent);
        observation["position"] = 0;
        return observation;
    }
}

sealed class ChangesLength : Walker
{
    public override Observation GetObservation(int agent) =>
        new()
        {
            ["position"] = Position / 5f, ["list"] = new float[Position < 4 ? 2 : 3].Select((_, i) => (float)(Position + i))
            .ToArray()
        };
}

sealed class DividesByZero : Walker
{
    public override Observation GetObservation(int agent) => new() { ["ratio"] = Position / (4f - Position) };
}

sealed class RewardsWithoutBound : Walker
{
    public override Reward GetReward(int agent) => new() { ["progress"] = 1.0 / (4 - Position) };
}

sealed class RenamesTerm : Walker
{
    public override Reward GetReward(int agent) => Position < 4 ? base.GetReward(agent) : new() { ["arrived"] = 1 };
}

sealed class NeverDone : Walker
{
    public override int MaxSteps => 30;

    public override bool IsDone(int agent) => false;
}

sealed class LeaksThroughReset : Walker
{
    int total;

    public override void Step()
    {
        base.Step();
        total++;
    }

    public override Observation GetObservation(int agent) => new() { ["position"] = Position / 5f, ["tired"] = total / 100_000f };
}

sealed class OwnChance : Walker
{
    static readonly TimeSpan Unchanging = TimeSpan.FromSeconds(1);         // no state, whatever the keyword

    readonly Random own = new();

    public override int MaxSteps => (int)(Unchanging.TotalSeconds * 20_000);

    public override void Reset()
    {
        base.Reset();
        Position = own.Next(3);
    }
}

sealed class OwnSeededChance : Walker
{
    readonly Random own = new(42);

    public override void Reset()
    {
        base.Reset();
        Position = own.Next(3);
    }
}

class SharesPosition : Walker
{
    [ThreadStatic]
    static int shared;

    public override void Reset()
    {
        base.Reset();
        shared = Position;
    }

    public override void Step()
    {
        Position = shared;
        base.Step();
        shared = Position;
    }
}

sealed class SharesCounter : Walker
{
    [ThreadStatic]
    static int steps;

    public override Observation GetObservation(int agent) => new() { ["position"] = Position / 5f, ["steps"] = ++steps / 100_000f };
}

sealed class AllowsNothing : Walker
{
    public override bool[]? GetActionMask(int agent) => [Position < 4, Position < 4];
}

sealed class ForgetsMask : Walker
{
    public override bool[]? GetActionMask(int agent) => Position < 4 ? [true, true] : null;
}

sealed class DifferentSpaces : Walker
{
    public override int NumberOfAgents => 2;

    public override ActionSpace ActionSpace(int agent) => new Discrete(2 + agent);
}

sealed class LargeNumbers : Walker
{
    public override Observation GetObservation(int agent) => new() { ["grams"] = Position * 1000 };
}

sealed class LargeNegativeNumbers : Walker
{
    public override Observation GetObservation(int agent) => new() { ["debt"] = -1000 * Position };
}

/// <summary>Reads a table that ends where its episodes are cut.</summary>
sealed class ReadsTable : Walker
{
    readonly float[] prices = [.. Enumerable.Range(0, 31).Select(day => day % 7 / 7f)];

    public override int MaxSteps => 30;

    public override Observation GetObservation(int agent) => new() { ["price"] = prices[Clock] };

    public override bool IsDone(int agent) => Clock == 17 && Position == 5;
}

sealed class EndsLate : Walker
{
    public override bool IsDone(int agent) => Clock == 3_000;
}

sealed class NoAgents : Walker
{
    public override int NumberOfAgents => 0;
}

sealed class NoSteps : Walker
{
    public override int MaxSteps => 0;
}

sealed class InheritsSharing : SharesPosition;

sealed class ConstantObservation : Walker
{
    public override Observation GetObservation(int agent) => new() { ["position"] = Position / 5f, ["gravity"] = 9.81 };
}

sealed class ComputedReward : Walker
{
    public override Reward GetReward(int agent) => new() { ["paid"] = 0.3f };   // as a double 0.30000001192…

    public override bool IsDone(int agent) => Clock == 5;
}

sealed class Throws : Walker
{
    public override void Step()
    {
        base.Step();
        if (Clock == 2)
            throw new FormatException("odd");
    }
}

sealed class DrawsNaN : Walker
{
    public override void Draw(Canvas canvas) => canvas.Circle(double.NaN, 0, 1);
}

sealed class TwoFaults : Walker
{
    public override Observation GetObservation(int agent) => new() { ["ratio"] = Position / (4f - Position) };

    public override Reward GetReward(int agent) => Position < 4 ? base.GetReward(agent) : new() { ["arrived"] = 1 };
}

sealed class NeedsArgument(int start) : Walker
{
    public override void Reset()
    {
        base.Reset();
        Position = start;
    }
}
