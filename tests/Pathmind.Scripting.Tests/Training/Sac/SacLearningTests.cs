using Pathmind.Testing;

namespace Pathmind.Tests;

/// <summary>What PPO learns in <see cref="LearningTests"/>, in a tenth of the decisions, with the same controls; and
/// spaces of every kind.</summary>
public class SacLearningTests
{
    // small networks and batches, so that a test takes seconds
    static readonly SacOptions Sac = new() { Hidden = [16, 16], BatchSize = 64, UpdatesPerDecision = 1, LearningRate = 3e-3f };

    [Fact]
    public void A_bandit_finds_the_arm_that_pays() => LearningTests.Check<Bandit>("paid", steps: 2_000, optimum: 1, margin: 0, Sac);

    [Fact]
    public void A_chain_walks_past_the_small_reward_to_the_large_one() =>
        LearningTests.Check<Chain>("right", steps: 4_000, optimum: 1, margin: 0, Sac);

    [Fact]
    public void A_continuous_action_hits_its_target_in_units_of_the_action() =>
        LearningTests.Check<Target>("miss", steps: 4_000, optimum: 0, margin: 0.02, Sac);

    [Fact]
    public void A_mask_that_matters_is_learnt_and_never_broken() =>
        LearningTests.Check<LockedBoxes>("found", steps: 4_000, optimum: 1, margin: 0.01, Sac);

    [Fact]
    public void Two_agents_that_finish_at_different_times_learn_one_policy() =>
        LearningTests.Check<TwoEchoes>("right", steps: 4_000, optimum: 9, margin: 0.01, Sac);

    /// <summary>Two choices and two numbers, of which each has its own best answer to what is seen.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Several_choices_and_numbers_are_learnt_together(int seed)
    {
        TestSimulation simulation = new()
        {
            Space = new Composite(new Discrete(3, size: 2), new Continuous([-1, 0], [1, float.PositiveInfinity])),
            Length = 1, OnReset = test => test.State = test.Random.Next(2),
            Observation = (test, _) => new() { ["side"] = test.State },
            Reward = (test, _) => new() { ["near"] = NearReward(test) },
        };
        var policy = simulation.Train(Quick(seed, 8_000)).Policy;
        Assert.InRange(simulation.Run(policy, 100, seed: 1, display: Display.None).Reward.Mean, 1.9, 2);

        static double NearReward(TestSimulation test)
        {
            var (choices, numbers) = (test.Action[0].Choices.ToArray(), test.Action[0].Values.ToArray());
            var side = (int)test.State;
            return (choices[0] == 2 * side ? 1 : 0) + (choices[1] == 1 ? 1 : 0)
                - Math.Abs(numbers[0] - (side - 0.5)) - 0.2 * Math.Abs(numbers[1] - (3 + side));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Agents_of_two_kinds_learn_one_policy(int seed)
    {
        var log = new TwoTrades().Run(new TwoTrades().Train(Quick(seed, 6_000)).Policy, 200, seed: 1, display: Display.None);
        Assert.Equal(1, log.Terms["sorted"].Mean);
        Assert.InRange(log.Terms["missed"].Mean, -0.02, 0);
        TwoTrades blind = new() { IsBlind = true };
        Assert.InRange(blind.Run(blind.Train(Quick(seed, 6_000)).Policy, 200, seed: 1, display: Display.None).Reward.Mean, -4, 0.1);
    }

    /// <summary>An agent decides in every third step; what it earns until then is its decision's.</summary>
    [Fact]
    public void Decisions_on_demand_are_learnt_with_all_that_comes_until_the_next_one()
    {
        TestSimulation simulation = new()
        {
            Space = new Discrete(3), Length = 12, Decides = (test, _) => test.Steps % 3 == 0,
            OnStep = test => test.State = test.Action[0].Choice,
            Reward = (test, _) => new() { ["kept"] = test.Steps % 3 == 0 ? (test.State == 2 ? 1 : 0) : (test.State == 2 ? 0 : 0.3) },
        };
        var log = simulation.Run(simulation.Train(Quick(seed: 1, 12_000)).Policy, 20, seed: 1, display: Display.None);
        Assert.Equal(4, log.Reward.Mean, 1e-6);                           // choice 2 in each of four decisions: 0 + 0 + 1, against 0.6
    }

    static TrainingOptions Quick(int seed, long steps) => new() { Seed = seed, Steps = steps, Display = Display.None, Algorithm = Sac };
}
