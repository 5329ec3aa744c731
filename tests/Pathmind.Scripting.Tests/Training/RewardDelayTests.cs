using System.Globalization;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Rewards that come long after a decision are told from those that come at once.</summary>
public sealed class RewardDelayTests
{
    [Theory]
    [InlineData("0 0 0 4|", 4.0)]                                          // the first decision waits for all four
    [InlineData("-1 -1 -1 4|", 4.0)]                                       // a price of every step is the usual reward
    [InlineData("7| 0 0 4 0 0 4 0 0 4 0 0", 3.0)]                          // every third step
    [InlineData("0 4| 0 0 0 4| 0 0 0 0 0|", 4.0)]                          // the first begun before; nothing came of the last ones
    [InlineData("0 0 0 0 0 0 4 0 0", 7.0)]                                 // begun before: at least seven
    [InlineData("0| 0 4| 0 0 0 0 0 0 0 4|", 5.0)]                          // 2 and 8: irregular, but at the end
    [InlineData("1 1 1|", null)]
    public void The_delay_is_the_number_of_decisions_from_the_first_one_that_a_reward_may_be_for(string rewards, double? expected) =>
        Assert.Equal(expected, RewardDelay.Of(AgentEpisodesTests.Rollout(rewards)));

    [Fact]
    public void A_reward_of_each_step_has_no_delay()
    {
        var random = new Random(1);
        Assert.Equal(1, RewardDelay.Of(Rewards(_ => random.NextDouble()))!.Value, 0.01);
        Assert.InRange(RewardDelay.Of(Rewards(_ => random.NextDouble() < 0.3 ? 1 : 0)) ?? 0, 0, 4);
    }

    [Fact]
    public void A_reward_that_is_seldom_earned_but_at_once_is_no_delayed_one()
    {
        var random = new Random(2);
        Assert.Null(RewardDelay.Of(Rewards(_ => random.NextDouble() < 0.02 ? 1 : 0)));      // one choice of fifty is right
        Assert.Equal(50, RewardDelay.Of(Rewards(step => step % 50 == 49 ? 1 : 0)));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(10, 3)]
    public void Trainings_whose_rewards_come_at_once_say_nothing_of_a_delay(int steps, int choices)
    {
        // none learns, since nothing shows which choice is right
        var result = new TestSimulation
        {
            Length = steps, Space = new Discrete(choices), OnStep = test => test.State = test.Random.Next(choices),
            Reward = (test, _) => new() { ["right"] = test.State == test.Action[0].Choice ? 1 : 0 },
        }.Train(new() { Steps = 40_000, Threads = 1, Display = Display.None });
        Assert.Contains("It is not better than ", result.Message);
        Assert.DoesNotContain("comes about", result.Message);
    }

    /// <remarks>By time γ is e^(−1/10) = 0.905 and e^(−0.7) = 0.497.</remarks>
    [Theory]
    [InlineData("PPO", 60, null, "9: raise Ppo.GaeDecay and Ppo.Discount, or reward what leads there.")]
    [InlineData("PPO", 60, 10.0, "5: raise Ppo.GaeDecay and Ppo.DiscountSeconds, or reward what leads there.")]
    [InlineData("SAC", 12, null, "2: raise Algorithm.Discount, or reward what leads there.")]
    [InlineData("SAC", 12, 1 / 0.7, "2: raise Algorithm.DiscountSeconds, or reward what leads there.")]
    public void A_training_whose_reward_comes_beyond_what_an_update_credits_says_so(
        string algorithm, int length, double? discountSeconds, string credit)
    {
        var isPpo = algorithm == "PPO";
        var sac = discountSeconds is null ? new SacOptions { Discount = 0.5f } : new() { DiscountSeconds = discountSeconds };
        var result = Trainer.Train(() => new Payday(length), new()
        {
            Steps = isPpo ? 60_000 : 6_000, Threads = 1, Display = Display.None,
            Algorithm = isPpo ? new PpoOptions { GaeDecay = 0.9f, DiscountSeconds = discountSeconds } : sac,
        });
        Assert.Contains($"but an update credits it to about the last {credit}", result.Message, StringComparison.Ordinal);
        if (isPpo)                                                       // whose rollouts are longer than the delay
            Assert.Contains($"A reward comes about {length} decisions after the first one", result.Message, StringComparison.Ordinal);
    }

    /// <summary>A step a second; at the end of the episode chance pays, whatever was chosen.</summary>
    sealed class Payday(int length) : Simulation
    {
        int t;

        public override double SimulatedSeconds => t;

        public override ActionSpace ActionSpace(int agent) => new Discrete(4);

        public override void Reset() => t = 0;

        public override void Step() => t++;

        public override Observation GetObservation(int agent) => new() { ["t"] = t };

        public override Reward GetReward(int agent) => new() { ["paid"] = t == length && Random.Next(4) == 0 ? 1 : 0 };

        public override bool IsDone(int agent) => t == length;
    }

    /// <summary>An episode of 1 000 steps; the first one only says where it begins.</summary>
    static RolloutBuffer Rewards(Func<int, double> reward) => AgentEpisodesTests.Rollout(
        "0| " + string.Join(' ', Enumerable.Range(0, 1_000).Select(step => reward(step).ToString(CultureInfo.InvariantCulture))));
}
