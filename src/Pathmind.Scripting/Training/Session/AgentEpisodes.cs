namespace Pathmind.Training;

/// <summary>Follows each agent's rewards through the rollouts: what an agent gained per episode, and whether that was
/// ever different. The sum over all agents says neither: in a game the one gains what the other loses.</summary>
/// <remarks>An agent's first episode in a simulation after a start is not counted, since it may have been cut
/// (docs/ppo.md 4).</remarks>
/// <param name="trajectories">Simulations · agents.</param>
/// <param name="agents">Agents of each simulation.</param>
internal sealed class AgentEpisodes(int trajectories, int agents)
{
    readonly Running[] running = new Running[trajectories];
    AgentEpisode?[] first = new AgentEpisode?[agents];

    /// <summary>Episodes counted, each once for every agent.</summary>
    public long Count { get; private set; }

    /// <summary>Whether all counted episodes gave each agent the same rewards at the same steps, and there was
    /// one.</summary>
    public bool AllAlike { get; private set; } = true;

    /// <summary>Whether there are several agents.</summary>
    public bool HasSeveral => agents > 1;

    public AgentEpisodesState State
    {
        get => new(first, Count, AllAlike);
        set => (first, Count, AllAlike) = (value.First, value.Count, value.AllAlike);
    }

    /// <summary>Follows all trajectories of a rollout to its end.</summary>
    /// <param name="rollout">As it was collected.</param>
    /// <param name="curve">Receives each agent's reward of each episode.</param>
    public void Follow(RolloutBuffer rollout, LearningCurve curve)
    {
        if (agents == 1 && !AllAlike)
            return;                                                      // the curve has the only agent's reward already
        for (var trajectory = 0; trajectory < trajectories; trajectory++)
        {
            ref var now = ref running[trajectory];
            var row = trajectory * rollout.Steps;
            for (var end = row + rollout.Lengths[trajectory]; row < end; row++)
            {
                now.Add(rollout.Rewards[row]);
                if (rollout.Endings[row] != Ending.None)
                    now = EndEpisode(trajectory % agents, in now, curve);
            }
        }
    }

    /// <summary>All episodes under way were cut: the next ones are first ones again.</summary>
    public void Cut() => Array.Clear(running);

    Running EndEpisode(int agent, in Running ended, LearningCurve curve)
    {
        if (ended.IsWhole)
        {
            Count++;
            curve.AddAgent(agent, ended.Sum);
            var episode = new AgentEpisode(ended.Sum, ended.SumOverTime, ended.Steps);
            AllAlike &= (first[agent] ??= episode) == episode;
        }
        return new() { IsWhole = true };
    }

    /// <summary>An agent's episode under way.</summary>
    struct Running
    {
        public double Sum, SumOverTime;
        public long Steps;
        public bool IsWhole;

        public void Add(float reward)
        {
            Sum += reward;
            SumOverTime += reward * ++Steps;
        }
    }
}

/// <summary>What an agent gained in an episode.</summary>
/// <param name="Sum">Of its rewards.</param>
/// <param name="SumOverTime">Sum of reward · number of the step, from 1: the same rewards at other steps make another
/// one.</param>
/// <param name="Steps">That it took part in.</param>
internal sealed record AgentEpisode(double Sum, double SumOverTime, long Steps);

/// <summary>What a checkpoint holds of it; episodes under way are cut there.</summary>
internal sealed record AgentEpisodesState(AgentEpisode?[] First, long Count, bool AllAlike);
