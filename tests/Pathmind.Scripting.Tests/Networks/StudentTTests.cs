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
}
