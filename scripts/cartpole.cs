using Pathmind;

var simulation = new CartPole();
var training = simulation.Train(new() { Steps = 100_000, Seed = 1 });
var pushWhereItFalls =
    Policy.From("push where it falls", observation => observation["pole_angle"] + 0.5f * observation["pole_velocity"] > 0 ? 1 : 0);
Console.WriteLine(simulation.Compare(episodes: 20, seed: 1, Policy.Random(1), pushWhereItFalls, training.Policy));
training.Policy.Save("policies/cartpole");

/// <summary>A pole stands on a cart: push left or right so that it stays up for 500 steps. Gymnasium's CartPole-v1,
/// number by number.</summary>
/// <remarks>Barto, Sutton and Anderson 1983; equations of Florian 2007 without friction; Euler steps of 0.02
/// s.</remarks>
class CartPole : Simulation
{
    const double Gravity = 9.8, CartMass = 1.0, PoleMass = 0.1, HalfPole = 0.5, Force = 10.0, Seconds = 0.02;   // m/s², kg, kg, m, N
    const double TotalMass = PoleMass + CartMass, PoleMoment = PoleMass * HalfPole;
    const double LargestAngle = 12 * 2 * Math.PI / 360, EndOfTrack = 2.4;                                       // rad, m
    double position, velocity, angle, angularVelocity;

    public override int MaxSteps => 500;

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => (position, velocity, angle, angularVelocity) = (Small(), Small(), Small(), Small());

    public override void Step()
    {
        var force = Action[0].Choice == 1 ? Force : -Force;
        var (sin, cos) = (Math.Sin(angle), Math.Cos(angle));
        var push = (force + PoleMoment * (angularVelocity * angularVelocity) * sin) / TotalMass;
        var angularAcceleration = (Gravity * sin - cos * push) / (HalfPole * (4.0 / 3.0 - PoleMass * (cos * cos) / TotalMass));
        var acceleration = push - PoleMoment * angularAcceleration * cos / TotalMass;
        position += Seconds * velocity;
        velocity += Seconds * acceleration;
        angle += Seconds * angularVelocity;
        angularVelocity += Seconds * angularAcceleration;
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["cart_position"] = position, ["cart_velocity"] = velocity, ["pole_angle"] = angle, ["pole_velocity"] = angularVelocity,
    };

    public override Reward GetReward(int agent) => new() { ["upright"] = 1 };

    public override bool IsDone(int agent) => Math.Abs(position) > EndOfTrack || Math.Abs(angle) > LargestAngle;

    public override void Draw(Canvas canvas)
    {
        const double Middle = 3, Ground = 1.9, Pole = 2 * HalfPole;      // m
        var cart = Middle + position;
        canvas.Size(2 * Middle, 2.2);
        canvas.Line(Middle - EndOfTrack, Ground, Middle + EndOfTrack, Ground, "line");
        canvas.Rectangle(cart - 0.25, Ground - 0.3, 0.5, 0.25, "blue");
        canvas.Line(cart, Ground - 0.3, cart + Pole * Math.Sin(angle), Ground - 0.3 - Pole * Math.Cos(angle), "orange", 0.07);
    }

    double Small() => -0.05 + 0.1 * Random.NextDouble();
}
