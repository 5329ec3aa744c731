using Pathmind.Training;

namespace Pathmind.Tests;

public class RunningStatisticsTests
{
    [Fact]
    public void Parts_join_to_the_mean_and_variance_of_the_whole()
    {
        var statistics = new RunningStatistics(2);
        statistics.Merge([1, 10, 3, 10], 2);
        Assert.Equal([2, 10], statistics.Mean.ToArray());
        Assert.Equal([1, 0], statistics.Variance.ToArray());
        // 1 3 8: mean 4, squares 9 + 1 + 16; 10 10 13: mean 11, squares 1 + 1 + 4
        statistics.Merge([8, 13], 1);
        Assert.Equal([4, 11], statistics.Mean.ToArray());
        Assert.Equal(26 / 3.0, statistics.Variance[0], 1e-12);
        Assert.Equal(2, statistics.Variance[1], 1e-12);
        Assert.Equal(3, statistics.Count);
        statistics.Merge([], 0);
        Assert.Equal(3, statistics.Count);
    }

    [Fact]
    public void Large_offsets_do_not_swallow_the_variance()
    {
        var statistics = new RunningStatistics(1);
        for (var i = 0; i < 1000; i++)
            statistics.Merge([1_000_000, 1_000_002], 2);
        Assert.Equal(1, statistics.Variance[0], 1e-9);
    }

    [Fact]
    public void Rows_are_centred_scaled_and_clipped()
    {
        var statistics = new RunningStatistics(2);
        float[] rows = [5, -7];
        statistics.Normalize(rows, 1, 10);                               // nothing seen: unchanged
        Assert.Equal([5, -7], rows, (a, b) => MathF.Abs(a - b) < 1e-6f);
        statistics.Load([4, 1], [4, 0.25], 7);
        rows = [5, 1, 6, 100];
        statistics.Normalize(rows, 2, 3);                                // (5 - 4) / 2, (1 - 1) / 0.5, (6 - 4) / 2, 198 clipped to 3
        Assert.Equal([0.5f, 0, 1, 3], rows, (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal(7, statistics.Count);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(1e-9f)]
    [InlineData(1e-12f)]
    [InlineData(1e12f)]
    public void The_unit_of_an_observation_does_not_matter(float unit)
    {
        var statistics = new RunningStatistics(1);
        statistics.Merge([3 * unit, 5 * unit], 2);
        float[] rows = [3 * unit, 4 * unit, 6 * unit];
        statistics.Normalize(rows, 3, 10);
        Assert.Equal([-1, 0, 2], rows, (a, b) => MathF.Abs(a - b) < 1e-5f);
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(0.1f, 0.1f)]
    [InlineData(1e6f, 1_000_000.0625f)]                                    // neighbours in float32
    [InlineData(0f, 1e-16f)]                                               // rounding of float64 at 1
    public void What_is_constant_but_for_rounding_counts_0_even_if_it_changes_later(float one, float other)
    {
        var statistics = new RunningStatistics(1);
        statistics.Merge([one, other, one, one], 4);
        float[] rows = [one, other, 2 * other + 1];
        statistics.Normalize(rows, 3, 10);
        Assert.Equal([0, 0, 0], rows);
    }

    [Fact]
    public void Statistics_saved_and_loaded_continue_as_if_never_stopped()
    {
        var (one, other) = (new RunningStatistics(1), new RunningStatistics(1));
        one.Merge([1, 2, 4], 3);
        other.Load(one.Mean, one.Variance, one.Count);
        one.Merge([7, -3], 2);
        other.Merge([7, -3], 2);
        Assert.Equal(one.Mean.ToArray(), other.Mean.ToArray());
        Assert.Equal(one.Variance.ToArray(), other.Variance.ToArray());
    }

    [Fact]
    public void Missing_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RunningStatistics(2).Merge([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => new RunningStatistics(2).Normalize(new float[3], 2, 1));
        Assert.Throws<ArgumentException>(() => new RunningStatistics(2).Load([1], [1, 1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunningStatistics(0));
    }
}
