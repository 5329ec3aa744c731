using Pathmind.Training;

namespace Pathmind.Tests;

public sealed class CreditChoiceTests
{
    const int Rows = 1_000;

    [Theory]
    [InlineData(2, 0, true)]                                               // chance
    [InlineData(3.4, 0, false)]                                            // possible, though by no means certain: 4.1
    [InlineData(2, 0.6, false)]                                            // an effect of half the size at the same place
    public void An_action_matters_for_its_own_step_alone_if_no_later_effect_is_possible(double elsewhere, double same, bool expected)
    {
        Assert.Equal(expected, CreditChoice.OnlyAtOnce(Effects(1, 0), Effects(same, elsewhere), endings: 200));
        Assert.False(CreditChoice.OnlyAtOnce(Effects(1, 0), Effects(same, elsewhere), endings: 100));    // too early to say
    }

    /// <param name="first">Mean of the products of the first sum, whose deviation is small.</param>
    /// <param name="second">Of the second one, in its own deviations.</param>
    static EffectTest Effects(double first, double second)
    {
        EffectTest test = new(2);
        var shift = second / Math.Sqrt(Rows);
        for (var row = 0; row < Rows; row++)
            test.Add(0, 1, [(float)(first + 0.01 * (row % 2 * 2 - 1)), (float)(shift + (row % 2 * 2 - 1))]);
        test.Complete(Rows);
        return test;
    }
}
