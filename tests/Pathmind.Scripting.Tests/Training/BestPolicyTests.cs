namespace Pathmind.Tests;

/// <summary>The eighth arm of the bandit pays at first; then it costs, and the policy unlearns it: its best weights are
/// far behind the last ones.</summary>
public sealed class BestPolicyTests
{
    const int Steps = 60_000, Paid = 7;

    [Theory]
    [InlineData(StopReason.Interrupted, false, true)]                      // nothing more is played: the best ones stand
    // at the end it pays again: played once more, the best ones are better
    [InlineData(StopReason.Steps, true, true)]
    [InlineData(StopReason.Steps, false, false)]                           // it still costs: the last ones are
    public void At_the_end_the_better_of_the_best_and_the_last_weights_is_the_policy(StopReason reason, bool paysAtTheEnd, bool isBest)
    {
        using CancellationTokenSource stop = new();
        var sign = 1;
        var result = new Bandit().Train(new()
        {
            Display = Display.None, Threads = 2, Steps = Steps, StopWhenConverged = false, Reward = terms => sign * terms["paid"],
            Ppo = new() { EntropyWeight = 0.1f, FinalLearningRate = 1 },   // it goes on trying, so that it can unlearn
            OnIteration = row =>
            {
                sign = row.Steps < 0.4 * Steps || paysAtTheEnd && row.Steps >= Steps ? 1 : -1;
                if (reason == StopReason.Interrupted && row.Steps > 0.9 * Steps)
                    stop.Cancel();
            },
        }, stop.Token);
        Assert.Equal(reason, result.Stop);
        Assert.True(result.History[^1].Terms["paid"] < 0.1);               // it has been unlearnt
        Assert.Equal(isBest, result.Policy.Evaluate([1]).Action[0] == Paid);
    }
}
