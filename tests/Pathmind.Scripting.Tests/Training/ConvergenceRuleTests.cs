using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Curves of 10 000 steps in bins of 100 steps and ten episodes: the reward rises from 0 to 100 in the first
/// 3 000 steps, the length from 5 to 50.</summary>
public sealed class ConvergenceRuleTests
{
    const int Steps = 10_000;

    [Fact]
    public void What_is_always_as_good_as_the_best_has_converged_and_the_test_is_told()
    {
        var tested = ConvergenceRule.Test(Curve(_ => 100), Steps, Steps)!;
        Assert.Equal((500, 5_100, 100, 100), (tested.Episodes, tested.Since, tested.Mean, tested.Best));
    }

    [Theory]
    [InlineData(0.7, true)]                                                // ± 0.2 below the best, to which 100 were gained
    [InlineData(1.1, false)]
    public void The_mean_may_be_one_percent_of_the_gain_below_the_best(double below, bool expected) =>
        Assert.Equal(expected, Holds(Curve(i => i % 10 == 0 ? 100 - 10 * below : 100)));

    [Fact]
    public void A_reward_that_stays_but_was_better_once_has_not_converged()
    {
        var curve = Curve(_ => 100);
        curve.AddEpisode(150, 50, [0]);
        curve.EndIteration(Steps + 1);
        Assert.False(Holds(curve));
    }

    [Fact]
    public void A_flat_reward_with_noise_has_not_converged_since_a_plateau_looks_the_same() =>
        Assert.False(Holds(Curve(i => 100 + 20 * (i % 2 * 2 - 1))));

    [Fact]
    public void Episodes_that_still_get_shorter_at_the_same_reward_have_not_converged()
    {
        Assert.False(Holds(Curve(_ => 100, length: i => 50 - i / 40)));
        Assert.True(Holds(Curve(_ => 100, length: i => i < 300 ? 50 : 8)));
    }

    [Fact]
    public void A_term_that_still_changes_at_the_same_reward_has_not_converged()
    {
        Assert.False(Holds(Curve(_ => 100, term: i => i / 100.0)));
        Assert.True(Holds(Curve(_ => 100, term: i => i % 7)));
    }

    [Fact]
    public void Each_agent_counts_where_the_sum_stays()
    {
        Assert.False(Holds(Curve(_ => 100, agents: 2, agent: (i, agent) => (agent == 0 ? 1 : -1) * (i % 3 - 1))));
        Assert.True(Holds(Curve(_ => 100, agents: 2, agent: (_, _) => 50)));
    }

    [Theory]
    [InlineData(40_000, true)]                                             // a quarter is made
    [InlineData(40_001, false)]
    public void Nothing_is_asked_before_a_quarter_of_the_horizon(long horizon, bool expected) =>
        Assert.Equal(expected, ConvergenceRule.Test(Curve(_ => 100), Steps, horizon) is not null);

    [Fact]
    public void Few_episodes_show_nothing()
    {
        Assert.False(Holds(Curve(_ => 100, episodes: 1)));                   // 50 in the later half
        Assert.True(Holds(Curve(_ => 100, episodes: 2)));
    }

    [Fact]
    public void Where_neither_reward_nor_length_ever_moved_nothing_was_learnt_so_nothing_has_converged()
    {
        Assert.False(Holds(Curve(_ => 0, gain: 0, episodes: 100, length: _ => 10)));
        Assert.True(Holds(Curve(_ => 0, gain: 0, length: i => i < 300 ? 50 : 8)));   // the same reward sooner
    }

    [Fact]
    public void A_curve_joins_its_bins_and_loses_no_episode()
    {
        LearningCurve curve = new(terms: 1, agents: 1);
        for (var i = 1; i <= 1_000; i++)
        {
            curve.AddEpisode(i, 2 * i, [3 * i]);
            curve.EndIteration(10 * i);
        }
        Assert.InRange(curve.Bins.Count, 64, 128);
        CurveWindow all = new(curve, 0, 10_000);
        Assert.Equal(curve.Bins[^1].Steps / 10, all.Episodes);
        Assert.Equal((all.Episodes + 1) / 2, all.Mean(LearningCurve.Reward).Value, 1e-9);
        Assert.Equal((1, 1_000, 2_000, 3_000), (curve.Lowest(0), curve.Highest(0), curve.Highest(1), curve.Highest(2)));
    }

    [Fact]
    public void The_error_of_a_mean_grows_if_neighbours_resemble_each_other()
    {
        static double Error(Func<int, double> reward)
        {
            LearningCurve curve = new(terms: 0, agents: 1);
            for (var i = 1; i <= 64; i++)
            {
                curve.AddEpisode(reward(i), 1, []);
                curve.EndIteration(i);
            }
            return new CurveWindow(curve, 0, 64).Mean(LearningCurve.Reward).Error;
        }

        var independent = Error(i => i % 2);                               // sd 0.5 / √64 = 1/16, by n − 1
        Assert.Equal(0.5 / Math.Sqrt(63), independent, 1e-9);
        Assert.True(Error(i => i / 16 % 2) > 3 * independent);
    }

    [Fact]
    public void The_slope_of_a_line_is_found_with_its_error()
    {
        LearningCurve curve = new(terms: 0, agents: 1);
        for (var i = 1; i <= 100; i++)
        {
            curve.AddEpisode(3 * i + (i % 2 * 2 - 1), 1, []);
            curve.EndIteration(i);
        }
        var slope = new CurveWindow(curve, 0, 100).Slope(LearningCurve.Reward);
        Assert.Equal(3, slope.Value, 0.01);
        Assert.Equal(1 / Math.Sqrt(100 * 100 * 100 / 12.0), slope.Error, 0.0005);   // sd / √(Σ (t − mean)²)
    }

    static bool Holds(LearningCurve curve) => ConvergenceRule.Test(curve, Steps, Steps) is not null;

    static LearningCurve Curve(
        Func<int, double> reward, double gain = 100, int episodes = 10, Func<int, int>? length = null, Func<int, double>? term = null,
        int agents = 1, Func<int, int, double>? agent = null)
    {
        LearningCurve curve = new(terms: 1, agents);
        for (var bin = 1; bin <= Steps / 100; bin++)
        {
            for (var i = (bin - 1) * episodes; i < bin * episodes; i++)
            {
                var shift = bin < 30 ? (30 - bin) / 30.0 : 0;
                curve.AddEpisode(
                    reward(i) - gain * shift, length?.Invoke(i * 10 / episodes) ?? (int)(50 - 45 * shift), [term?.Invoke(i) ?? 1]);
                for (var k = 0; k < agents; k++)
                    curve.AddAgent(k, (agent?.Invoke(i, k) ?? 0) - gain / 2 * shift);
            }
            curve.EndIteration(bin * 100);
        }
        return curve;
    }
}
