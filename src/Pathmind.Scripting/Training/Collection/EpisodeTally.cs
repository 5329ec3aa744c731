namespace Pathmind.Training;

/// <summary>Episodes that ended in one simulation since the last iteration: no allocation once it has grown.</summary>
internal sealed class EpisodeTally
{
    readonly List<double> rewards = [], terms = [];
    readonly List<int> lengths = [];

    public int Count => rewards.Count;

    public int Truncated { get; private set; }

    public double Reward(int episode) => rewards[episode];

    public int Length(int episode) => lengths[episode];

    public ReadOnlySpan<double> Terms(int episode, int count) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(terms).Slice(episode * count, count);

    /// <param name="reward">Sum over steps and agents, as trained on but not scaled.</param>
    /// <param name="length">Steps.</param>
    /// <param name="termSums">[terms] sums over steps and agents.</param>
    /// <param name="ending">How the episode ended.</param>
    public void Add(double reward, int length, ReadOnlySpan<double> termSums, Ending ending)
    {
        rewards.Add(reward);
        lengths.Add(length);
        foreach (var sum in termSums)
            terms.Add(sum);
        Truncated += ending == Ending.Truncated ? 1 : 0;
    }

    public void Clear()
    {
        rewards.Clear();
        lengths.Clear();
        terms.Clear();
        Truncated = 0;
    }
}
