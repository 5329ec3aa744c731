using Pathmind.Comparisons;

namespace Pathmind.Tests.Comparisons;

/// <summary>Whether intervals hold the true mean as often as they say.</summary>
public sealed class MeanIntervalTests
{
    /// <summary>Mean 4, deviation √(10 / 3), 4 numbers: 3.18245 × 1.82574 / 2.</summary>
    [Fact]
    public void An_interval_is_the_mean_and_so_many_standard_errors()
    {
        var estimate = new MeanInterval(0.95).Of([2, 4, 4, 6]);
        Assert.Equal(4, estimate.Mean, 12);
        Assert.Equal(3.18245 * Math.Sqrt(8 / 3.0) / 2, estimate.HalfWidth, 4);
        Assert.Equal(double.PositiveInfinity, new MeanInterval(0.95).Of([5]).High);
        Assert.Equal((7, 7, 7), new MeanInterval(0.95).Of([7, 7, 7]) is var same ? (same.Mean, same.Low, same.High) : default);
    }

    /// <summary>2000 intervals each; the share that holds the mean has a standard error of 0.5 %.</summary>
    [Theory]
    [InlineData("normal", 3, 0.935, 0.965)]
    [InlineData("normal", 20, 0.935, 0.965)]
    [InlineData("uniform", 20, 0.935, 0.965)]
    [InlineData("difference of skewed", 20, 0.945, 0.985)]
    [InlineData("skewed", 20, 0.90, 0.95)]
    [InlineData("skewed", 160, 0.93, 0.96)]
    [InlineData("very skewed", 160, 0.90, 0.945)]
    public void An_interval_of_95_percent_holds_the_mean_that_often(string kind, int numbers, double least, double most)
    {
        Random random = new(7);
        var held = 0;
        for (var repetition = 0; repetition < 2000; repetition++)
        {
            var sample = Enumerable.Range(0, numbers).Select(_ => Draw(kind, random)).ToArray();
            held += new MeanInterval(0.95).Of(sample).Contains(MeanOf(kind)) ? 1 : 0;
        }
        Assert.InRange(held / 2000.0, least, most);
    }

    [Theory]
    [InlineData(45.126, 1.234, "45.1 ± 1.2")]
    [InlineData(-0.01234, 0.000567, "−0.01234 ± 0.00057")]
    [InlineData(12345.6, 678.9, "12,346 ± 679")]
    [InlineData(3, 0, "3 ± 0")]
    [InlineData(2.5, double.PositiveInfinity, "2.5")]
    public void An_estimate_is_written_as_finely_as_it_is_known(double mean, double half, string text) =>
        Assert.Equal(text, new Estimate(mean, mean - half, mean + half).ToString());

    static double Draw(string kind, Random random) => kind switch
    {
        "normal" => Noisy.Normal(random),
        "uniform" => random.NextDouble(),
        "skewed" => -Math.Log(1 - random.NextDouble()),
        "difference of skewed" => Draw("skewed", random) - Draw("skewed", random),
        _ => Math.Exp(Noisy.Normal(random)),
    };

    static double MeanOf(string kind) => kind switch
    {
        "uniform" => 0.5,
        "skewed" => 1,
        "very skewed" => Math.Exp(0.5),
        _ => 0,
    };
}
