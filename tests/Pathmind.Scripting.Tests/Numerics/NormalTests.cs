using Pathmind.Numerics;

namespace Pathmind.Tests;

public sealed class NormalTests
{
    [Theory]                                                             // to 15 digits by mpmath
    [InlineData(0, 0.5)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-1, 0.15865525393145705)]
    [InlineData(-2.999, 0.0013543366224066)]
    [InlineData(-3.001, 0.0013454727829905)]
    [InlineData(-6, 9.865876450376981e-10)]
    [InlineData(-10, 7.619853024160526e-24)]
    public void A_draw_is_below_with_its_probability(double x, double expected)
    {
        Assert.Equal(1, Normal.Below(x) / expected, 1e-6);
        Assert.Equal(1 - expected, Normal.Below(-x), 1e-9);
    }

    [Theory]
    [InlineData(0, 2, 0, 2 * 0.3989422804014327)]                        // as good as the best: deviation · φ(0)
    [InlineData(5, 0, 3, 2)]
    [InlineData(3, 0, 5, 0)]
    [InlineData(1, 1, 0, 1 * 0.8413447460685429 + 0.24197072451914337)]
    public void The_expected_improvement_is_that_of_Jones(double mean, double deviation, double best, double expected) =>
        Assert.Equal(expected, Normal.ExpectedImprovement(mean, deviation, best), 1e-9);
}
