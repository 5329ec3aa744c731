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
        weights.Add(10 * rewardUnit, [], [4 * unit]);
        weights.Add(20 * rewardUnit, [], [6 * unit]);                    // deviations 5 and 1
        weights.Adapt();
        var weight = weights.Weights[0];
        Assert.Equal(1 / (1 + weight), weights.RewardFactor, 1e-12);
        Assert.Equal(weight / (1 + weight) * 5 / 1 * rewardUnit / unit, weights.Factors[0], weights.Factors[0] * 1e-9);
    }

    [Fact]
    public void A_lower_bound_pays_for_more_and_an_iteration_without_an_episode_changes_nothing()
    {
        LimitWeights weights = new([Served, Late]);
        weights.Add(1, [4], [1]);
        weights.Add(2, [6], [1.5]);
        weights.Adapt();
        Assert.True(weights.Weights[0] > 0 && weights.Factors[0] < 0);   // what is served lowers the cost
        Assert.Equal(0, weights.Weights[1]);
        var before = weights.State;
        weights.Adapt();
        Assert.Equal(before.Weights, weights.State.Weights);
        Assert.Equal(before.Sums, weights.State.Sums);
    }

    static void Iterate(LimitWeights weights, params double[] late)
    {
        foreach (var (i, value) in late.Index())
            weights.Add(i, [], [value]);
        weights.Adapt();
    }
}
