using Pathmind.Training;

namespace Pathmind.Tests;

public class GaeTests
{
    static float[] Estimate(float[] rewards, float[] values, float[] nextValues, Ending[] endings, float discount, float decay)
    {
        var advantages = new float[rewards.Length];
        Gae.Estimate(rewards, values, nextValues, endings, discount, decay, advantages);
        return advantages;
    }

    [Theory]                                                               // λ = 1: advantage = discounted return − value
    [InlineData(Ending.Truncated, new[] { 3f, 5f, 7f })]
    [InlineData(Ending.Terminated, new[] { 2f, 3f, 3f })]
    public void Only_a_terminated_step_drops_the_future(Ending last, float[] expected)
    {
        // Returns, truncated: r2 = 4 + 0.5·8 = 8, r1 = 4 + 0.5·8 = 8, r0 = 0 + 0.5·8 = 4; values 1, 3, 1.
        // Returns, terminated: r2 = 4, r1 = 4 + 0.5·4 = 6, r0 = 0 + 0.5·6 = 3.
        Assert.Equal(expected, Estimate([0, 4, 4], [1, 3, 1], [3, 1, 8], [Ending.None, Ending.None, last], discount: 0.5f, decay: 1));
    }

    [Fact]
    public void With_decay_0_an_advantage_is_the_error_of_one_step() =>
        // δ0 = 1 + 0.5·4 − 2 = 1; δ1 = 2 + 0.5·6 − 4 = 1; δ2 = 3 + 0 − 6 = −3
        Assert.Equal([1f, 1f, -3f],
            Estimate([1, 2, 3], [2, 4, 6], [4, 6, 100], [Ending.None, Ending.None, Ending.Terminated], discount: 0.5f, decay: 0));

    [Fact]
    public void Errors_are_summed_with_discount_times_decay() =>
        // γ = λ = 0.5: A2 = −3, A1 = 1 + 0.25·(−3) = 0.25, A0 = 1 + 0.25·0.25 = 1.0625
        Assert.Equal([1.0625f, 0.25f, -3f],
            Estimate([1, 2, 3], [2, 4, 6], [4, 6, 100], [Ending.None, Ending.None, Ending.Terminated], discount: 0.5f, decay: 0.5f));

    [Theory]
    [InlineData(Ending.Terminated, 1f)]                                    // 1 + 0 − 0
    [InlineData(Ending.Truncated, 3f)]                                     // 1 + 0.5 × 4: bootstrapped, but nothing of the next episode
    public void No_advantage_crosses_the_end_of_an_episode(Ending middle, float first) =>
        Assert.Equal([first, 10f], Estimate([1, 10], [0, 0], [4, 100], [middle, Ending.Terminated], discount: 0.5f, decay: 1));

    [Fact]
    public void Each_decision_is_discounted_by_its_own_factor_where_they_differ_in_time()
    {
        // λ = 1: returns r2 = 3, r1 = 2 + 0.25·3 = 2.75, r0 = 1 + 0.5·2.75 = 2.375; values 2, 4, 6. The last factor
        // discounts nothing.
        var advantages = new float[3];
        Gae.Estimate(
            [1, 2, 3], [2, 4, 6], [4, 6, 100], [Ending.None, Ending.None, Ending.Terminated], discount: 0.99f, decay: 1, advantages,
            [0.5f, 0.25f, 0.9f]);
        Assert.Equal([0.375f, -1.25f, -3f], advantages);
        Gae.Estimate([1], [2], [4], [Ending.Truncated], discount: 0.99f, decay: 1, advantages.AsSpan(..1), [0.5f]);
        Assert.Equal(1, advantages[0]);                                    // 1 + 0.5·4 − 2
        Assert.Throws<ArgumentException>(() => Gae.Estimate([1], [1], [1], [Ending.None], 1, 1, new float[1], [1, 1]));
    }

    [Theory]
    [InlineData(1.01f, 0.5f)]
    [InlineData(0.5f, -0.01f)]
    [InlineData(float.NaN, 0.5f)]
    public void A_factor_outside_0_to_1_is_refused(float discount, float decay) =>
        Assert.Throws<ArgumentException>(() => Estimate([1], [1], [1], [Ending.None], discount, decay));

    [Fact]
    public void Spans_of_different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => Estimate([1, 2], [1], [1, 2], [Ending.None, Ending.None], 1, 1));
}
