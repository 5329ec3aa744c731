using Pathmind.Testing;

namespace Pathmind.Tests.Testing;

public class TestSimulationTests
{
    [Fact]
    public void Without_a_setting_it_sees_its_step_earns_its_choice_and_is_done_after_ten_steps()
    {
        var log = new TestSimulation().Run(new FixedActions(1, 0), display: Display.None);
        Assert.Equal(Enumerable.Range(0, 10).Select(step => (double)step), log.Steps["observation_0_step"]);
        Assert.Equal(5, log.Terms["chosen"].Mean);
        Assert.Equal([(double)Ending.Terminated], log.Episodes["ending"]);
        Assert.Empty(new TestSimulation().Check().Problems);
    }

    [Fact]
    public void All_that_a_simulation_says_can_be_given()
    {
        var test = new TestSimulation
        {
            Agents = 2, StepLimit = 7,
            SpaceOf = agent => agent == 0 ? new Discrete(3) : new Discrete(4),
            OnReset = test => test.State = 10 * test.Episodes,
            OnStep = test => test.State += test.Action[0].Choice,
            Observation = (test, agent) => new() { ["state"] = test.State, ["agent"] = agent },
            Reward = (test, agent) => new() { ["gain"] = test.Steps, ["cost"] = -agent },
            Done = (test, agent) => agent == 0 && test.Steps == 2,
            Truncated = (test, agent) => agent == 1 && test.Steps == 4,
            Mask = (_, agent) => agent == 0 ? [false, false, true] : [true, true, true, true],
            Metrics = (test, _) => new() { ["doubled"] = 2 * test.State },
        };
        var log = test.Run(new FixedActions(2), display: Display.None);
        var start = 10 * test.Episodes;
        Assert.Equal([start, start + 2, double.NaN, double.NaN], log.Steps["observation_0_state"]);
        Assert.Equal([1, 2, 3, 4], log.Steps["reward_1_gain"]);
        Assert.Equal([-4.0], log.Episodes["reward_1_cost"]);
        Assert.Equal(2 * (start + 8), log.Steps["metric_1_doubled"][^1]);     // agent 0 keeps its last action
        Assert.Equal([(double)Ending.Truncated], log.Episodes["ending"]);
        Assert.Equal(7, test.MaxSteps);
        Assert.Equal(4, ((Discrete)test.ActionSpace(1)).Choices);
    }

    [Fact]
    public void Its_settings_are_those_of_every_instance_that_a_training_makes()
    {
        var test = new TestSimulation
        {
            Space = new Discrete(3), Length = 1, Reward = (test, _) => new() { ["right"] = test.Action[0].Choice == 2 ? 1 : 0 },
        };
        var policy = test.Train(new() { Steps = 8_000, Seed = 1, Display = Display.None }).Policy;
        Assert.Equal(1, test.Run(policy, episodes: 20, display: Display.None).Reward.Mean);
    }

    [Fact]
    public void Numbers_of_a_continuous_space_are_earned_as_they_are()
    {
        var test = new TestSimulation { Space = new Continuous(1, -2, 2), Length = 2 };
        var log = test.Run(new FixedActions(1.5, -0.5), display: Display.None);
        Assert.Equal([1.5, -0.5], log.Steps["reward_0_chosen"]);
    }

    [Fact]
    public void Fixed_actions_begin_again_in_every_episode_and_for_every_agent()
    {
        var log = new TestSimulation { Agents = 2, Space = new Discrete(4), Length = 4 }
            .Run(new FixedActions(3, 1, 2), episodes: 2, display: Display.None);
        Assert.Equal([3, 1, 2, 3, 3, 1, 2, 3], log.Steps["action_0"]);
        Assert.Equal(log.Steps["action_0"], log.Steps["action_1"]);
        Assert.Contains("at least one action", Assert.Throws<ArgumentException>(() => new FixedActions()).Message);
    }
}
