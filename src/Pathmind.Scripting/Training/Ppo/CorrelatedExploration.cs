namespace Pathmind.Training;

/// <summary>Whether correlated noise pays. One simulation in eight explores with it; as soon as its last episodes are
/// no better than those of the others it ends for good, since log-probabilities then are those of the noise that was
/// used. Where independent noise finds nothing (a car that must swing to leave the valley), it pays (docs/ppo.md
/// 10).</summary>
internal sealed class CorrelatedExploration
{
    const int Window = 20;
    const float Share = 0.5f;                                            // of the training, in which the correlation falls to 0

    readonly float atStart;
    readonly Queue<double> correlated = new(Window + 1), independent = new(Window + 1);

    public CorrelatedExploration(float atStart) => Correlation = this.atStart = atStart;

    /// <summary>Correlation of the next rollout's noise, in the environments that use it.</summary>
    public float Correlation { get; private set; }

    public ExplorationState State
    {
        get => new([.. correlated], [.. independent], Correlation);
        set
        {
            Fill(correlated, value.Correlated);
            Fill(independent, value.Independent);
            Correlation = value.Correlation;
        }
    }

    /// <summary>Counts an episode that ended.</summary>
    /// <param name="environment">Number of the simulation.</param>
    /// <param name="reward">Sum over its steps and agents.</param>
    public void Add(int environment, double reward)
    {
        var queue = ExplorationNoise.IsCorrelatedIn(environment) ? correlated : independent;
        queue.Enqueue(reward);
        if (queue.Count > Window)
            queue.Dequeue();
    }

    /// <summary>Sets the correlation for the next rollout.</summary>
    /// <param name="progress">Share of the training that is done.</param>
    public void Update(float progress)
    {
        var pays = correlated.Count < Window || independent.Count < Window || correlated.Average() > independent.Average();
        Correlation = Correlation > 0 && pays ? atStart * Math.Max(0, 1 - progress / Share) : 0;
    }

    static void Fill(Queue<double> queue, double[] rewards)
    {
        queue.Clear();
        foreach (var reward in rewards)
            queue.Enqueue(reward);
    }
}
