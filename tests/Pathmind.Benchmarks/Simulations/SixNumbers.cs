using Pathmind;

/// <summary>As little model as possible, with six named observations: what is left is the kit's own cost.</summary>
internal sealed class SixNumbers : Simulation
{
    SixNumbersModel model;

    /// <summary>One simulation, one thread, a small policy, observations as they are.</summary>
    public static TrainingOptions Options { get; } = new()
    {
        Simulations = 1, Threads = 1, Ppo = new() { RolloutSteps = 2_048, Hidden = [16, 16], NormalizeObservations = false },
    };

    public override int MaxSteps => SixNumbersModel.EpisodeSteps;

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => model = default;

    public override void Step() => model.Move(Action[0].Choice);

    public override Observation GetObservation(int agent) => new()
    {
        ["first"] = model.First, ["second"] = model.Second, ["third"] = model.Third, ["fourth"] = model.Fourth, ["fifth"] = model.Fifth,
        ["sixth"] = model.Sixth,
    };

    public override Reward GetReward(int agent) => new() { ["first"] = model.Reward };

    public override bool IsDone(int agent) => false;
}
