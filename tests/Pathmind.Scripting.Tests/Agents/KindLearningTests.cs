namespace Pathmind.Tests;

/// <summary>One policy learns for a discrete and a continuous agent; the controls, which must not learn, see nothing of
/// what is rewarded, or are rewarded for nothing that they do.</summary>
public class KindLearningTests
{
    const int Episodes = 200;

    static (double Sorted, double Missed) Measure(int seed, bool isBlind = false, bool isChance = false)
    {
        var random = new Random(seed);
        var training = new TwoTrades { IsBlind = isBlind }.Train(new()
        {
            Seed = seed, Steps = 40_000, Threads = 1, Display = Display.None, Reward = isChance ? _ => random.NextDouble() : null,
        });
        var log = new TwoTrades { IsBlind = isBlind }.Run(
            training.Policy, Episodes, seed: 1_000 + seed, detail: LogDetail.Summaries, display: Display.None);
        return (log.AgentRewards[0].Mean, log.AgentRewards[1].Mean);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_discrete_and_a_continuous_agent_reach_their_optima_with_one_policy(int seed)
    {
        var (sorted, missed) = Measure(seed);

        Assert.Equal(1, sorted);
        Assert.InRange(missed, -0.02, 0);
    }

    [Fact]
    public void Nothing_is_learnt_where_the_observations_say_nothing()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var (sorted, missed) = Measure(seed, isBlind: true);
            Assert.InRange(sorted, 0.2, 0.5);                            // a third by guessing
            Assert.InRange(missed, -2, -0.9);                            // always 0.5 misses by the variance of 2·w: 4/3
        }
    }

    [Fact]
    public void Nothing_is_learnt_where_the_reward_is_chance()
    {
        var runs = Enumerable.Range(1, 3).Select(seed => Measure(seed, isChance: true)).ToArray();
        var told = string.Join(", ", runs);
        Assert.True(runs.Average(run => run.Sorted) < 0.75, told);
        Assert.True(runs.Average(run => run.Missed) < -0.5, told);
    }
}
