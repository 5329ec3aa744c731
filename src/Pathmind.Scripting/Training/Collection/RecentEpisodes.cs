namespace Pathmind.Training;

/// <summary>The last episodes of a training: how good the policy is now.</summary>
internal sealed class RecentEpisodes
{
    public const int Window = 100;

    readonly Queue<double> rewards = new(Window + 1);
    double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;

    public long Count { get; private set; }

    /// <summary>Mean reward of the last <see cref="Window"/> episodes; NaN before the first.</summary>
    public double Mean => rewards.Count == 0 ? double.NaN : rewards.Average();

    /// <summary>Whether all episodes so far had the same reward.</summary>
    public bool AllAlike => Count > 0 && lowest == highest;

    public RecentEpisodesState State
    {
        get => new([.. rewards], lowest, highest, Count);
        set
        {
            rewards.Clear();
            foreach (var reward in value.Rewards)
                rewards.Enqueue(reward);
            (lowest, highest, Count) = (value.Lowest, value.Highest, value.Count);
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
        (lowest, highest) = (Math.Min(lowest, reward), Math.Max(highest, reward));
        rewards.Enqueue(reward);
        if (rewards.Count > Window)
            rewards.Dequeue();
    }
}
