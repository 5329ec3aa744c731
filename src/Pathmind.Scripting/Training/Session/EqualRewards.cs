namespace Pathmind.Training;

/// <summary>Explains from the last rollout why all episodes of a training had the same reward.</summary>
internal static class EqualRewards
{
    /// <summary>Differences between sums of rewards that float32 makes by itself, as a share of the largest.</summary>
    const double Rounding = 1e-4;

    /// <param name="training">At its end.</param>
    /// <param name="rollout">The last one.</param>
    /// <param name="done">What it did, in figures.</param>
    public static string Explain(TrainingState training, RolloutBuffer rollout, string done)
    {
        if (training.Schema.Agents > 1 && Enumerable.Range(0, training.Schema.Agents).Any(agent => Differ(rollout, agent)))
            return $"Stopped, since the rewards of all agents together were the same in every episode: {done}. "
                + "Those of a single agent differ: in a game against each other the sum means nothing. Train with StopWhenConverged = "
                + "false, and judge each agent by "
                + "AgentRewards of a run.";
        return $"Stopped, since every episode had the same reward and there is nothing to learn from: {done}. "
            + "Give reward terms that distinguish better from worse on the way to the goal, or shorter episodes.";
    }

    /// <summary>Whether two episodes of the last rollout gave one agent different rewards.</summary>
    static bool Differ(RolloutBuffer buffer, int agent)
    {
        List<double> sums = [];
        for (var trajectory = agent; trajectory < buffer.Trajectories; trajectory += buffer.Agents)
        {
            var (sum, isWhole) = (0.0, false);                           // the first episode began in the rollout before
            for (var row = trajectory * buffer.Steps; row < trajectory * buffer.Steps + buffer.Lengths[trajectory]; row++)
            {
                sum += buffer.Rewards[row];
                if (buffer.Endings[row] == Ending.None)
                    continue;
                if (isWhole)
                    sums.Add(sum);
                (sum, isWhole) = (0, true);
            }
        }
        return sums.Count > 1 && sums.Max() - sums.Min() > Rounding * Math.Max(Math.Abs(sums.Max()), Math.Abs(sums.Min()));
    }
}
