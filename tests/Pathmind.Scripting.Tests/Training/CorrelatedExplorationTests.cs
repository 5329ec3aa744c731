using Pathmind.Training;

namespace Pathmind.Tests;

public class CorrelatedExplorationTests
{
    static float After(double correlated, double independent, int episodes = 20, float progress = 0.25f)
    {
        var exploration = new CorrelatedExploration(0.8f);
        for (var i = 0; i < episodes; i++)
        {
            exploration.Add(environment: 7, correlated);
            exploration.Add(environment: 6, independent);
        }
        exploration.Update(progress);
        return exploration.Correlation;
    }

    [Fact]
    // half of the half in which it fades
    public void It_goes_on_and_fades_while_it_pays() => Assert.Equal(0.4f, After(correlated: 5, independent: 4), 1e-6f);

    [Fact]
    public void It_ends_when_it_does_not_pay() => Assert.Equal(0, After(correlated: 4, independent: 4));

    [Fact]
    public void It_is_not_judged_before_twenty_episodes() => Assert.Equal(0.4f, After(correlated: 1, independent: 4, episodes: 19), 1e-6f);

    [Fact]
    public void It_ends_in_the_middle_of_the_training() => Assert.Equal(0, After(correlated: 5, independent: 4, progress: 0.5f));

    [Fact]
    public void It_goes_on_if_only_the_correlated_simulation_ever_finishes()
    {
        var exploration = new CorrelatedExploration(0.8f);
        for (var i = 0; i < 30; i++)
            exploration.Add(environment: 7, 1);
        exploration.Update(0);
        Assert.Equal(0.8f, exploration.Correlation);
    }

    [Fact]
    public void Its_noise_is_N_0_1_at_every_step_with_the_correlation_asked_for()
    {
        var (noise, random) = (new ExplorationNoise(1), new Pathmind.Numerics.RandomStream(4, 1));
        var (before, sum, squares, products) = (0.0, 0.0, 0.0, 0.0);
        const int Steps = 200_000;
        for (var i = 0; i < Steps; i++)
        {
            var now = (double)noise.Next(random, 0.9f)[0];
            (sum, squares, products, before) = (sum + now, squares + now * now, products + now * before, now);
        }
        Assert.InRange(sum / Steps, -0.05, 0.05);
        Assert.InRange(squares / Steps, 0.95, 1.05);
        Assert.InRange(products / squares, 0.89, 0.91);
    }
}
