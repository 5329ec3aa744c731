namespace Pathmind.Tests.Rollouts;

/// <summary>Two agents count: agent 0 is done after 1 step, agent 1 after 3. Each sees its count and what it added; its
/// action is added.</summary>
sealed class Counters : Simulation
{
    readonly int[] count = new int[2];

    public override int NumberOfAgents => 2;

    public override ActionSpace ActionSpace(int agent) => new Discrete(10);

    public override void Reset() => Array.Clear(count);

    public override void Step()
    {
        for (var agent = 0; agent < 2; agent++)
            if (!IsDone(agent))
                count[agent]++;
    }

    public override Observation GetObservation(int agent) => new() { ["count"] = count[agent], ["pair"] = new[] { agent, 0.5f } };

    public override Reward GetReward(int agent) => new() { ["gain"] = Action[agent].Choice, ["cost"] = -0.5 };

    public override bool IsDone(int agent) => count[agent] >= (agent == 0 ? 1 : 3);

    public override Metrics GetMetrics(int agent) => new() { ["twice"] = 2 * count[agent] };
}

/// <summary>One agent adds its two numbers and a draw from the simulation's random stream; cut after
/// <see cref="MaxSteps"/>.</summary>
sealed class Adder : Simulation
{
    double sum;

    public override int MaxSteps => 2;

    public override ActionSpace ActionSpace(int agent) => new Composite(new Discrete(3), new Continuous(1, 0, 1));

    public override void Reset() => sum = Random.NextDouble();

    public override void Step() => sum += Action[0].Choices[0] + Action[0].Values[0];

    public override Observation GetObservation(int agent) => new() { ["sum"] = sum };

    public override Reward GetReward(int agent) => new() { ["sum"] = sum };

    public override bool IsDone(int agent) => false;
}
