using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Tests;

/// <summary>Agents that see and may do different things, in one simulation.</summary>
public class KindTests
{
    static SimulationDriver Driver(Simulation simulation) => new(simulation, new RandomStream(0, 0));

    [Fact]
    public void What_all_kinds_see_is_read_by_name_with_their_kind_behind_it()
    {
        var schema = Driver(new TwoTrades()).Schema;

        Assert.Equal(["colour", "weight", "agent_kind"], schema.Observations.Names);
        Assert.Equal([3, 1, 2], schema.Observations.Lengths);
        Assert.Equal([0, 1], schema.Kinds.SelectMany(kind => kind.Agents));
        Assert.Equal(new Composite(new Discrete(["red", "green", "blue"]), new Continuous(1, -3, 3)), schema.Actions.Space);
    }

    [Fact]
    public void What_an_agent_does_not_see_is_zero_for_it()
    {
        var driver = Driver(new Crossroads());
        float[] even = [9, 9, 9, 9, 9], odd = [9, 9, 9, 9, 9];
        driver.Begin();
        driver.Observe(2, even);
        for (var agent = 0; agent < 4; agent++)
            driver.Act(agent, agent % 2 == 0 ? new int[] { 0, 1 } : AgentAction.Of([0], [5, 0, 0]));
        driver.Advance();
        driver.Observe(3, odd);

        Assert.Equal([0f, 2, 0, 1, 0], even);                            // queue of two numbers, speed, kind
        Assert.Equal([1f, 3, 0.5f, 0, 1], odd);
    }

    [Fact]
    public void Parts_at_one_position_are_shared_if_they_are_equal()
    {
        var schema = Driver(new Crossroads()).Schema;

        Assert.Equal(
            new Composite(new Discrete(3), new Discrete(2), new Continuous(1, 0, 10), new Continuous(2)), schema.Actions.Space);
        var (even, odd) = (schema.PlacesOf(0), schema.PlacesOf(1));
        Assert.Equal([0, 1], even.Action);
        Assert.Equal([0, 2, 3, 4], odd.Action);
        Assert.Equal([0f, 0, 0], even.Presence!);
        Assert.Null(odd.Presence);
        Assert.False(even.LacksChoices);
        Assert.True(odd.LacksChoices);
    }

    [Fact]
    public void Of_a_choice_that_an_agent_does_not_make_one_alternative_is_left()
    {
        var schema = Driver(new Crossroads()).Schema;
        var mask = new float[5];

        schema.PlacesOf(1).Spread(null, mask, allowed: 0, forbidden: -1);
        Assert.Equal([0f, 0, 0, 0, -1], mask);
        schema.PlacesOf(0).Spread([true, false, false, false, true], mask, allowed: 0, forbidden: -1);
        Assert.Equal([0f, -1, -1, -1, 0], mask);
    }

    [Fact]
    public void Agents_that_are_alike_are_one_kind_whatever_order_they_write_in()
    {
        var schema = Driver(new Shuffled()).Schema;

        Assert.Equal(["a", "b"], schema.Observations.Names);
        Assert.Single(schema.Kinds);
    }

    [Fact]
    public void A_look_at_the_other_agents_takes_no_chance_from_the_simulation()
    {
        RandomStream given = new(5, 0), same = new(5, 0);
        _ = new SimulationDriver(new Shuffled(), given);
        _ = same.NextDouble();                                           // the look at agent 0

        Assert.Equal(same.State, given.State);
    }

    [Fact]
    public void One_name_in_two_lengths_is_refused_with_both_agents()
    {
        var error = Assert.Throws<SimulationException>(() => Driver(new Lengths()));

        Assert.Equal(
            "Lengths.GetObservation(1) in episode 1 at Reset: the agents share one policy, so an observation of one name needs one "
            + "length: 'stock' has 2 numbers for agent 0, 3 for agent 1: give it the same length, or another name.", error.Message);
    }

    [Fact]
    public void The_name_of_the_kind_is_kept_for_the_kit_where_agents_differ()
    {
        var error = Assert.Throws<SimulationException>(() => Driver(new Lengths { Name = "agent_kind" }));

        Assert.Contains("an observation of agent 0 is called 'agent_kind'", error.Message);
    }

    [Fact]
    public void An_action_of_another_kind_is_refused_with_the_agents_own_space()
    {
        var error = Assert.Throws<SimulationException>(() => new TwoTrades().Run(
            Policy.From((observation, agent) => agent == 0 ? 1 : new int[] { 1, 1 }), display: Display.None));

        Assert.Contains("for agent 1 of TwoTrades", error.Message);
        Assert.Contains("but Continuous(1, -3 .. 3) needs 0 and 1", error.Message);
    }

    [Fact]
    public void Check_says_which_kinds_there_are()
    {
        var check = SimulationCheck.Of(() => new TwoTrades(), steps: 50);

        Assert.Empty(check.Problems);
        Assert.Contains(
            "The agents are of 2 kinds: agent 0 (sees colour; decides Discrete(red, green, blue)), agent 1 (sees weight; decides "
            + "Continuous(1, -3 .. 3)).", check.Hints[0]);
    }

    [Fact]
    public void A_log_has_for_each_agent_its_own_columns()
    {
        var log = new TwoTrades().Run(
            Policy.From((observation, agent) => agent == 0 ? "green" : (AgentAction)(2 * observation["weight"] + 0.5)),
            display: Display.None);

        Assert.Equal(
            ["Episode", "Step", "observation_0_colour_0", "observation_0_colour_1", "observation_0_colour_2", "action_0", "reward_0_sorted",
                "reward_0_missed", "done_0", "observation_1_weight", "action_1", "reward_1_sorted", "reward_1_missed", "done_1"],
            log.Steps.Names);
        Assert.Equal(0, log.AgentRewards[1].Mean, 1e-6);
    }

    [Fact]
    public void A_random_policy_stays_within_each_agents_own_space()
    {
        var log = new Crossroads().Run(Policy.Random(1), episodes: 20, display: Display.None);

        Assert.All(log.Steps["action_0_1"].Where(double.IsFinite), choice => Assert.InRange(choice, 0, 1));
        Assert.All(log.Steps["action_1_1"].Where(double.IsFinite), number => Assert.InRange(number, 0, 10));
        Assert.True(log.Steps["action_1_1"].Distinct().Count() > 10);
        Assert.DoesNotContain("action_0_2", log.Steps.Names);
    }

    sealed class Shuffled : Simulation
    {
        public override int NumberOfAgents => 2;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent)
        {
            var noise = Random.NextDouble();
            return agent == 0 ? new() { ["a"] = noise, ["b"] = 1 } : new() { ["b"] = 1, ["a"] = noise };
        }

        public override Reward GetReward(int agent) => new() { ["none"] = 0 };

        public override bool IsDone(int agent) => true;
    }

    sealed class Lengths : Simulation
    {
        public string Name { get; set; } = "stock";

        public override int NumberOfAgents => 2;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { [Name] = new float[2 + agent] };

        public override Reward GetReward(int agent) => new() { ["none"] = 0 };

        public override bool IsDone(int agent) => true;
    }
}
