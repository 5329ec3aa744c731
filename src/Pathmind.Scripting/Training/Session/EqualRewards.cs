namespace Pathmind.Training;

/// <summary>Says that all episodes of a training had the same rewards, and what to do.</summary>
internal static class EqualRewards
{
    /// <param name="agents">What was followed.</param>
    /// <param name="done">What the training did, in figures.</param>
    public static string Explain(AgentEpisodes agents, string done) =>
        $"Stopped, since there is nothing to learn from: {done}. {Advice(agents)}";

    /// <summary>What was the same in every episode, and what to do.</summary>
    public static string Advice(AgentEpisodes agents) =>
        $"All {agents.Count:N0} episodes that were compared gave {(agents.HasSeveral ? "each agent the same rewards" : "the same rewards")}"
            + (agents.Count >= ConvergenceRule.Unseen ? ", which shows with 95 % confidence that fewer than 1 in 1,000 differ" : "")
            + ". Give reward terms that distinguish better from worse on the way to the goal, or shorter episodes.";
}
