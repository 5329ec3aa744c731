namespace Pathmind;

/// <summary>A simulation in which an action holds for several steps: a step of the wrapper is <c>steps</c> steps of the
/// inner simulation, fewer if an agent is done before. Reward terms are summed. Who needs a decision is asked after the
/// last of them.</summary>
/// <example><code>Trainer.Train(() => new FrameSkip(new Crane(), steps: 10))</code></example>
public sealed class FrameSkip : SimulationWrapper
{
    readonly int steps;
    Dictionary<string, double>[] terms = [];

    /// <param name="inner">The simulation that is wrapped.</param>
    /// <param name="steps">Steps for which an action holds; at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is below 1.</exception>
    public FrameSkip(Simulation inner, int steps)
        : base(inner) => this.steps = steps >= 1 ? steps
        : throw new ArgumentException($"steps is {steps}, but an action must hold for at least 1.");

    /// <summary>Decisions, rounded up, in the inner simulation's own limit of steps.</summary>
    public override int MaxSteps => (Inner.MaxSteps - 1) / steps + 1;

    /// <inheritdoc/>
    public override void Reset()
    {
        terms = [];
        base.Reset();
    }

    /// <inheritdoc/>
    public override void Step()
    {
        terms = [.. Enumerable.Range(0, NumberOfAgents).Select(_ => new Dictionary<string, double>())];
        bool[] wasDone = [.. Enumerable.Range(0, NumberOfAgents).Select(HasEnded)];
        for (var (step, ended) = (0, false); step < steps && !ended; step++)
        {
            Inner.Step();
            for (var agent = 0; agent < wasDone.Length; agent++)
                if (!wasDone[agent])
                {
                    var reward = Inner.GetReward(agent);
                    foreach (var name in reward.Names)
                        terms[agent][name] = terms[agent].GetValueOrDefault(name) + reward[name];
                    ended |= HasEnded(agent);
                }
        }
    }

    /// <inheritdoc/>
    public override Reward GetReward(int agent)
    {
        if (terms.Length == 0)                                           // right after Reset: what a training of changes compares with
            return Inner.GetReward(agent);
        Reward reward = new();
        foreach (var (name, sum) in terms[agent])
            reward[name] = sum;
        return reward;
    }

    bool HasEnded(int agent) => Inner.IsDone(agent) || Inner.IsTruncated(agent);
}
