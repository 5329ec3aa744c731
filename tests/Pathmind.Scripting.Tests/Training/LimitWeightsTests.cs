using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>The weights of limits by numbers worked by hand.</summary>
public sealed class LimitWeightsTests
{
    static readonly Limit Late = new("late", Goal.AtMost(2), Metric: 0, Term: -1);
    static readonly Limit Served = new("served", Goal.AtLeast(10), Metric: -1, Term: 0);

    [Fact]
    public void A_weight_rises_while_its_limit_is_broken_and_falls_to_nothing_while_it_is_kept()
    {
        LimitWeights weights = new([Late]);
        Iterate(weights, 4, 6);                                          // 3 above the bound, deviation 1: e = 1
        Assert.Equal(0.06 + 0.2 * 1.06, weights.Weights[0], 1e-12);      // I = 0.06 · (1 + 0) · 1, P = 0.2 · (1 + I)
        for (var i = 0; i < 20; i++)
            Iterate(weights, 4, 6);
        Assert.InRange(weights.Weights[0], 2, 4);                        // about 1.06^21 - 1, and P
        for (var i = 0; i < 60; i++)
            Iterate(weights, 0, 1);
        Assert.Equal(0, weights.Weights[0]);
        Assert.Equal(1, weights.RewardFactor);
        Assert.Equal(0, weights.Factors[0]);
    }

    [Fact]
    public void It_aims_inside_the_bound_by_a_tenth_of_a_deviation()
    {
        LimitWeights weights = new([Late]);
        Iterate(weights, 0.91, 2.91);                                    // mean 1.91, deviation 1: e = -0.09 + 0.1
        Assert.True(weights.Weights[0] > 0);
        LimitWeights kept = new([Late]);
        Iterate(kept, 0.89, 2.89);
        Assert.Equal(0, kept.Weights[0]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1e-6, 1e6)]                                              // units of the reward and of what is limited
    public void What_a_limit_costs_is_counted_in_deviations_whatever_the_units(double rewardUnit, double unit)
    {
        LimitWeights weights = new([Late with { Goal = Goal.AtMost(2 * unit) }]);
        weights.Add(10 * rewardUnit, 1, [], [4 * unit]);
        weights.Add(20 * rewardUnit, 1, [], [6 * unit]);                    // deviations 5 and 1
        weights.Adapt();
        var weight = weights.Weights[0];
        Assert.Equal(1 / (1 + weight), weights.RewardFactor, 1e-12);
        Assert.Equal(weight / (1 + weight) * 5 / 1 * rewardUnit / unit, weights.Factors[0], weights.Factors[0] * 1e-9);
    }

    [Fact]
    public void A_lower_bound_pays_for_more_and_an_iteration_without_an_episode_changes_nothing()
    {
        LimitWeights weights = new([Served, Late]);
        weights.Add(1, 1, [4], [1]);
        weights.Add(2, 1, [6], [1.5]);
        weights.Adapt();
        Assert.True(weights.Weights[0] > 0 && weights.Factors[0] < 0);   // what is served lowers the cost
        Assert.Equal(0, weights.Weights[1]);
        var before = weights.State;
        weights.Adapt();
        Assert.Equal(before.Weights, weights.State.Weights);
        Assert.Equal(before.Sums, weights.State.Sums);
    }

    [Theory]
    [InlineData(13, 3, 1, true)]                                         // 3 above the bound of at least 10, error 0.1
    [InlineData(9.7, 3, 1, false)]
    [InlineData(10.1, 3, 1, null)]                                       // one error inside
    [InlineData(9.9, 3, 1, null)]
    [InlineData(13, 3, 4, false)]                                        // one limit of two is broken
    [InlineData(10.1, 3, 4, false)]
    [InlineData(13, 3, 1.5, null)]                                       // at the bound
    public void Episodes_tell_whether_limits_are_kept_by_two_standard_errors(
        double served, double deviation, double late, bool? expected)
    {
        LimitWeights weights = new([Served, Late]);
        double[][] episodes =
        [
            .. Enumerable.Range(0, 900).Select(i => new[] { served + (i % 2 == 0 ? deviation : -deviation), late + i % 2 }),
        ];
        Assert.Equal(expected, weights.Told(episodes));
    }

    [Fact]
    public void A_limit_is_kept_by_at_least_a_standard_error_or_counts_as_broken_by_the_rest()
    {
        LimitWeights weights = new([Late]);
        Assert.Equal(0.3, weights.Excess([[0.8], [2.8], [0.8], [2.8]]), 1e-12);        // mean 1.8, deviation 1, error 0.5 of four
        Assert.Equal(0, weights.Excess([[0.5], [2.5], [0.5], [2.5]]), 1e-12);
    }

    [Fact]
    public void Episodes_that_hardly_differ_are_not_answered_by_a_full_step()
    {
        LimitWeights weights = new([Late]);
        Iterate(weights, 0, 4);                                          // e = 0.1
        Iterate(weights, 2.001, 2.001);                                  // 0.001 beyond, 5 % of the deviation √2: e = 0.114
        Assert.Equal(0.036, weights.Weights[0], 0.001);
    }

    static void Iterate(LimitWeights weights, params double[] late)
    {
        foreach (var (i, value) in late.Index())
            weights.Add(i, 1, [], [value]);
        weights.Adapt();
    }
}
