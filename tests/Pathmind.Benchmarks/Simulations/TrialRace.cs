using Pathmind;

/// <summary>Two agents are each shown a number 0 .. 15; who names its own gains 1, which the other pays: the sum of
/// both rewards is always 0. An episode of a trained agent 0 against random choices shows what was learnt: 18.75 of 20
/// at best.</summary>
internal sealed class TrialRace : Simulation
{
    const int Numbers = 16, Steps = 20;

    readonly int[] shown = new int[2];
    readonly double[] gain = new double[2];
    int step;

    /// <summary>Whether the second agent's choices are drawn at random.</summary>
    public bool IsSecondRandom { get; init; }

    public override int NumberOfAgents => 2;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Numbers);

    public override void Reset()
    {
        step = 0;
        Array.Clear(gain);
        Show();
    }

    public override void Step()
    {
        var first = Action[0].Choice == shown[0] ? 1 : 0;
        var second = (IsSecondRandom ? Random.Next(Numbers) : Action[1].Choice) == shown[1] ? 1 : 0;
        (gain[0], gain[1]) = (first - second, second - first);
        step++;
        Show();
    }

    public override Observation GetObservation(int agent) => new() { ["shown"] = shown[agent] };

    public override Reward GetReward(int agent) => new() { ["gain"] = gain[agent] };

    public override bool IsDone(int agent) => step == Steps;

    void Show() => (shown[0], shown[1]) = (Random.Next(Numbers), Random.Next(Numbers));
}
