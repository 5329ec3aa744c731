using Pathmind.Numerics;

namespace Pathmind.Tests.Networks;

public class RandomStreamTests
{
    const int Draws = 100_000;

    [Fact]
    public void The_generator_is_xoshiro256_plus_plus()
    {
        // From state 1, 2, 3, 4: rotl(1 + 4, 23) + 1 = 41943041; then the state is 7, 0, 262146, 6 · 2^45: rotl(7 + 6 ·
        // 2^45, 23) + 7 = 58720359.
        var stream = new RandomStream(0, 0) { State = (1, 2, 3, 4) };
        Assert.Equal(41943041ul, stream.NextBits());
        Assert.Equal((7ul, 0ul, 262146ul, 6ul << 45), stream.State);
        Assert.Equal(58720359ul, stream.NextBits());
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution()
    {
        var stream = new RandomStream(1, 0);
        var numbers = Enumerable.Range(0, Draws).Select(_ => stream.NextSingle()).ToArray();
        Assert.All(numbers, x => Assert.InRange(x, 0, 0.99999995f));
        Assert.Equal(0.5, numbers.Average(), 5 * Math.Sqrt(1 / 12.0 / Draws));                       // five deviations of the mean
        Assert.Equal(1 / 12.0, numbers.Average(x => (x - 0.5) * (x - 0.5)), 5 * Math.Sqrt(1 / 180.0 / Draws));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        var stream = new RandomStream(2, 0);
        var numbers = Enumerable.Range(0, Draws).Select(_ => (double)stream.NextNormal()).ToArray();
        Assert.Equal(0, numbers.Average(), 5 / Math.Sqrt(Draws));
        Assert.Equal(1, numbers.Average(x => x * x), 5 * Math.Sqrt(2.0 / Draws));
        Assert.Equal(0, numbers.Average(x => x * x * x), 5 * Math.Sqrt(15.0 / Draws));
        Assert.Equal(3, numbers.Average(x => x * x * x * x), 5 * Math.Sqrt(96.0 / Draws));
    }

    [Fact]
    public void Streams_of_one_seed_are_not_correlated()
    {
        for (var other = 1; other <= 8; other++)
        {
            var (a, b) = (new RandomStream(3, 0), new RandomStream(3, other));
            var correlation = 12 * Enumerable.Range(0, Draws).Average(_ => (a.NextDouble() - 0.5) * (b.NextDouble() - 0.5));
            Assert.Equal(0, correlation, 5 / Math.Sqrt(Draws));
        }
    }

    [Fact]
    public void A_restored_state_continues_the_stream()
    {
        var stream = new RandomStream(4, 2);
        stream.NextNormal();
        var state = stream.State;
        var expected = Enumerable.Range(0, 10).Select(_ => stream.NextNormal()).ToArray();
        var restored = new RandomStream(0, 0) { State = state };
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(_ => restored.NextNormal()));
        stream.Restart(4, 2);
        Assert.Equal(new RandomStream(4, 2).State, stream.State);
    }

    [Fact]
    public void A_shuffle_is_the_one_that_Random_makes_of_the_same_stream()
    {
        var (stream, other) = (new RandomStream(6, 0), new RandomStream(6, 0));
        foreach (var count in (int[])[0, 1, 2, 3, 100])
        {
            int[] values = [.. Enumerable.Range(0, count)], expected = [.. values];
            stream.Shuffle(values.AsSpan());
            ((Random)other).Shuffle(expected.AsSpan());
            Assert.Equal(expected, values);
        }
        Assert.Equal(other.State, stream.State);
    }

    [Fact]
    public void Whole_numbers_reach_both_bounds_and_no_further()
    {
        var stream = new RandomStream(5, 0);
        var counts = new int[5];
        for (var i = 0; i < Draws; i++)
            counts[stream.Next(-2, 3) + 2]++;
        Assert.All(counts, count => Assert.Equal(Draws / 5.0, count, 5 * Math.Sqrt(Draws * 0.16)));
        Assert.Equal(0, stream.Next(1));
        Assert.Equal(7, stream.Next(7, 7));
        Assert.InRange(stream.Next(int.MinValue, int.MaxValue), int.MinValue, int.MaxValue - 1);
        Assert.InRange(stream.NextInt64(long.MinValue, long.MaxValue), long.MinValue, long.MaxValue - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Next(1, 0));
    }
}
