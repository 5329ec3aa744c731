using System.Text.Json;
using Pathmind.Benchmarks;
using Pathmind.Networks;

namespace Pathmind.Tests;

/// <summary>What the benchmarks make of their samples.</summary>
public sealed class FigureTests
{
    const double NaN = double.NaN, Never = double.PositiveInfinity;

    [Theory]
    [InlineData(new[] { 7.0 }, 0.25, 7)]
    [InlineData(new[] { 9.0, 1.0, 4.0 }, 0.5, 4)]
    [InlineData(new[] { 4.0, 1.0, 3.0, 2.0 }, 0.5, 2.5)]
    [InlineData(new[] { 4.0, 1.0, 3.0, 2.0 }, 0.25, 1.75)]                   // position 0.25 × 3 = 0.75, between 1 and 2
    [InlineData(new[] { 4.0, 1.0, 3.0, 2.0 }, 1, 4)]
    [InlineData(new[] { Never, 1.0, 2.0 }, 0.5, 2)]                          // one of three never ended
    [InlineData(new[] { Never, 1.0, Never }, 0.5, Never)]
    [InlineData(new[] { Never, Never }, 0.5, Never)]
    public void A_quantile_lies_between_two_samples(double[] samples, double share, double expected) =>
        Assert.Equal(expected, Samples.Quantile(samples, share));

    [Fact]
    public void No_samples_have_no_quantile() => Assert.Throws<ArgumentException>(() => Samples.Quantile([], 0.5));

    [Theory]
    [InlineData(99.9, false, true)]
    [InlineData(100, true, true)]
    [InlineData(100.1, true, false)]
    [InlineData(NaN, false, false)]
    public void A_goal_is_met_on_its_side_of_the_bound(double value, bool atLeast, bool atMost)
    {
        Assert.Equal(atLeast, Goal.AtLeast(100).IsMetBy(value));
        Assert.Equal(atMost, Goal.AtMost(100).IsMetBy(value));
    }

    [Fact]
    public void A_kept_line_with_fewer_numbers_than_there_are_now_is_made_again_once()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "slow.x 1 5 6 7\nslow.x 2 5 6 7 8\n");
        Assert.Equal([5.0, 6, 7], new KeptScores(file).Of("slow.x", 1, Unneeded, numbers: 3));
        Assert.Equal([5.0, 6, 7, 8], new KeptScores(file).Of("slow.x", 2, Unneeded, numbers: 4));
        Assert.Equal([1.0, 2, 3, 4], new KeptScores(file).Of("slow.x", 1, () => [1, 2, 3, 4], numbers: 4));
        Assert.Equal([1.0, 2, 3, 4], new KeptScores(file).Of("slow.x", 1, Unneeded, numbers: 4));
        File.Delete(file);

        static double[] Unneeded() => throw new InvalidOperationException("It is kept.");
    }

    [Fact]
    public void A_timing_is_its_median_and_a_result_over_seeds_its_mean()
    {
        double[] samples = [1, 2, 3, 4, 90];
        var (median, mean) = (Figure.Median("a", "s", null, samples, load: 0), Figure.Mean("a", "reward", null, samples, load: 0));
        Assert.Equal((3, new Spread(2, 4, SpreadKind.Quartiles, 5)), (median.Value, median.Spread));
        Assert.Equal((20, new Spread(1, 90, SpreadKind.Extremes, 5)), (mean.Value, mean.Spread));
    }

    [Fact]
    public void The_file_holds_an_object_a_figure_and_null_for_what_is_not_finite()
    {
        Figure[] figures =
        [
            Figure.Median("solve.x", "s", Goal.AtMost(0.5), [0.25], load: 1.5),
            Figure.Mean("learn.x", "reward", Goal.AtLeast(10), [Never, 8], load: NaN),
            Figure.Median("free", "ns", null, [1], load: 0),
        ];
        using var file = new MemoryStream();
        FigureFile.Write(file, figures, "a processor", "abc123");
        var actual = JsonDocument.Parse(file.ToArray()).RootElement.EnumerateArray().Select(figure => JsonSerializer.Serialize(figure))
            .ToArray();
        const string Rest = "\"cpu\":\"a processor\",\"commit\":\"abc123\"}";
        Assert.Equal(
        [
            """{"name":"solve.x","value":0.25,"unit":"s","goal":0.5,"better":"lower","met":true,"spread":[0.25,0.25],"spread_kind":"quartiles","samples":1,"load":1.5,""" + Rest,
            """{"name":"learn.x","value":null,"unit":"reward","goal":10,"better":"higher","met":true,"spread":[8,null],"spread_kind":"extremes","samples":2,"load":null,""" + Rest,
            """{"name":"free","value":1,"unit":"ns","goal":null,"better":null,"met":null,"spread":[1,1],"spread_kind":"quartiles","samples":1,"load":0,""" + Rest,
        ], actual);
    }

    [Fact]
    public void What_a_training_reached_is_kept_and_taken_from_the_file()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "kept");
        KeptScores scores = new(file);
        Assert.Equal([0.1, -3], scores.Of("more.x", 2, () => [0.1, -3]));
        Assert.Equal([7.0], new KeptScores(file).Of("more.x", 3, () => [7]));
        KeptScores read = new(file);
        Assert.Equal([0.1, -3], read.Of("more.x", 2, () => throw new InvalidOperationException("trained again")));
        Assert.Equal([7.0], read.Of("more.x", 3, () => throw new InvalidOperationException("trained again")));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Theory]
    [InlineData("4-6", new[] { 4, 5, 6 })]
    [InlineData("3", new[] { 3 })]
    [InlineData("6-4", null)]
    [InlineData("1-2-3", null)]
    [InlineData("-2", null)]
    [InlineData("a", null)]
    public void Seeds_are_a_number_or_a_range(string text, int[]? expected) =>
        Assert.Equal(expected, SeedRange.Parse(text));

    [Theory]
    [InlineData(4, new[] { 64, 64 }, 2, 26_368)]                             // 256 + 4096 + 128 = 4480 weights: 2 (4480 + 4480 + 4224)
    [InlineData(3, new[] { 5 }, 2, 120)]                                     // 15 + 10 = 25 weights: 2 (25 + 25 + 10)
    public void The_useful_work_of_an_update_leaves_out_the_first_layers_input_gradient(
        int inputs, int[] hidden, int outputs, double expected) =>
        Assert.Equal(expected, UpdateWork.FlopsPerRow(new NetworkShape(inputs, hidden, outputs, Activation.Tanh)));
}
