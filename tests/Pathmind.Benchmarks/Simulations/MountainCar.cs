using Pathmind;

/// <summary>A car too weak for the hill swings up to the flag. Gymnasium's MountainCar-v0, number by number
/// (float64).</summary>
/// <remarks>Moore 1990; Sutton and Barto, Reinforcement Learning, example 10.1.</remarks>
internal sealed class MountainCar : Simulation
{
    const double Left = -1.2, Right = 0.6, Goal = 0.5, LargestSpeed = 0.07, Force = 0.001, Gravity = 0.0025;
    double position, velocity;

    public override int MaxSteps => 200;

    /// <summary>0: push left, 1: coast, 2: push right.</summary>
    public override ActionSpace ActionSpace(int agent) => new Discrete(3);

    public override void Reset() => (position, velocity) = (-0.6 + (-0.4 - -0.6) * Random.NextDouble(), 0);

    public override void Step()
    {
        velocity += (Action[0].Choice - 1) * Force + Math.Cos(3 * position) * -Gravity;
        velocity = Math.Clamp(velocity, -LargestSpeed, LargestSpeed);
        position = Math.Clamp(position + velocity, Left, Right);
        if (position == Left && velocity < 0)
            velocity = 0;                                            // the left wall is inelastic
    }

    public override Observation GetObservation(int agent) => new() { ["position"] = position, ["velocity"] = velocity };

    public override Reward GetReward(int agent) => new() { ["time"] = -1 };

    public override bool IsDone(int agent) => position >= Goal && velocity >= 0;
}
