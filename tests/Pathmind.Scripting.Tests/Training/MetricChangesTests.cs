using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What a step contributes to a limited metric: its change, or of a running mean what happened in the
/// step.</summary>
public sealed class MetricChangesTests
{
    static readonly Random random = new(4);

    [Theory]
    [InlineData(8)]
    [InlineData(40)]
    [InlineData(1_000)]
    public void A_mean_so_far_is_told_from_counters_and_levels(int length)
    {
        Assert.True(AreOfMean(length, (sum, t) => sum / t, _ => random.NextDouble()));
        Assert.True(AreOfMean(length, (sum, t) => sum / t, _ => random.Next(10) == 0 ? 1 : 0));      // the share of what was late
        Assert.False(AreOfMean(length, (sum, _) => sum, _ => random.NextDouble()));                  // a counter
        Assert.False(AreOfMean(length, (sum, _) => sum, t => t < length / 3 ? random.NextDouble() : 0.1));     // most of it early
        Assert.False(AreOfMean(length, (sum, _) => sum, _ => random.NextDouble() - 0.5));            // a level that wanders
        Assert.False(AreOfMean(length, (_, _) => 50 + random.NextDouble(), _ => 0));                // one that begins high
        Assert.False(AreOfMean(length, (_, t) => Math.Min(t, 5), _ => 0));
    }

    [Theory]
    [InlineData(true, 8)]
    [InlineData(true, 0)]                                                  // episodes of 6 to 10 steps
    [InlineData(false, 8)]
    public void What_the_steps_of_an_episode_contribute_adds_up_to_the_metric_at_its_end(bool isMean, int length)
    {
        TestSimulation Create() => new()
        {
            OnReset = test => test.State = 1_000 * (length > 0 ? length : test.Random.Next(6, 11)),
            OnStep = test => test.State += test.Action[0].Choice,
            Done = (test, _) => test.Steps == test.State / 1_000,
            Reward = (_, _) => new() { ["nothing"] = 0 },
            Metrics = (test, _) => new() { ["chosen"] = test.State % 1_000 / (isMean ? Math.Max(1.0, test.Steps) : 1) },
        };
        TrainingOptions options = new()
        {
            Simulations = 1, Threads = 1, Display = Display.None, Limits = new() { ["chosen"] = Goal.AtMost(0.01) },
        };
        using TrainingLoop training = new(Create, options, PpoLearner.Algorithm, TimeProvider.System, default);
        training.WarmUp();
        for (var i = 0; i < 3; i++)
            training.Iterate();
        var limits = training.State.Limits!;
        var (factor, isTaken) = (limits.Factors[0], limits.IsMean(0));
        Assert.Equal(isMean, isTaken);
        training.Iterate();
        var rollout = training.Learner.Rollout;
        var (cost, chosen, steps, episodes) = (0.0, 0.0, 0, 0);
        for (var row = 0; row < rollout.Lengths[0]; row++)
        {
            (cost, chosen, steps) = (cost + rollout.Rewards[row], chosen + rollout.Choices[row], steps + 1);
            if (isMean && length > 0 && episodes > 0)                      // a choice costs the same early and late
                Assert.Equal(-factor * rollout.Choices[row] / length, rollout.Rewards[row], 1e-5);
            if (rollout.Endings[row] == Ending.None)
                continue;
            if (episodes++ > 0)                                            // the first one began in the rollout before
                Assert.Equal(-factor * (isMean ? chosen / steps : chosen), cost, 1e-5);
            (cost, chosen, steps) = (0, 0, 0);
        }
        Assert.True(factor > 0 && episodes > 5);
    }

    static bool AreOfMean(int length, Func<double, int, double> metric, Func<int, double> happens)
    {
        MetricChanges changes = default;
        for (var episode = 0; episode < 50; episode++)
            for (var (t, sum, last) = (1, 0.0, 0.0); t <= length; t++)
            {
                sum += happens(t);
                var now = metric(sum, t);
                if (t > 1)
                    changes = changes.With(now - last, (double)t / length);
                last = now;
            }
        return changes.AreOfMean;
    }
}
