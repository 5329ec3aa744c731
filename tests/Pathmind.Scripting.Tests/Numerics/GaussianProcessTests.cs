using Pathmind.Numerics;

namespace Pathmind.Tests;

public sealed class GaussianProcessTests
{
    [Fact]
    public void A_smooth_function_is_found_between_its_points()
    {
        double[][] points = [.. Enumerable.Range(0, 9).Select(i => new[] { i / 8.0 })];
        var process = GaussianProcess.Fit(points, [.. points.Select(point => Math.Sin(5 * point[0]))]);
        foreach (var x in new[] { 0.07, 0.31, 0.55, 0.93 })
        {
            var (mean, deviation) = process.At([x]);
            Assert.Equal(Math.Sin(5 * x), mean, 0.03);
            Assert.InRange(deviation, 0, 0.1);
        }
    }

    [Fact]
    public void It_knows_where_it_knows_little()
    {
        var process = GaussianProcess.Fit([[0.1], [0.2], [0.3]], [1, 2, 1.5]);
        Assert.True(process.At([0.2]).Deviation < process.At([0.6]).Deviation);
        Assert.True(process.At([0.6]).Deviation < process.At([1]).Deviation);
    }

    [Fact]
    public void A_dimension_that_does_not_matter_gets_a_longer_length_and_noise_is_not_followed()
    {
        RandomStream random = new(1, 1);
        double[][] points = [.. Enumerable.Range(0, 40).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
        var process = GaussianProcess.Fit(points, [.. points.Select(point => 3 * point[0] + 0.15 * random.NextNormal())]);
        Assert.InRange(process.At([0.5, 0.1]).Mean - process.At([0.5, 0.9]).Mean, -0.25, 0.25);
        Assert.Equal(2.4, process.At([0.9, 0.5]).Mean - process.At([0.1, 0.5]).Mean, 0.4);
    }

    [Fact]
    public void One_point_and_equal_values_are_no_error()
    {
        Assert.Equal(7, GaussianProcess.Fit([[0.5]], [7]).At([0.5]).Mean, 1e-6);
        Assert.Equal(3, GaussianProcess.Fit([[0.1], [0.9]], [3, 3]).At([0.4]).Mean, 1e-6);
    }
}
