using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Rollouts of one simulation with two agents, written by hand: three rewards per episode.</summary>
public sealed class AgentEpisodesTests
{
    readonly LearningCurve curve = new(terms: 0, agents: 2);

    [Fact]
    public void An_agents_first_episode_is_left_out_and_one_may_reach_over_two_rollouts()
    {
        AgentEpisodes agents = new(trajectories: 2, agents: 2);
        agents.Follow(Rollout("9| 1 2", "9| 4 5"), curve);
        Assert.Equal((0, true), (agents.Count, agents.AllAlike));
        agents.Follow(Rollout("3| 1 2 3|", "6| 4 5 6|"), curve);
        Assert.Equal((4, true), (agents.Count, agents.AllAlike));
        curve.EndIteration(1);
        CurveWindow all = new(curve, 0, 1);
        Assert.Equal([6, 15], curve.Rewards.Skip(1).Select(agent => all.Mean(agent).Value));
    }

    [Theory]
    [InlineData("0| 1 2| 1 3|", "0| -1 -2| -1 -3|")]                       // the sum over the agents is always 0
    [InlineData("0| 1 2| 2 1|", "0| 1 2| 1 2|")]                           // the same sum at other steps
    [InlineData("0| 1 0| 1|", "0| 1 0| 1|")]                               // the same sum in fewer steps
    public void One_agents_difference_is_enough(string first, string second)
    {
        AgentEpisodes agents = new(trajectories: 2, agents: 2);
        agents.Follow(Rollout(first, second), curve);
        Assert.False(agents.AllAlike);
    }

    [Fact]
    public void After_a_cut_the_episodes_under_way_do_not_count_and_the_rest_of_the_state_survives()
    {
        AgentEpisodes agents = new(trajectories: 2, agents: 2), resumed = new(trajectories: 2, agents: 2);
        agents.Follow(Rollout("0| 1 2| 7", "0| 3 4| 7"), curve);
        agents.Cut();
        resumed.State = agents.State;
        agents.Follow(Rollout("1| 1 2|", "5| 3 4|"), curve);
        resumed.Follow(Rollout("1| 1 2|", "5| 3 4|"), new(terms: 0, agents: 2));
        Assert.Equal((4, true), (agents.Count, agents.AllAlike));
        Assert.Equal((4, true), (resumed.Count, resumed.AllAlike));
        AgentEpisodes other = new(trajectories: 2, agents: 2) { State = agents.State };
        other.Follow(Rollout("1| 1 3|", "5| 3 4|"), new(terms: 0, agents: 2));
        Assert.False(other.AllAlike);                                      // before the cut it was 1 2
        resumed.Follow(Rollout("1 1|", "3 4|"), curve);
        Assert.False(resumed.AllAlike);
    }

    /// <summary>One row of rewards for each agent; | ends an episode.</summary>
    internal static RolloutBuffer Rollout(params string[] agents)
    {
        string[][] rows = [.. agents.Select(agent => agent.Split(' '))];
        RolloutBuffer buffer = new(1, agents.Length, rows.Max(row => row.Length), 1, new ActionLayout(new Discrete(2)), hasMask: false);
        buffer.Clear(buffer.MaxSteps);
        for (var agent = 0; agent < agents.Length; agent++)
            foreach (var cell in rows[agent])
            {
                var row = agent * buffer.Steps + buffer.Lengths[agent]++;
                buffer.Rewards[row] = float.Parse(cell.TrimEnd('|'), System.Globalization.CultureInfo.InvariantCulture);
                buffer.Endings[row] = cell.EndsWith('|') ? Ending.Terminated : Ending.None;
            }
        buffer.Complete();
        return buffer;
    }
}
