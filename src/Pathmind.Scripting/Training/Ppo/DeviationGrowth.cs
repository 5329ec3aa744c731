namespace Pathmind.Training;

/// <summary>Widens the deviation of a real number without a range as long as its mean moves one way: where the range is
/// not known, neither is the size of a step. The cumulative step-size control of evolution strategies (Hansen and
/// Ostermeier 2001; arXiv:1604.00772, section 3), whose path is compared with a fixed length; docs/ppo.md 3.</summary>
/// <param name="grows">[reals] which numbers have no range.</param>
internal sealed class DeviationGrowth(bool[] grows)
{
    /// <summary>Largest deviation to which it widens: beyond, sinh reaches too far at once.</summary>
    const float WidestLogStd = 0.7f;

    /// <summary>Weight of the newest movement; movement, in deviations an iteration, that is no reason to widen; and
    /// growth of the logarithm for each deviation beyond it.</summary>
    const double Newest = 0.3, Still = 0.05, Gain = 2;

    readonly double[] means = new double[grows.Length], path = new double[grows.Length];
    readonly bool isNeeded = Array.IndexOf(grows, true) >= 0;
    bool isFirst = true;

    public DeviationGrowthState? State
    {
        get => isNeeded ? new([.. means], [.. path], isFirst) : null;
        set
        {
            if (value is null)
                return;
            value.Means.CopyTo(means, 0);
            value.Path.CopyTo(path, 0);
            isFirst = value.IsFirst;
        }
    }

    /// <summary>Looks at the numbers drawn in a rollout, and widens deviations for the next one.</summary>
    /// <param name="rollout">The one that was just learnt from.</param>
    /// <param name="logStd">[reals] to be changed.</param>
    public void Update(RolloutBuffer rollout, float[] logStd)
    {
        if (!isNeeded)
            return;
        for (var i = 0; i < grows.Length; i++)
            if (grows[i] && MeanOf(rollout, i) is { } mean)
            {
                var movement = isFirst ? 0 : (mean - means[i]) / Math.Exp(logStd[i]);
                path[i] += Newest * (movement - path[i]);
                means[i] = mean;
                var growth = (float)(Gain * Math.Max(0, Math.Abs(path[i]) - Still));
                if (logStd[i] < WidestLogStd)
                    logStd[i] = Math.Min(WidestLogStd, logStd[i] + growth);
            }
        isFirst = false;
    }

    /// <summary>Mean of what was drawn, in network units; null if no agent has the number.</summary>
    static double? MeanOf(RolloutBuffer rollout, int index)
    {
        var (reals, sum, count) = (rollout.Actions.Reals, 0.0, 0);
        foreach (var row in rollout.Rows.AsSpan(0, rollout.RowCount))
            if (rollout.Presence is null || rollout.Presence[row * reals + index] != 0)
                (sum, count) = (sum + rollout.Reals[row * reals + index], count + 1);
        return count == 0 ? null : sum / count;
    }
}
