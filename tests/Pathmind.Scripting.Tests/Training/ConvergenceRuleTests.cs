using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>A horizon of 1 000 steps: the last tenth is compared with the two tenths before, at 1 %, from step 500
/// on.</summary>
public sealed class ConvergenceRuleTests
{
    const double HighestEntropy = 2;

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(0.9, 0, 0, true)]                                          // of 100
    [InlineData(1.1, 0, 0, false)]
    [InlineData(-1.1, 0, 0, false)]
    [InlineData(0, 0.49, 0, true)]                                         // of 50
    [InlineData(0, -0.51, 0, false)]                                       // it gets faster
    [InlineData(0, 0, -0.019, true)]                                       // of the highest entropy, not of the 0.5 there is
    [InlineData(0, 0, -0.021, false)]                                      // it gets surer
    public void Reward_length_and_entropy_all_have_to_stay(double reward, double length, double entropy, bool expected) =>
        Assert.Equal(expected, ConvergenceRule.Holds([.. Rows(500, reward, length, entropy)], 1_000, HighestEntropy));

    [Fact]
    public void Nothing_has_converged_before_half_of_the_horizon() =>
        Assert.False(ConvergenceRule.Holds([.. Rows(499, 0, 0, 0)], 1_000, HighestEntropy));

    [Fact]
    public void Nothing_has_converged_while_no_episode_ends() =>
        Assert.False(
            ConvergenceRule.Holds(
                [.. Rows(500, 0, 0, 0).Select(row => row with { RewardMean = null, LengthMean = null })], 1_000, HighestEntropy));

    [Fact]
    public void What_happened_before_the_three_tenths_is_forgotten() =>
        Assert.True(ConvergenceRule.Holds(
            [.. Rows(500, 0, 0, 0).Select(row => row.Steps < 200 ? row with { RewardMean = -1000 } : row)], 1_000, HighestEntropy));

    /// <summary>A row every 10 steps: reward 100, length 50, entropy 0.5, and other ones in the last 100
    /// steps.</summary>
    static IEnumerable<IterationRow> Rows(long last, double reward, double length, double entropy)
    {
        for (var steps = last - 490; steps <= last; steps += 10)
        {
            var change = steps > last - 100 ? 1 : 0;
            yield return new()
            {
                Iteration = (int)(steps / 10), Steps = steps, Episodes = steps, RewardMean = 100 + change * reward,
                LengthMean = 50 + change * length, Entropy = 0.5 + change * entropy,
                StepsPerSecond = 0, Seconds = 0,
            };
        }
    }
}
