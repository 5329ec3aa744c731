using Pathmind;

/// <summary>The mountain car with a continuous push that costs fuel. Gymnasium's MountainCarContinuous-v0, number by
/// number.</summary>
/// <remarks>As in Gymnasium the state is kept as float32 after each step; one step computes in float64, as Gymnasium
/// does with NumPy 1 (with NumPy 2 it computes in float32). Doing nothing earns 0, so a policy must find the goal
/// before it learns to save fuel.</remarks>
internal sealed class MountainCarContinuous : Simulation
{
    const double Left = -1.2, Right = 0.6, Goal = 0.45, LargestSpeed = 0.07, Power = 0.0015;
    double position, velocity, fuel;
    bool arrived;

    public override int MaxSteps => 999;

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, -1, 1);

    public override void Reset()
    {
        (position, velocity) = (-0.6 + (-0.4 - -0.6) * Random.NextDouble(), 0);
        (fuel, arrived) = (0, false);
    }

    public override void Step()
    {
        double force = Action[0].Value;
        velocity = Math.Clamp(velocity + (force * Power - 0.0025 * Math.Cos(3 * position)), -LargestSpeed, LargestSpeed);
        position = Math.Clamp(position + velocity, Left, Right);
        if (position == Left && velocity < 0)
            velocity = 0;                                            // the left wall is inelastic
        arrived = position >= Goal && velocity >= 0;                 // asked before rounding, as Gymnasium does
        fuel = force * force * 0.1;
        (position, velocity) = ((float)position, (float)velocity);
    }

    public override Observation GetObservation(int agent) => new() { ["position"] = position, ["velocity"] = velocity };

    public override Reward GetReward(int agent) => new() { ["goal"] = arrived ? 100 : 0, ["fuel"] = -fuel };

    public override bool IsDone(int agent) => arrived;
}
