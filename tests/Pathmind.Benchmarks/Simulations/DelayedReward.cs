using Pathmind;

/// <summary>One choice of four at the start decides a reward 60 steps later; nothing that is seen until then depends on
/// it. The best is 1, chance 0.25.</summary>
internal sealed class DelayedReward : Simulation
{
    const int Choices = 4, Steps = 60;

    int right, chosen, step;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Choices);

    public override void Reset() => (step, chosen, right) = (0, -1, Random.Next(Choices));

    public override void Step()
    {
        if (step == 0)
            chosen = Action[0].Choice;
        step++;
    }

    public override Observation GetObservation(int agent) =>
        new() { ["step"] = step, ["right"] = new[] { right == 0, right == 1, right == 2, right == 3 } };

    public override Reward GetReward(int agent) => new() { ["paid"] = step == Steps && chosen == right ? 1 : 0 };

    public override bool IsDone(int agent) => step == Steps;
}
