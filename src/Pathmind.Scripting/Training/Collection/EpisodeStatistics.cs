using System.Runtime.InteropServices;

namespace Pathmind.Training;

/// <summary>Episodes that ended in one simulation since the last iteration: no allocation once it has grown.</summary>
internal sealed class EpisodeTally
{
    readonly List<double> rewards = [], terms = [], metrics = [];
    readonly List<int> lengths = [];

    public int Count => rewards.Count;

    public int Truncated { get; private set; }

    public double Reward(int episode) => rewards[episode];

    public int Length(int episode) => lengths[episode];

    public ReadOnlySpan<double> Terms(int episode, int count) =>
        CollectionsMarshal.AsSpan(terms).Slice(episode * count, count);

    public ReadOnlySpan<double> Metrics(int episode, int count) =>
        CollectionsMarshal.AsSpan(metrics).Slice(episode * count, count);

    /// <param name="reward">Sum over steps and agents, as trained on but not scaled.</param>
    /// <param name="length">Steps.</param>
    /// <param name="termSums">[terms] sums over steps and agents.</param>
    /// <param name="ending">How the episode ended.</param>
    /// <param name="metricMeans">[metrics] after each agent's last step, means over the agents; empty if the simulation
    /// has none.</param>
    public void Add(double reward, int length, ReadOnlySpan<double> termSums, Ending ending, ReadOnlySpan<double> metricMeans = default)
    {
        rewards.Add(reward);
        lengths.Add(length);
        foreach (var sum in termSums)
            terms.Add(sum);
        foreach (var mean in metricMeans)
            metrics.Add(mean);
        Truncated += ending == Ending.Truncated ? 1 : 0;
    }

    /// <summary>Carries the episodes over.</summary>
    public void Transfer(StateTransfer state)
    {
        Transfer(state, rewards);
        Transfer(state, lengths);
        Transfer(state, terms);
        Transfer(state, metrics);
        Truncated = state.Pass(Truncated);
    }

    static void Transfer<T>(StateTransfer state, List<T> list)
        where T : unmanaged
    {
        var all = state.PassAll(state.IsReading ? [] : list.ToArray());
        if (!state.IsReading)
            return;
        list.Clear();
        list.AddRange(all);
    }

    public void Clear()
    {
        rewards.Clear();
        lengths.Clear();
        terms.Clear();
        metrics.Clear();
        Truncated = 0;
    }
}

/// <summary>Means over the episodes that ended in one iteration.</summary>
/// <param name="terms">Number of reward terms.</param>
/// <param name="metrics">Number of metrics.</param>
internal sealed class EpisodeSummary(int terms, int metrics)
{
    public int Count { get; private set; }

    public double Reward { get; private set; }

    public double Lowest { get; private set; } = double.PositiveInfinity;

    public double Highest { get; private set; } = double.NegativeInfinity;

    /// <summary>Steps.</summary>
    public double Length { get; private set; }

    /// <summary>[terms] sums over an episode.</summary>
    public double[] Terms { get; } = new double[terms];

    /// <summary>[metrics] at the end of an episode.</summary>
    public double[] Metrics { get; } = new double[metrics];

    public void Add(EpisodeTally tally, int episode, double reward)
    {
        Count++;
        Reward += reward;
        (Lowest, Highest) = (Math.Min(Lowest, reward), Math.Max(Highest, reward));
        Length += tally.Length(episode);
        var sums = tally.Terms(episode, Terms.Length);
        for (var i = 0; i < sums.Length; i++)
            Terms[i] += sums[i];
        var means = tally.Metrics(episode, Metrics.Length);
        for (var i = 0; i < means.Length; i++)
            Metrics[i] += means[i];
    }

    /// <summary>Turns sums into means.</summary>
    public void Divide()
    {
        if (Count == 0)
            return;
        Reward /= Count;
        Length /= Count;
        for (var i = 0; i < Terms.Length; i++)
            Terms[i] /= Count;
        for (var i = 0; i < Metrics.Length; i++)
            Metrics[i] /= Count;
    }
}

/// <summary>The last episodes of a training: how good the policy is now.</summary>
internal sealed class RecentEpisodes
{
    public const int Window = 100;

    readonly Queue<double> rewards = new(Window + 1);

    public long Count { get; private set; }

    /// <summary>Mean reward of the last <see cref="Window"/> episodes; NaN before the first.</summary>
    public double Mean => rewards.Count == 0 ? double.NaN : rewards.Average();

    public RecentEpisodesState State
    {
        get => new([.. rewards], Count);
        set
        {
            rewards.Clear();
            foreach (var reward in value.Rewards)
                rewards.Enqueue(reward);
            Count = value.Count;
        }
    }

    /// <summary>Puts other figures in place of the last episodes' rewards, without counting them again.</summary>
    public void Replace(IEnumerable<double> others)
    {
        rewards.Clear();
        foreach (var reward in others.TakeLast(Window))
            rewards.Enqueue(reward);
    }

    public void Add(double reward)
    {
        Count++;
        rewards.Enqueue(reward);
        if (rewards.Count > Window)
            rewards.Dequeue();
    }
}

/// <summary>The last episodes' rewards, and the number of all episodes.</summary>
internal sealed record RecentEpisodesState(double[] Rewards, long Count);
