using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>How long after a decision a reward comes, measured in a rollout.</summary>
internal static class RewardDelay
{
    /// <summary>Mean number of steps from a step to the next one of its episode whose reward is not the usual one (the
    /// median).</summary>
    /// <param name="rollout">As it was collected.</param>
    /// <returns>Null if all rewards are the usual one.</returns>
    public static double? Of(RolloutBuffer rollout)
    {
        var rows = rollout.Rows.AsSpan(0, rollout.RowCount);
        if (rows.IsEmpty)
            return null;
        var sorted = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            sorted[i] = rollout.Rewards[rows[i]];
        Array.Sort(sorted);
        var (usual, distances, steps) = (sorted[(sorted.Length - 1) / 2], 0.0, 0L);
        for (var trajectory = 0; trajectory < rollout.Trajectories; trajectory++)
        {
            var (first, waiting) = (trajectory * rollout.Steps, 0L);
            for (var row = first; row < first + rollout.Lengths[trajectory]; row++)
            {
                waiting++;
                if (rollout.Rewards[row] != usual)
                    (distances, steps, waiting) = (distances + waiting * (waiting - 1) / 2.0, steps + waiting, 0);
                else if (rollout.Endings[row] != Ending.None)
                    waiting = 0;                                         // nothing came of these steps
            }
        }
        return steps == 0 ? null : distances / steps;
    }
}
