using Pathmind.Testing;

namespace Pathmind.Tests.Testing;

public class SimulationRulesTests
{
    [Fact]
    public void A_simulation_without_fault_passes_everything()
    {
        SimulationRules.Hold(() => Walk());
        SimulationRules.Hold(() => Walk(), new FixedActions(1, 1, 0));
        SimulationRules.Beats(new FixedActions(1), new FixedActions(0), Walk(), margin: 1);
    }

    [Fact]
    public void Every_problem_that_Check_finds_is_listed()
    {
        var error = Fails(() => SimulationRules.Hold(() => new TestSimulation
        {
            Length = 5,
            Observation = (test, _) => test.Steps < 3 ? new() { ["a"] = test.Steps } : new() { ["b"] = test.Steps },
            Reward = (test, _) => new() { ["gain"] = test.Steps == 4 ? double.NaN : 1 },
        }));
        Assert.Equal(2, error.Problems.Count);
        Assert.StartsWith("TestSimulation does not keep the rules of a simulation:\n  - ", error.Message);
        Assert.All(error.Problems, problem => Assert.Contains($"\n  - {problem}", error.Message));
        Assert.Contains("NaN", error.Message);
    }

    [Fact]
    public void State_that_survives_Reset_where_only_the_policy_goes_is_found_with_its_place()
    {
        var error = Fails(() => SimulationRules.Hold(() => new Debtor(), new FixedActions(0, 0, 1)));
        Assert.StartsWith("Debtor does not repeat its episodes with fixed actions and seed 0:", error.Message);
        var problem = Assert.Single(error.Problems);
        Assert.Equal(
            "In episode 1, step 1, observation_0_debt is 0 in a new instance and 1 in an instance that has played an episode before. "
                + "Reset() must put back everything that Step() changes.",
            problem);
    }

    [Fact]
    public void Chance_of_its_own_is_found_between_two_new_instances()
    {
        var instances = 0;
        var error = Fails(() => SimulationRules.Hold(() => Own(new Random(++instances)), new FixedActions(1)));
        Assert.Equal(2, error.Problems.Count);
        Assert.Contains("another new instance with the same seed. Take chance from Simulation.Random alone", error.Problems[0]);
        Assert.Contains("observation_0_drawn is ", error.Problems[0]);

        static TestSimulation Own(Random random) => new() { Observation = (_, _) => new() { ["drawn"] = random.NextSingle() } };
    }

    [Fact]
    public void Episodes_of_another_length_are_found_although_every_row_is_the_same()
    {
        var length = 3;
        var error = Fails(() => SimulationRules.Hold(
            () => new TestSimulation { Done = (_, _) => false, StepLimit = length++, Observation = (_, _) => new() { ["always"] = 1 } },
            new FixedActions(1), episodes: 1));
        Assert.StartsWith("The episodes have 3 steps in a new instance and 4 in another new instance", error.Problems[0]);
    }

    [Fact]
    public void A_policy_that_is_not_better_by_the_margin_fails_with_the_figures()
    {
        TestSimulation simulation = new() { Space = new Discrete(4), Length = 5 };
        Policy three = new FixedActions(3), two = new FixedActions(2);
        SimulationRules.Beats(three, two, simulation, margin: 5);        // 15 against 10
        Assert.Equal(
            "In the same 10 episodes of TestSimulation fixed actions 1 earns 15 per episode and fixed actions 2 10: a difference of 5 "
                + "(standard error 0), but at least 5.1 more is required.",
            Fails(() => SimulationRules.Beats(three, two, simulation, episodes: 10, margin: 5.1)).Message);
        Assert.EndsWith("but more is required.", Fails(() => SimulationRules.Beats(two, two, simulation)).Message);
        var error = Assert.Throws<ArgumentException>(() => SimulationRules.Beats(two, two, simulation, margin: -1));
        Assert.Equal("margin is -1, but must be a number of at least 0.", error.Message);
    }

    [Fact]
    public void Instances_are_disposed_of()
    {
        List<Debtor> made = [];
        SimulationRules.Hold(Make, new FixedActions(0));
        Assert.Equal(3, made.Count);
        Assert.All(made, debtor => Assert.True(debtor.IsDisposed));

        Debtor Make()
        {
            made.Add(new());
            return made[^1];
        }
    }

    static SimulationTestException Fails(Action test) => Assert.Throws<SimulationTestException>(test);

    /// <summary>A walk with wind to the right end of six places.</summary>
    static TestSimulation Walk() => new()
    {
        Length = 30,
        OnReset = test => test.State = test.Random.Next(3),
        OnStep = test => test.State = Math.Clamp(test.State + (test.Action[0].Choice == 1 ? 1 : -1) + test.Random.Next(2), 0, 5),
        Observation = (test, _) => new() { ["place"] = test.State / 5f, ["left"] = 30 - test.Steps },
        Reward = (test, _) => new() { ["right"] = test.State == 5 ? 1 : 0 },
    };

    /// <summary>Forgets to forget its debt, which choice 1 makes.</summary>
    sealed class Debtor : Simulation, IDisposable
    {
        int debt, step;

        public bool IsDisposed { get; private set; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => step = 0;

        public override void Step()
        {
            step++;
            debt += Action[0].Choice;
        }

        public override Observation GetObservation(int agent) => new() { ["debt"] = debt };

        public override Reward GetReward(int agent) => new() { ["paid"] = step };

        public override bool IsDone(int agent) => step == 3;

        public void Dispose() => IsDisposed = true;
    }
}
