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

    [Fact]
    public void A_number_without_a_range_is_itself_and_only_clipped()
    {
        Continuous space = new([0f, float.NegativeInfinity, float.NegativeInfinity], [float.PositiveInfinity, 3, float.PositiveInfinity]);

        Assert.Equal([0f, 3f, 5f], ToAction(space, -1, 5, 5));
        Assert.Equal([7f, -5f, -5f], ToAction(space, 7, -5, -5));
    }

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
