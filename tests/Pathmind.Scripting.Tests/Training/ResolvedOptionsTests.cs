using Pathmind.Training;

namespace Pathmind.Tests;

public sealed class ResolvedOptionsTests
{
    /// <remarks>Rows of the longest rollout: simulations · agents · 512; a minibatch is 64 · 2ⁿ rows, so that at most
    /// 256 of them make a pass.</remarks>
    [Theory]
    [InlineData(1, 8, 64)]                                                   //  4 096 rows
    [InlineData(3, 8, 64)]                                                   // 12 288 rows
    [InlineData(4, 8, 64)]                                                   // 16 384 rows = 256 · 64
    [InlineData(5, 8, 128)]                                                  // 20 480 rows
    [InlineData(16, 4, 128)]                                                 // 32 768 rows = 256 · 128
    [InlineData(1000, 2, 4096)]                                              // 1 024 000 rows ≤ 256 · 4 096
    public void Many_agents_share_fewer_simulations_and_larger_minibatches(int agents, int simulations, int minibatch)
    {
        var plan = new ResolvedOptions(new(), agents);
        Assert.Equal((simulations, minibatch), (plan.Simulations, new RolloutSchedule(new(), simulations, agents).MinibatchSize));
    }

    [Fact]
    public void What_the_user_sets_stays()
    {
        var schedule = new RolloutSchedule(new() { MinibatchSize = 50, RolloutSteps = 77 }, environments: 3, agents: 1000);
        Assert.Equal(3, new ResolvedOptions(new() { Simulations = 3 }, agents: 1000).Simulations);
        Assert.Equal((50, 77, 77), (schedule.MinibatchSize, schedule.Steps(stepsSoFar: 0, isAfterImitation: false), schedule.MaxSteps));
    }

    [Fact]
    public void Time_alone_is_no_hidden_limit_of_steps_and_judgement_never_waits_for_more_than_two_million()
    {
        ResolvedOptions standard = new(new(), agents: 1), timed = new(new() { Time = TimeSpan.FromHours(1) }, agents: 1),
            both = new(new() { Time = TimeSpan.FromHours(1), Steps = 5 }, agents: 1);
        Assert.Equal((200_000, 200_000), (standard.Steps, standard.Horizon));
        Assert.Equal((long.MaxValue, 2_000_000), (timed.Steps, timed.Horizon));
        Assert.Equal(5, both.Steps);
    }
}
