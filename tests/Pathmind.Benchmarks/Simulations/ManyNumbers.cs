using Pathmind;

/// <summary>Twenty numbers are to follow twenty numbers shown, which are new in each of 20 steps: what counts is the
/// mean distance. The best is 0, always 0 has −10.</summary>
internal sealed class ManyNumbers : Simulation
{
    const int Size = 20, Steps = 20;

    readonly float[] wanted = new float[Size];
    int step;
    double distance;

    public override ActionSpace ActionSpace(int agent) => new Continuous(Size, -1, 1);

    public override void Reset()
    {
        (step, distance) = (0, 0);
        Draw();
    }

    public override void Step()
    {
        distance = 0;
        for (var i = 0; i < Size; i++)
            distance += Math.Abs(Action[0].Values[i] - wanted[i]) / Size;
        step++;
        Draw();
    }

    public override Observation GetObservation(int agent) => new() { ["wanted"] = wanted };

    public override Reward GetReward(int agent) => new() { ["near"] = -distance };

    public override bool IsDone(int agent) => step == Steps;

    void Draw()
    {
        for (var i = 0; i < Size; i++)
            wanted[i] = 2 * Random.NextSingle() - 1;
    }
}
