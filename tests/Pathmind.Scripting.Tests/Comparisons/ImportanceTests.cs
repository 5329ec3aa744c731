using Pathmind.Comparisons;
using Pathmind.Numerics;
using Pathmind.Testing;

namespace Pathmind.Tests.Comparisons;

/// <summary>Which observations a policy needs, where it is known.</summary>
public sealed class ImportanceTests
{
    static readonly ComparisonOptions Silent = new() { Display = Display.None, Time = TimeSpan.FromMinutes(5) };

    /// <summary>Guesses two bits, which are new at every step: the first one is worth 10, the second 1. Some names are
    /// of no use.</summary>
    sealed class Guess : Simulation
    {
        readonly (int Decisive, int Weak)[] bits = new (int, int)[2];
        readonly double[] won = new double[2];
        float noise;

        public override int NumberOfAgents => 2;

        public override int MaxSteps => 20;

        public override ActionSpace ActionSpace(int agent) => new Composite(new Discrete(2), new Discrete(2));

        public override void Reset() => Draw();

        public override void Step()
        {
            for (var agent = 0; agent < 2; agent++)
                won[agent] = (Action[agent].Choices[0] == bits[agent].Decisive ? 10 : 0)
                    + (Action[agent].Choices[1] == bits[agent].Weak ? 1 : 0);
            Draw();
        }

        public override Observation GetObservation(int agent) => new()
        {
            ["noise"] = noise, ["decisive"] = new float[] { bits[agent].Decisive, 1 - bits[agent].Decisive }, ["weak"] = bits[agent].Weak,
            ["constant"] = 1,
        };

        public override Reward GetReward(int agent) => new() { ["right"] = won[agent] };

        public override bool IsDone(int agent) => false;

        void Draw()
        {
            noise = Random.NextSingle();
            for (var agent = 0; agent < 2; agent++)
                bits[agent] = (Random.Next(2), Random.Next(2));
        }
    }

    static readonly Policy Right = Policy.From("right", observation =>
        AgentAction.Of([(int)observation["decisive"][0], (int)observation["weak"]], []));

    /// <summary>Of 0 .. 9 999 a sample is kept and drawn from: the standard error of the mean is about 65.</summary>
    [Fact]
    public void What_replaces_an_observation_is_drawn_from_all_that_were_seen()
    {
        SeenObservations seen = new();
        for (var i = 0; i < 10_000; i++)
            seen.Add(0, [i]);
        RandomStream draws = new(seed: 1, stream: 1);
        float[] drawn = [.. Enumerable.Range(0, 4_000).Select(_ => seen.Draw(0, draws)[0])];
        Assert.Equal(5_000, drawn.Average(), 250f);
        Assert.InRange(drawn.Distinct().Count(), 2_000, 4_000);
    }

    /// <summary>A shuffled bit is right in half of all steps: 2 agents × 20 steps × 10 / 2 = 200, and 20.</summary>
    [Fact]
    public void The_decisive_observation_comes_first_then_the_weak_one_and_the_others_can_be_left_out()
    {
        var importance = new Guess().Importance(Right, Silent);

        Assert.Equal(["decisive", "weak"], importance.Observations.Take(2).Select(one => one.Name));
        Assert.True(importance.Observations[0].Loss.Contains(200), $"{importance}");
        Assert.True(importance.Observations[1].Loss.Contains(20), $"{importance}");
        Assert.True(importance.All.Contains(220), $"{importance}");
        Assert.Equal(440, importance.Reward.Mean, 9);
        Assert.Equal(["noise", "constant"], importance.Needless);
        Assert.Equal(["decisive", "weak"], importance.Needed);
        Assert.Equal(
            "noise, constant can be left out at no cost, all of them together (a loss below 4.4). "
            + "Train with Observations = [\"decisive\", \"weak\"].", importance.Advice);
        Assert.Equal(["matters", "matters", "can be left out", "can be left out"],
            importance.ToTable().Rows.Take(4).Select(row => row[2]));
    }

    [Fact]
    public void The_same_seed_and_number_of_episodes_give_the_same_importance()
    {
        var options = Silent with { Episodes = 20, Seed = 3 };
        Assert.Equal(new Guess().Importance(Right, options).ToString(), new Guess().Importance(Right, options).ToString());
        Assert.NotEqual(
            new Guess().Importance(Right, options).ToString(), new Guess().Importance(Right, options with { Seed = 4 }).ToString());
    }

    /// <summary>Each alone changes nothing, since the others outvote it.</summary>
    [Fact]
    public void Observations_that_say_the_same_are_not_left_out_together()
    {
        TestSimulation simulation = new()
        {
            OnReset = test => test.State = test.Random.Next(2), OnStep = test => test.State = test.Random.Next(2) + 2 * test.State,
            Length = 10, Space = new Discrete(3),
            Observation = (test, _) => new() { ["one"] = test.State & 1, ["two"] = test.State & 1, ["three"] = test.State & 1 },
            Reward = (test, _) => new() { ["right"] = test.Action[0].Choice == (test.State >> 1 & 1) ? 1 : 0 },
        };
        var majority = Policy.From("majority", seen => (seen["one"] + seen["two"] + seen["three"]) >= 2 ? 1 : 0);
        var importance = simulation.Importance(majority, Silent with { Episodes = 50 });
        Assert.All(importance.Observations, one => Assert.True(one.IsNeedless));
        Assert.Equal(["three"], importance.Needless);
        Assert.Equal(["one", "two"], importance.Needed);
    }

    /// <summary>Different names, spaces and masks; one of the kinds sees what the other does not.</summary>
    [Fact]
    public void Kinds_of_agents_with_masks_and_real_numbers_are_measured_by_name()
    {
        TestSimulation simulation = new()
        {
            Agents = 2, Length = 5, SpaceOf = agent => agent == 0 ? new Discrete(2) : new Continuous(1, low: -1, high: 1),
            Mask = (_, agent) => agent == 0 ? [true, true] : null,
            OnReset = test => test.State = test.Random.Next(100), OnStep = test => test.State = test.Random.Next(100),
            Observation = (test, agent) => agent == 0
                ? new() { ["shared"] = test.State % 10, ["side"] = test.State % 2 }
                : new() { ["shared"] = test.State % 10, ["far"] = test.State },
            Reward = (test, agent) => new() { ["gain"] = agent == 0 ? test.Action[0].Choice : test.Action[1].Values[0] },
        };
        var policy = Policy.From("kinds", (seen, agent) =>
            agent == 0 ? (int)seen["side"] : AgentAction.Of([], [seen["shared"] > 20 ? 1f : 0.5f]));
        var importance = simulation.Importance(policy, Silent with { Episodes = 30 });
        Assert.Equal(["far", "shared", "side"], importance.Observations.Select(one => one.Name).Order());
        Assert.Equal(0, importance.Observations.Single(one => one.Name == "far").Loss.HalfWidth);
        Assert.Contains("far", importance.Needless);
    }

    /// <summary>0.1 + 0.2 − 0.3 is 5.6E-17; chance alone decides between −1 and 1.</summary>
    [Theory]
    [InlineData(false, "its reward is 0, and it loses 0 when it sees nothing rightly")]
    [InlineData(true, "when it sees nothing rightly. What earns nothing has nothing to lose")]
    public void Where_nothing_is_earned_importance_says_that_it_says_nothing(bool isChance, string words)
    {
        TestSimulation simulation = new()
        {
            Length = 3, Observation = (test, _) => new() { ["noise"] = test.Random.Next(9), ["step"] = 1 },
            Reward = (test, _) => isChance
                ? new() { ["coin"] = 2 * test.Random.Next(2) - 1 }
                : new() { ["one"] = 0.1, ["two"] = 0.2, ["three"] = -0.3 },
        };
        var importance = simulation.Importance(Policy.From(_ => 0), Silent with { Episodes = 40 });
        Assert.True(importance.SaysNothing);
        Assert.Contains(words, importance.Advice);
        Assert.Equal(importance.Advice, Assert.IsType<TextLine>(importance.ToDisplay()).Text);
        Assert.Empty(importance.Needless);
    }

    [Fact]
    public void A_training_is_asked_about_what_its_policy_looks_at()
    {
        var training = new Guess().Train(new()
        {
            Steps = 2_000, Threads = 1, Observations = ["decisive", "noise"], Display = Display.None,
        });
        var importance = training.Importance(Silent with { Episodes = 20 });
        Assert.Equal(["decisive", "noise"], importance.Observations.Select(one => one.Name).Order());
    }
}
