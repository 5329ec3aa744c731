namespace Pathmind.Tests.Policies;

public class SampledPolicyTests
{
    const int Draws = 20_000;

    [Fact]
    public void Choices_are_as_frequent_as_their_probabilities_and_forbidden_ones_never_come()
    {
        var policy = PolicyCase.Of("one choice", masks: true);
        bool[] mask = [true, true, false, true];
        var values = policy.RandomValues();
        var expected = policy.Trained.Evaluate(values, mask).Probabilities;
        var counts = new int[4];
        var sampled = Ready(policy, seed: 3);
        for (var i = 0; i < Draws; i++)
            counts[sampled.Decide(new(default, values, mask, 0)).Choice]++;

        Assert.Equal(0, counts[2]);
        for (var i = 0; i < 4; i++)                                       // five standard deviations of a binomial
            Assert.InRange((double)counts[i] / Draws - expected[i], -5 * Math.Sqrt(0.25 / Draws), 5 * Math.Sqrt(0.25 / Draws));
    }

    [Fact]
    public void Numbers_have_the_policys_mean_and_deviation_and_stay_within_their_bounds()
    {
        var unbounded = PolicyCase.Of("unbounded");                       // log_std 0, -0.5, -1
        var values = unbounded.RandomValues();
        var mean = unbounded.Trained.Evaluate(values).Mean;
        var sampled = Ready(unbounded, seed: 4);
        var (sum, squares) = (new double[3], new double[3]);
        for (var i = 0; i < Draws; i++)
            for (var k = 0; k < 3; k++)
            {
                var difference = sampled.Decide(new(default, values, null, 0)).Values[k] - mean[k];
                (sum[k], squares[k]) = (sum[k] + difference, squares[k] + difference * difference);
            }
        for (var k = 0; k < 3; k++)
        {
            var deviation = Math.Exp(-0.5 * k) * Math.Sqrt(1 + mean[k] * mean[k]);   // the slope of sinh(u) is cosh(u)
            Assert.InRange(sum[k] / Draws, -5 * deviation / Math.Sqrt(Draws), 5 * deviation / Math.Sqrt(Draws));
            Assert.Equal(deviation, Math.Sqrt(squares[k] / Draws), 0.03 * deviation);
        }
        var bounded = PolicyCase.Of("bounded");
        var within = Ready(bounded, seed: 5);
        for (var i = 0; i < 1000; i++)
            foreach (var number in within.Decide(new(default, bounded.RandomValues(), null, 0)).Values)
                Assert.InRange(number, -2, 6);
    }

    [Fact]
    public void One_seed_draws_one_sequence_and_each_run_begins_it_anew()
    {
        var policy = PolicyCase.Of("unbounded");
        var values = policy.RandomValues();
        var (sampled, other) = (Ready(policy, seed: 6), Ready(policy, seed: 7));
        float[] Draw(Policy from) => [.. Enumerable.Range(0, 10).Select(_ => from.Decide(new(default, values, null, 0)).Values[0])];
        var first = Draw(sampled);
        sampled.Prepare(policy.Schema);

        Assert.Equal(first, Draw(sampled));
        Assert.NotEqual(first, Draw(other));
    }

    static Policy Ready(PolicyCase policy, int seed)
    {
        var sampled = policy.Trained.Sampled(seed);
        sampled.Prepare(policy.Schema);
        return sampled;
    }
}
