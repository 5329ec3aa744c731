using System.Diagnostics;
using Pathmind;

/// <summary>A problem of any size, for figures of speed: each agent sees numbers that are drawn again at every step and
/// gains 1 if it chooses by the sign of the first one.</summary>
/// <param name="agents">At least 1.</param>
/// <param name="numbers">Numbers that an agent observes, at least 1.</param>
/// <param name="stepTime">For how long a step computes; zero for as short as can be.</param>
internal sealed class SizedProblem(int agents = 1, int numbers = 8, TimeSpan stepTime = default) : Simulation
{
    const int EpisodeSteps = 100;

    readonly float[][] seen = [.. Enumerable.Range(0, agents).Select(_ => new float[numbers])];
    readonly bool[] right = new bool[agents];
    int step;

    public override int NumberOfAgents => agents;

    public override int MaxSteps => EpisodeSteps;

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => Draw();

    public override void Step()
    {
        var start = Stopwatch.GetTimestamp();
        for (var agent = 0; agent < agents; agent++)
            right[agent] = Action[agent].Choice == (seen[agent][0] > 0 ? 1 : 0);
        Draw();
        while (stepTime > TimeSpan.Zero && Stopwatch.GetElapsedTime(start) < stepTime)
            Thread.SpinWait(20);
    }

    public override Observation GetObservation(int agent) => new() { ["numbers"] = seen[agent] };

    public override Reward GetReward(int agent) => new() { ["right"] = right[agent] ? 1 : 0 };

    public override bool IsDone(int agent) => false;

    /// <summary>One number of each agent is drawn again: the cost of a step does not grow with the numbers.</summary>
    void Draw()
    {
        step++;
        foreach (var numbers in seen)
        {
            numbers[step % numbers.Length] = numbers[0];
            numbers[0] = 2 * Random.NextSingle() - 1;
        }
    }
}
