using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Tests.Policies;

public class ActionScalingTests
{
    [Theory]
    [InlineData(-1f, 10f)]
    [InlineData(0f, 15f)]                                                  // low + (0 + 1) / 2 · 10
    [InlineData(0.5f, 17.5f)]
    [InlineData(1f, 20f)]
    [InlineData(1.01f, 20f)]                                               // clipped
    [InlineData(-7f, 10f)]
    public void A_range_is_minus_1_to_1_in_network_units(float network, float expected) =>
        Assert.Equal([expected], ToAction(new(1, 10, 20), network));

    [Theory]                                                               // sinh(1) = 1.1752012, sinh(5) = 74.203211
    [InlineData(float.NegativeInfinity, float.PositiveInfinity, 0f, 0f)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity, 1f, 1.1752012f)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity, -5f, -74.203211f)]
    [InlineData(100f, float.PositiveInfinity, 0f, 101f)]                   // begins 1 inside of its only bound
    [InlineData(100f, float.PositiveInfinity, 5f, 175.203211f)]
    [InlineData(100f, float.PositiveInfinity, -1f, 100f)]                  // clipped
    [InlineData(float.NegativeInfinity, 3f, 0f, 2f)]
    [InlineData(float.NegativeInfinity, 3f, -5f, -72.203211f)]
    [InlineData(1e6f, float.PositiveInfinity, 1f, 1_002_175.2f)]           // or a thousandth of it
    public void A_number_without_a_range_begins_near_its_bound_and_grows_like_sinh(float low, float high, float network, float expected) =>
        Assert.Equal(expected, ToAction(new([low], [high]), network)[0], 1e-6f * MathF.Abs(expected));

    [Fact]
    public void Beyond_the_lowest_and_the_highest_all_is_the_same_action()
    {
        Continuous space = new(
            [-3, 100, float.NegativeInfinity, float.NegativeInfinity], [5, float.PositiveInfinity, 3, float.PositiveInfinity]);
        var scaling = new ActionScaling(new(space));
        Assert.Equal([-1f, MathF.Asinh(-1), float.NegativeInfinity, float.NegativeInfinity], scaling.Lowest);
        Assert.Equal([1f, float.PositiveInfinity, MathF.Asinh(1), float.PositiveInfinity], scaling.Highest);
        for (var i = 0; i < 4; i++)
            foreach (var (edge, sign) in new[] { (scaling.Lowest[i], -1), (scaling.Highest[i], 1) })
                if (float.IsFinite(edge))
                {
                    float[] at = new float[4], beyond = new float[4], inside = new float[4];
                    (at[i], beyond[i], inside[i]) = (edge, edge + sign, edge - 0.1f * sign);
                    Assert.Equal(ToAction(space, at)[i], ToAction(space, beyond)[i], 1e-4f);
                    Assert.NotEqual(ToAction(space, at)[i], ToAction(space, inside)[i], 1e-2f);
                }
    }

    [Fact]
    public void However_far_a_network_goes_the_action_is_finite() =>
        Assert.All(ToAction(new(2), 1e30f, -1e30f), number => Assert.True(float.IsFinite(number)));

    [Fact]
    public void The_widest_range_does_not_overflow() =>
        Assert.Equal([float.MinValue, 0f, float.MaxValue],
            ToAction(new([float.MinValue, float.MinValue, float.MinValue], [float.MaxValue, float.MaxValue, float.MaxValue]), -1, 0, 1));

    static float[] ToAction(Continuous space, params float[] network)
    {
        var action = new float[network.Length];
        new ActionScaling(new ActionLayout(space)).ToAction(network, action);
        return action;
    }
}
