namespace Pathmind.Tests;

/// <summary>Simulations driven step by step, by hand.</summary>
public sealed class StepperTests
{
    [Fact]
    public void Its_episodes_are_those_of_a_run_with_the_same_seed()
    {
        var log = new Chain().Run(Policy.Random(5), episodes: 3, seed: 7, display: Display.None);
        var (episode, policy) = (new EpisodeStepper(new Chain(), seed: 7), Policy.Random(5));
        List<double> rewards = [];
        for (var i = 0; i < 3; i++)
            for (episode.Begin(); episode.Ending == Ending.None;)
            {
                episode.Act(0, episode.Decide(0, policy));
                episode.Step();
                rewards.Add(episode.TermsOf(0)["noise"]);
            }
        Assert.Equal(log.Steps["reward_0_noise"], rewards);
    }

    [Fact]
    public void What_comes_out_of_order_is_refused_with_what_to_do()
    {
        var episode = new EpisodeStepper(new Chain());
        Assert.Equal("No episode of Chain has begun: call Begin() first.", Refusal(() => episode.Step()));
        episode.Begin();
        Assert.Equal("Agent 0 of Chain has not acted in step 1: call Act(0, …) before Step().", Refusal(() => episode.Step()));
        episode.Act(0, 0);
        episode.Step();
        Assert.Equal("Agent 0 of Chain has not acted in step 2: call Act(0, …) before Step().", Refusal(() => episode.Step()));
        episode.Act(0, 0);
        Assert.Equal(Ending.Terminated, episode.Step());
        Assert.Equal("Episode 1 of Chain has ended (Terminated): call Begin() to start the next one.", Refusal(() => episode.Act(0, 0)));
        Assert.False(episode.TakesPart(0));
        Assert.Equal(
            "There is no agent 1: Chain has 1 agent, counted from 0.", Assert.Throws<ArgumentException>(() => episode.RewardOf(1)).Message);

        static string Refusal(Action action) => Assert.Throws<InvalidOperationException>(action).Message;
    }

    [Fact]
    public void An_action_that_is_not_in_the_space_is_refused_before_the_simulation_sees_it()
    {
        var episode = new EpisodeStepper(new Chain());
        episode.Begin();
        var thrown = Assert.Throws<SimulationException>(() => episode.Act(0, 2));
        Assert.Equal(
            "The policy 'by hand' decided wrongly for agent 0 of Chain in episode 1 at step 1: the choice 2 is not in 0 .. 1, as "
            + "Discrete(2) needs it.", thrown.Message);
    }

    [Fact]
    public void A_policy_with_a_memory_is_told_when_an_episode_of_each_agent_begins()
    {
        var policy = new Counting();
        new Chain().Run(policy, episodes: 3, display: Display.None);
        Assert.Equal([0, 0, 0], policy.Begun);
        Assert.True(policy.Highest > 1);
    }

    /// <summary>Counts its decisions of an episode: it starts again with each.</summary>
    sealed class Counting : Policy
    {
        int decided;

        public List<int> Begun { get; } = [];

        public int Highest { get; private set; }

        public override void BeginEpisode(int agent)
        {
            Begun.Add(agent);
            decided = 0;
        }

        public override AgentAction Decide(in PolicyInput input)
        {
            Highest = Math.Max(Highest, ++decided);
            return Array.IndexOf(input.ActionMask ?? [true], true);
        }
    }
}
