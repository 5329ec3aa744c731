using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>How long after a decision a reward may come, measured in a rollout.</summary>
internal static class RewardDelay
{
    /// <summary>Deviation of the distances between rewards, as a share of their mean, below which they are no chance: a
    /// reward that each step earns at once, but seldom, has distances whose deviation is their mean.</summary>
    const double Regular = 0.5;

    /// <summary>Mean number of decisions from the first one that a reward may reward, at the beginning of an episode or
    /// after the reward before, to the reward. A reward is here what is not the usual one (the median). Known are only
    /// rewards that come in regular distances, or mostly at the end of an episode: those that come now and then may be
    /// seldom earned, but at once.</summary>
    /// <param name="rollout">As it was collected.</param>
    /// <returns>Null if no reward shows a delay.</returns>
    public static double? Of(RolloutBuffer rollout)
    {
        if (rollout.RowCount == 0)
            return null;
        var usual = Usual(rollout);
        Moments whole = default, cut = default;                          // of distances whose beginning was, was not in the rollout
        var atTheEnd = 0;
        for (var trajectory = 0; trajectory < rollout.Trajectories; trajectory++)
        {
            var first = trajectory * rollout.Steps;
            var (waiting, isWhole) = (0, false);
            for (var row = first; row < first + rollout.Lengths[trajectory]; row++)
            {
                var (isReward, isEnd) = (rollout.Rewards[row] != usual, rollout.Endings[row] != Ending.None);
                waiting++;
                if (isReward)
                    (whole, cut) = isWhole ? (whole.With(waiting), cut) : (whole, cut.With(waiting));
                atTheEnd += isReward && isEnd ? 1 : 0;
                if (isReward || isEnd)
                    (waiting, isWhole) = (0, true);                      // at an end without a reward nothing came of these steps
            }
        }
        var rewards = whole.Count + cut.Count;
        var distances = whole.Count > 0 ? whole : cut;
        return rewards > 0 && (2 * atTheEnd >= rewards || distances.Deviation < Regular * distances.Mean) ? distances.Mean : null;
    }

    static float Usual(RolloutBuffer rollout)
    {
        var rows = rollout.Rows.AsSpan(0, rollout.RowCount);
        var sorted = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            sorted[i] = rollout.Rewards[rows[i]];
        Array.Sort(sorted);
        return sorted[(sorted.Length - 1) / 2];
    }
}
