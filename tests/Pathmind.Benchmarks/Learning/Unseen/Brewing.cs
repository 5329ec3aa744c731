using Pathmind;

/// <summary>A brew of twelve steps, each with a heat of five that the recipe of the step asks for; how good it is is
/// tasted at the end alone, with noise, in a unit of a thousandth.</summary>
internal sealed class Brewing : Simulation
{
    const int Steps = 12, Heats = 5;
    const double Unit = 1e-3;

    readonly int[] recipe = new int[Steps + 1];
    int step;
    double quality;

    public static Policy Best { get; } = Policy.From("by the recipe", seen => Array.IndexOf(seen["asked"].Values.ToArray(), 1f));

    public override ActionSpace ActionSpace(int agent) => new Discrete(Heats);

    public override void Reset()
    {
        (step, quality) = (0, 0);
        for (var i = 0; i < recipe.Length; i++)
            recipe[i] = Random.Next(Heats);
    }

    public override void Step()
    {
        quality -= Math.Abs(Action[0].Choice - recipe[step]);
        step++;
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["step"] = step, ["asked"] = Enumerable.Range(0, Heats).Select(heat => heat == recipe[step]).ToArray(),
    };

    public override Reward GetReward(int agent) =>
        new() { ["taste"] = step == Steps ? Unit * (quality + 4 * (Random.NextDouble() - 0.5)) : 0 };

    public override bool IsDone(int agent) => step == Steps;
}
