namespace Pathmind.Training;

/// <summary>Keeps the weights whose last episodes had the highest mean reward; of equals the later.</summary>
internal sealed class BestPolicy
{
    const int LeastEpisodes = 10;

    /// <summary>Mean reward of the last episodes when it was kept.</summary>
    public double Score { get; private set; } = double.NegativeInfinity;

    /// <summary>Null until enough episodes have ended.</summary>
    public Snapshot? Snapshot { get; private set; }

    public void Offer(Learner learner, RecentEpisodes recent)
    {
        if (recent.Count >= LeastEpisodes && recent.Mean >= Score)
            Restore(recent.Mean, Snapshot.Of(learner));
    }

    public void Restore(double score, Snapshot? snapshot) => (Score, Snapshot) = (score, snapshot);
}
