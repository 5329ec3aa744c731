using Pathmind.Numerics;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>An effect is told from chance.</summary>
public class EffectTestTests
{
    const int Sums = 200, Products = 400;

    [Fact]
    public void Chance_alone_shows_nothing_even_with_long_tails()
    {
        var shown = Enumerable.Range(0, 50).Count(seed => Filled(seed, effect: 0, isLongTailed: seed % 2 == 0).Shows(0.05));

        Assert.InRange(shown, 0, 5);                                       // 2.5 are allowed for; the bound is never exceeded on average
    }

    [Fact]
    public void One_small_effect_among_many_sums_shows_and_is_named()
    {
        var test = Filled(seed: 1, effect: 0.4, isLongTailed: false);

        Assert.True(test.Shows(1e-4));
        Assert.Equal(7, test.Strongest());
        var (mean, error) = test.Mean(7);
        Assert.InRange(mean, 0.25, 0.55);
        Assert.Equal(1 / Math.Sqrt(Products), error, 0.01);
    }

    [Fact]
    public void What_was_not_drawn_is_not_tested()
    {
        var test = new EffectTest(3);
        test.Complete(10);

        Assert.False(test.Shows(0.5));
        Assert.Equal(-1, test.Strongest());
    }

    [Fact]
    public void A_test_that_is_restored_goes_on_alike()
    {
        var (whole, restored) = (Filled(1, 0.4, false), new EffectTest(Sums));
        restored.State = whole.State;
        foreach (var test in new[] { whole, restored })
            Fill(test, new(2, 0), 0.4, false);

        Assert.Equal(whole.Mean(7), restored.Mean(7));
        Assert.Equal(whole.State.Sums, restored.State.Sums);
    }

    static EffectTest Filled(int seed, double effect, bool isLongTailed)
    {
        var test = new EffectTest(Sums);
        Fill(test, new(seed, 0), effect, isLongTailed);
        return test;
    }

    /// <summary>Number 7 depends on the draw.</summary>
    static void Fill(EffectTest test, RandomStream random, double effect, bool isLongTailed)
    {
        var numbers = new float[Sums];
        for (var product = 0; product < Products; product++)
        {
            var draw = random.NextSingle() < 0.5f ? -1f : 1f;
            for (var i = 0; i < Sums; i++)
            {
                var number = 2 * Math.Sqrt(3) * (random.NextDouble() - 0.5) + (i == 7 ? effect * draw : 0);
                numbers[i] = (float)(isLongTailed ? number * Math.Abs(number) * Math.Abs(number) : number);
            }
            test.Add(0, draw, numbers);
        }
        test.Complete(Products);
    }
}
