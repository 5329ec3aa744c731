using Pathmind;

/// <summary>Six positions that are pushed about by chance and steered back, each seen in a unit of its own (1e-5 to
/// 1e5): linear dynamics x ← x + u + noise, cost x² + u², so the best is u = −K·x.</summary>
internal sealed class Steering : Simulation
{
    const int Size = 6, Steps = 30;
    const double Noise = 0.1, Golden = 0.6180339887;                 // K of the Riccati equation of x ← x + u with equal costs

    readonly double[] position = new double[Size];
    double cost;
    int step;

    public static Policy Best { get; } = Policy.From("linear-quadratic", seen =>
        AgentAction.Of([], [.. seen["position"].Values.ToArray().Select((x, i) => (float)Math.Clamp(-Golden * x / Unit(i), -1, 1))]));

    public override ActionSpace ActionSpace(int agent) => new Continuous(Size, -1, 1);

    public override void Reset()
    {
        step = 0;
        for (var i = 0; i < Size; i++)
            position[i] = 2 * Random.NextDouble() - 1;
    }

    public override void Step()
    {
        cost = 0;
        for (var i = 0; i < Size; i++)
        {
            var push = Action[0].Values[i];
            cost += position[i] * position[i] + push * push;
            position[i] += push + Noise * (2 * Random.NextDouble() - 1);
        }
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["position"] = position.Select((x, i) => x * Unit(i)).ToArray() };

    public override Reward GetReward(int agent) => new() { ["cost"] = -cost };

    public override bool IsDone(int agent) => step == Steps;

    static double Unit(int index) => Math.Pow(10, 2 * index - 5);
}
