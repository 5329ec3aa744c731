namespace Pathmind.Tests;

/// <summary>Agents that decide on demand, in runs, by hand and in checks.</summary>
public sealed class DecisionRunTests
{
    [Fact]
    public void Who_does_not_decide_has_empty_cells_of_observation_and_action_and_is_rewarded_all_the_same()
    {
        var log = new Paced().Run(Policy.From((_, agent) => agent == 1 ? 1 : 0), episodes: 1, display: Display.None);
        Assert.Equal([1, _, _, 1, _, _, 1, _], log.Steps["action_1"]);
        Assert.Equal([0, _, _, 3, _, _, 6, _], log.Steps["observation_1_now"]);
        Assert.Equal([_, 0, _, _, _, 0, _, _], log.Steps["action_2"]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], log.Steps["reward_2_gain"]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1], log.Steps["done_2"]);
        Assert.Equal([-1, 0, 0, 0, 0, 0, 0, 0], log.Steps["metric_2_choice"]);     // it keeps its last action
        Assert.Equal(3 * 36, log.Episodes["reward"].Single());
    }

    const double _ = double.NaN;

    [Fact]
    public void An_episode_knows_nothing_of_the_last_ones_actions()
    {
        var log = new Paced().Run(Policy.From(_ => 1), episodes: 2, display: Display.None);
        Assert.Equal([-1, 1, 1, 1, 1, 1, 1, 1, -1, 1, 1, 1, 1, 1, 1, 1], log.Steps["metric_2_choice"]);
        log = new TimeLimit(new FrameSkip(new Paced(), 1), 8).Run(Policy.From(_ => 1), episodes: 2, display: Display.None);
        Assert.Equal(-1, log.Steps["metric_2_choice"][8]);
    }

    [Fact]
    public void A_policy_is_asked_only_when_an_agent_needs_it()
    {
        List<(int, float)> asked = [];
        var policy = Policy.From((observation, agent) =>
        {
            asked.Add((agent, (float)observation["now"]));
            return 0;
        });
        new TimeLimit(new Paced(), 6).Compare(1, 0, policy);
        Assert.Equal([0, 1, 2, 3, 4, 5], asked.Where(one => one.Item1 == 0).Select(one => (int)one.Item2));
        Assert.Equal([0, 3], asked.Where(one => one.Item1 == 1).Select(one => (int)one.Item2));
        Assert.Equal([1, 5], asked.Where(one => one.Item1 == 2).Select(one => (int)one.Item2));
    }

    [Fact]
    public void By_hand_the_stepper_says_who_decides_and_refuses_others()
    {
        EpisodeStepper episode = new(new Paced());
        Assert.False(episode.Decides(0));                                          // no episode yet
        episode.Begin();
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(episode.Decides));
        Assert.True(episode.TakesPart(2));
        Assert.Equal(
            "Agent 2 of Paced needs no decision in step 1: ask Decides(2) before.",
            Assert.Throws<InvalidOperationException>(() => episode.Act(2, 0)).Message);
        episode.Act(0, 1);
        Assert.Contains("Agent 1 of Paced has not acted", Assert.Throws<InvalidOperationException>(() => episode.Step()).Message);
        episode.Act(1, 1);
        episode.Step();
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(episode.Decides));
        Assert.Equal(1, episode.RewardOf(1));
        Assert.Equal(1, episode.RewardOf(2));
    }

    [Fact]
    public void A_check_walks_as_a_run_does_and_names_who_never_decides()
    {
        Assert.Empty(new Paced().Check(steps: 100).Problems);
        Assert.Empty(new GuardAndDriver().Check(steps: 200).Problems);
        Assert.Empty(new JobOffers().Check(steps: 200).Problems);
        Assert.Contains(new Never().Check(steps: 50).Problems, problem => problem.StartsWith("NeedsDecision was false for every agent"));
        Assert.Contains(new First().Check(steps: 50).Hints, hint => hint.StartsWith("NeedsDecision was never true for agent 1, 2 in 50"));
        Assert.Contains(new Throws().Check(steps: 50).Problems, problem => problem.Contains("NeedsDecision(1) at step 3 threw"));
    }

    [Fact]
    public void What_it_throws_is_reported_with_its_place() => Assert.StartsWith(
        "Throws.NeedsDecision(1) threw InvalidOperationException in episode 1 at step 3: Nobody knows.",
        Assert.Throws<SimulationException>(() => new Throws().Run(Policy.Random(), display: Display.None)).Message);

    [Fact]
    public void The_moment_of_a_plot_is_the_agents_last_decision_until_then()
    {
        var policy = new JobOffers().Train(new() { Steps = 2_000, Display = Display.None, StopWhenConverged = false }).Policy;
        var titles = Enumerable.Range(0, 12).Select(step => ((BarPlot)policy.PlotActions(new JobOffers(), step, agent: 1)).Title).ToArray();
        var steps = new JobOffers().Run(policy, episodes: 1, display: Display.None).Steps["action_1"];
        var (expected, last) = (new List<string>(), 0);
        for (var step = 0; step < 12; step++)
        {
            last = double.IsNaN(steps[step]) ? last : step;
            expected.Add($"JobOffers, {(last == 0 ? "at the start" : $"after {last} step{(last == 1 ? "" : "s")}")}, agent 1");
        }
        Assert.Equal(expected, titles);
        Assert.Contains(steps.Take(12), double.IsNaN);
    }

    sealed class Never : Paced
    {
        public override bool NeedsDecision(int agent) => false;
    }

    sealed class First : Paced
    {
        public override bool NeedsDecision(int agent) => agent == 0;
    }

    sealed class Throws : Paced
    {
        public override bool NeedsDecision(int agent) =>
            (agent, Now) == (1, 3) ? throw new InvalidOperationException("Nobody knows.") : base.NeedsDecision(agent);
    }
}
