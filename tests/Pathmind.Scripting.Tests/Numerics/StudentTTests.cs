using Pathmind.Numerics;

namespace Pathmind.Tests;

public sealed class StudentTTests
{
    /// <remarks>From the tables of every textbook.</remarks>
    [Theory]
    [InlineData(0.95, 1, 6.314)]
    [InlineData(0.95, 2, 2.920)]
    [InlineData(0.95, 5, 2.015)]
    [InlineData(0.95, 30, 1.697)]
    [InlineData(0.95, 1e6, 1.645)]
    [InlineData(0.975, 1, 12.706)]
    [InlineData(0.975, 8, 2.306)]
    [InlineData(0.975, 30, 2.042)]
    [InlineData(0.025, 30, -2.042)]
    public void Quantiles_are_those_of_the_tables(double probability, double freedom, double expected) =>
        Assert.Equal(expected, StudentT.Quantile(probability, freedom), 0.002);

    [Fact]
    public void With_three_degrees_the_series_is_off_by_little() => Assert.Equal(3.182, StudentT.Quantile(0.975, 3), 0.03);

    /// <summary>Of Student's table.</summary>
    [Theory]
    [InlineData(0.95, 1, 12.7062)]
    [InlineData(0.95, 2, 4.30265)]
    [InlineData(0.95, 9, 2.26216)]
    [InlineData(0.95, 19, 2.09302)]
    [InlineData(0.99, 30, 2.75)]
    [InlineData(0.999, 5, 6.86883)]
    [InlineData(0.95, 1000, 1.96234)]
    [InlineData(0.995, 10_239, 2.80762)]
    public void The_critical_value_is_that_of_the_tables(double confidence, int freedom, double expected) =>
        Assert.Equal(expected, StudentT.Critical(confidence, freedom), 3);

    /// <summary>0.6 as the sum of eight rewards, in two orders: not the same number, but the same reward.</summary>
    [Fact]
    public void What_differs_by_the_order_of_a_sum_has_no_error()
    {
        var (forwards, backwards) = (0.0, 0.0);
        foreach (var reward in (double[])[-0.05, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05, 0.95])
            forwards += reward;
        foreach (var reward in (double[])[0.95, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05])
            backwards += reward;
        Assert.NotEqual(forwards, backwards);
        Assert.Equal(0, Estimated.Of([forwards, backwards, forwards]).Error);
        Assert.Equal(1, Estimated.Of([1, 1 + Math.Sqrt(3), 1 - Math.Sqrt(3)]).Error, 12);
    }
}
