using Pathmind.Simulations;

namespace Pathmind.Tests.Policies;

public class RandomPolicyTests
{
    static readonly ObservationLayout NoMatter = new(["x"], [1], [false]);

    [Fact]
    public void Choices_are_uniform()
    {
        // χ² with 5 degrees of freedom is above 20.5 once in 1000 samples.
        var counts = new int[6];
        foreach (var action in Draw(new Discrete(6), 60_000, mask: null))
            counts[action[0]]++;
        Assert.InRange(counts.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000), 0, 20.5);
    }

    [Fact]
    public void Choices_are_uniform_among_the_allowed_ones()
    {
        bool[] mask = [true, false, true, true, /**/ false, true, false, false];
        var counts = new int[8];
        foreach (var action in Draw(new Discrete(4, 2), 30_000, mask))
        {
            counts[action[0]]++;
            counts[4 + action[1]]++;
        }
        Assert.Equal([0, 30_000, 0, 0], counts[4..]);
        Assert.Equal(0, counts[1]);
        // χ² with 2 degrees of freedom is above 13.8 once in 1000 samples.
        Assert.InRange(new[] { counts[0], counts[2], counts[3] }.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000), 0, 13.8);
    }

    [Fact]
    public void Real_numbers_keep_to_their_bounds_and_are_uniform_between_two()
    {
        Continuous space =
            new([-3f, 5, float.NegativeInfinity, float.NegativeInfinity], [1f, float.PositiveInfinity, -2, float.PositiveInfinity]);
        var (policy, tenths, sums) = (Prepared(space), new int[10], new double[4]);
        for (var i = 0; i < 50_000; i++)
        {
            var values = Decide(policy, null).Values.ToArray();
            Assert.InRange(values[0], -3, 1);
            Assert.InRange(values[1], 5, float.MaxValue);
            Assert.InRange(values[2], float.MinValue, -2);
            tenths[Math.Min((int)((values[0] + 3) / 0.4f), 9)]++;
            for (var k = 0; k < 4; k++)
                sums[k] += values[k] / 50_000.0;
        }
        // χ² with 9 degrees of freedom is above 27.9 once in 1000 samples.
        Assert.InRange(tenths.Sum(count => (count - 5000.0) * (count - 5000.0) / 5000), 0, 27.9);
        Assert.Equal(6, sums[1], 0.03);                                    // 5 + mean 1 of the exponential distribution
        Assert.Equal(-3, sums[2], 0.03);
        Assert.Equal(0, sums[3], 0.03);
    }

    [Fact]
    public void The_same_seed_draws_the_same_another_does_not()
    {
        Discrete space = new(1000);

        Assert.Equal(Draw(space, 20, null, seed: 3), Draw(space, 20, null, seed: 3));
        Assert.NotEqual(Draw(space, 20, null, seed: 3), Draw(space, 20, null, seed: 4));
    }

    static int[][] Draw(ActionSpace space, int count, bool[]? mask, int seed = 1)
    {
        var policy = Prepared(space, seed);
        return [.. Enumerable.Range(0, count).Select(_ => Decide(policy, mask).Choices.ToArray())];
    }

    static Policy Prepared(ActionSpace space, int seed = 1)
    {
        var policy = Policy.Random(seed);
        policy.Prepare(new("Any", 1, NoMatter, new(space), hasMask: false));
        return policy;
    }

    static AgentAction Decide(Policy policy, bool[]? mask)
    {
        Observation observation = new() { ["x"] = 0 };
        return policy.Decide(new(in observation, [0], mask, 0));
    }
}
