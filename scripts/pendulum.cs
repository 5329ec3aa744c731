using Pathmind;

var simulation = new Pendulum();
var training = simulation.Train(new() { Steps = 300_000, Seed = 1 });
var swingUp = Policy.From("swing up", observation =>
{
    var (height, side, speed) = (observation["height"].Number, observation["side"].Number, observation["speed"].Number);
    var energy = 15 * height + speed * speed / 2;                    // 15 at rest at the top
    return height > 0.9f ? Math.Clamp(-10 * side - 2 * speed, -2, 2) : 2 * MathF.Sign(speed) * MathF.Sign(15.5f - energy);
});
Console.WriteLine(simulation.Compare(episodes: 20, seed: 1, Policy.Random(1), swingUp, training.Policy));
training.Policy.Save("policies/pendulum");

/// <summary>A pendulum hangs on a weak motor: swing it up and hold it there. Gymnasium's Pendulum-v1, number by
/// number.</summary>
/// <remarks>Angle 0 is upright. The float32 torque is used in float64, as Gymnasium does with NumPy 1; with NumPy 2
/// terms of the torque alone are rounded to float32.</remarks>
class Pendulum : Simulation
{
    const double Gravity = 10, Mass = 1, Length = 1, Seconds = 0.05, LargestSpeed = 8;                          // m/s², kg, m, s, rad/s
    const float LargestTorque = 2;                                                                              // N·m
    double angle, speed, torque, angleCost, speedCost, torqueCost;

    public override int MaxSteps => 200;

    public override ActionSpace ActionSpace(int agent) => new Continuous(1, -LargestTorque, LargestTorque);

    public override void Reset() =>
        (angle, speed) = (-Math.PI + 2 * Math.PI * Random.NextDouble(), -1 + 2 * Random.NextDouble());

    public override void Step()
    {
        torque = Action[0].Value;
        var fromUpright = Modulo(angle + Math.PI, 2 * Math.PI) - Math.PI;
        (angleCost, speedCost, torqueCost) = (fromUpright * fromUpright, 0.1 * (speed * speed), 0.001 * (torque * torque));
        speed += (3 * Gravity / (2 * Length) * Math.Sin(angle) + 3.0 / (Mass * Length * Length) * torque) * Seconds;
        speed = Math.Clamp(speed, -LargestSpeed, LargestSpeed);
        angle += speed * Seconds;
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["height"] = Math.Cos(angle), ["side"] = Math.Sin(angle), ["speed"] = speed,
    };

    public override Reward GetReward(int agent) => new() { ["angle"] = -angleCost, ["speed"] = -speedCost, ["torque"] = -torqueCost };

    public override bool IsDone(int agent) => false;

    /// <summary>The remainder in [0, b), where C#'s % has the sign of <paramref name="a"/>.</summary>
    static double Modulo(double a, double b) => a % b is < 0 and var negative ? negative + b : a % b;
}
