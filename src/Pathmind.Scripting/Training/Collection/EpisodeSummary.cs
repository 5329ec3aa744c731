namespace Pathmind.Training;

/// <summary>Means over the episodes that ended in one iteration.</summary>
internal sealed class EpisodeSummary(int terms)
{
    public int Count { get; private set; }

    public double Reward { get; private set; }

    public double Lowest { get; private set; } = double.PositiveInfinity;

    public double Highest { get; private set; } = double.NegativeInfinity;

    /// <summary>Steps.</summary>
    public double Length { get; private set; }

    /// <summary>[terms] sums over an episode.</summary>
    public double[] Terms { get; } = new double[terms];

    public void Add(EpisodeTally tally, int episode, double reward)
    {
        Count++;
        Reward += reward;
        (Lowest, Highest) = (Math.Min(Lowest, reward), Math.Max(Highest, reward));
        Length += tally.Length(episode);
        var sums = tally.Terms(episode, Terms.Length);
        for (var i = 0; i < sums.Length; i++)
            Terms[i] += sums[i];
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
    }
}
