using Pathmind.Training;

namespace Pathmind.Tests;

public class RewardScaleTests
{
    static RolloutBuffer Rollout(float[] rewards, Ending last)
    {
        var buffer =
            new RolloutBuffer(environments: 1, agents: 1, rewards.Length, observationSize: 1, new(new Discrete(2)), hasMask: false);
        buffer.Lengths[0] = rewards.Length;
        rewards.CopyTo(buffer.Rewards, 0);
        buffer.Endings[^1] = last;
        return buffer;
    }

    [Fact]
    public void Rewards_are_divided_by_the_deviation_of_the_discounted_return()
    {
        // γ = 0.5, rewards 2, 2: returns 2 and 3: mean 2.5, deviation 0.5; rewards become 4, 4.
        var buffer = Rollout([2, 2], Ending.None);
        Assert.Equal([4f, 4f], Scaled(buffer, 0.5f));
        Assert.Equal([2f, 2f], buffer.Rewards);                            // the collected ones stay
    }

    [Theory]
    [InlineData(Ending.None, 3.5f)]                                        // third return 2 + 0.5 × 3
    [InlineData(Ending.Terminated, 2f)]                                    // starts again
    public void A_return_ends_with_its_episode(Ending last, float third)
    {
        var scale = new RewardScale(1, 0.5f);
        scale.Observe(Rollout([2, 2], last));
        scale.Observe(Rollout([2], Ending.None));
        var mean = (2 + 3 + third) / 3;
        var variance = (Math.Pow(2 - mean, 2) + Math.Pow(3 - mean, 2) + Math.Pow(third - mean, 2)) / 3;
        Assert.Equal(Math.Sqrt(variance), scale.Deviation, 1e-6);
    }

    [Fact]
    public void A_return_is_discounted_by_the_time_between_its_decisions()
    {
        RolloutBuffer buffer = new(1, 1, 2, 1, new(new Discrete(2)), hasMask: false, discountSeconds: 1);
        (buffer.Lengths[0], buffer.Rewards[0], buffer.Rewards[1], buffer.Discounts![0], buffer.Discounts[1]) = (2, 2, 2, 0.5f, 0.25f);
        RewardScale scale = new(1, discount: 0.99f);
        scale.Observe(buffer);                                             // returns 2 and 2 + 0.5 × 2 = 3
        Assert.Equal(0.5, scale.Deviation, 1e-6);
        scale.Observe(buffer);                                             // 2 + 0.25 × 3 = 2.75, then 2 + 0.5 × 2.75 = 3.375
        Assert.Equal(Math.Sqrt(new[] { 2, 3, 2.75, 3.375 }.Sum(r => Math.Pow(r - 2.78125, 2)) / 4), scale.Deviation, 1e-6);
    }

    [Fact]
    public void A_cut_ends_the_returns_under_way()
    {
        RewardScale cut = new(1, 0.5f), ended = new(1, 0.5f);
        cut.Observe(Rollout([2, 2], Ending.None));
        cut.Cut();
        ended.Observe(Rollout([2, 2], Ending.Terminated));
        cut.Observe(Rollout([2], Ending.None));
        ended.Observe(Rollout([2], Ending.None));
        Assert.Equal(ended.Deviation, cut.Deviation);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_rare_reward_is_clipped_to_ten_deviations(int sign)
    {
        // One of 400: the deviation is √(1/400 − 1/400²) = 0.04994, the reward 20 of them.
        var buffer = Rollout([.. new float[399], sign], Ending.None);
        Assert.Equal(10f * sign, Scaled(buffer, 0)[^1]);
    }

    [Fact]
    public void Equal_rewards_of_nothing_stay_nothing()
    {
        Assert.Equal([0f, 0f, 0f], Scaled(Rollout([0, 0, 0], Ending.None), 0.99f));
    }

    static float[] Scaled(RolloutBuffer buffer, float discount)
    {
        var scaled = new float[buffer.Rewards.Length];
        new RewardScale(1, discount).Scale(buffer, scaled);
        return scaled;
    }
}
