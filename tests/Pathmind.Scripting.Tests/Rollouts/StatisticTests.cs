namespace Pathmind.Tests;

public sealed class StatisticTests
{
    [Fact]
    public void Mean_and_deviation_are_those_of_all_numbers() => Assert.Equal("3 ± 2", Statistic.Of([1, 1, 5, 5]).ToString());

    /// <remarks>0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit.</remarks>
    [Fact]
    public void Sums_of_the_same_terms_in_another_order_do_not_spread()
    {
        var (one, other) = (0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1);
        Assert.NotEqual(one, other);
        Assert.Equal("0.6 ± 0", Statistic.Of([one, other]).ToString());
        Assert.NotEqual(0, Statistic.Of([1, 1 + 1e-9]).Deviation);
    }
}
