using Pathmind.Comparisons;
using Pathmind.Sweeps;

namespace Pathmind.Tests;

/// <summary>Whether the search finds the best of functions that are known.</summary>
public sealed class SweepSearchTests
{
    const int Seeds = 12;

    static readonly SweepRange[] Square = [SweepRange.Linear(-5, 10), SweepRange.Linear(0, 15)];
    static readonly SweepRange[] Training = [SweepRange.Logarithmic(1e-5, 1e-1), SweepRange.Of(16, 32, 64, 128), SweepRange.Of("a", "b")];

    [Theory]
    [InlineData("branin")]
    [InlineData("training")]
    public void A_model_finds_more_than_chance_with_as_many_trials(string name)
    {
        double[] model = [.. Enumerable.Range(0, Seeds).Select(seed => Best(name, SweepMethod.GaussianProcess, seed))];
        double[] chance = [.. Enumerable.Range(0, Seeds).Select(seed => Best(name, SweepMethod.Random, seed))];
        var difference = new MeanInterval(0.95).Of([.. model.Zip(chance, (one, other) => one - other)]);
        Assert.True(difference.Low > 0, $"{name}: {difference}, {string.Join(' ', model)}, {string.Join(' ', chance)}");
        Assert.InRange(model.Average(), name == "branin" ? -1 : 0.97, 1);
    }

    [Fact]
    public void A_model_that_looks_for_cheap_points_reaches_more_for_the_same_cost()
    {
        double[] model = [.. Enumerable.Range(0, Seeds).Select(seed => Volume(SweepMethod.GaussianProcess, seed))];
        double[] chance = [.. Enumerable.Range(0, Seeds).Select(seed => Volume(SweepMethod.Random, seed))];
        var difference = new MeanInterval(0.95).Of([.. model.Zip(chance, (one, other) => one - other)]);
        Assert.True(difference.Low > 0, $"{difference}, {string.Join(' ', model)}, {string.Join(' ', chance)}");
    }

    [Fact]
    public void A_grid_has_every_combination_once()
    {
        SweepPoints points = new([SweepRange.Of(1, 2), SweepRange.Logarithmic(1, 100) with { GridPoints = 3 }], SweepMethod.Grid, 0);
        Assert.Equal(6, points.Count);
        Assert.Equal(
            ["1 1", "1 10", "1 100", "2 1", "2 10", "2 100"],
            Enumerable.Range(0, 6).Select(i => points.Next(i, [])!).Select(
                place => $"{SweepRange.Of(1, 2).At(place[0])} {SweepRange.Logarithmic(1, 100).At(place[1])}"));
        Assert.Null(points.Next(6, []));
    }

    [Fact]
    public void No_point_is_tried_twice_and_few_values_come_to_an_end()
    {
        SweepPoints points = new([SweepRange.Of(1, 2, 3), SweepRange.Of("a", "b")], SweepMethod.GaussianProcess, 0);
        List<Observed> known = [];
        while (points.Next(known.Count, known) is { } point)
            known.Add(new(point, 1, point[0], 10));
        Assert.Equal(6, known.Select(one => SweepPoints.Key(one.Point)).Distinct().Count());
        Assert.Equal(6, known.Count);
    }

    [Theory]
    [InlineData(0.5, 0.99)]                                              // log-odds: 0.99 lies in the middle of 0.9 and 0.999
    [InlineData(0, 0.9)]
    [InlineData(1, 0.999)]
    public void A_logit_scale_spreads_what_lies_near_one(double place, double expected) =>
        Assert.Equal(expected, SweepRange.Logit(0.9, 0.999).At(place).GetValue<double>(), 5e-4);

    /// <summary>The best of 25 trials; the optimum is −0.398 of Branin's function, and 1 of the other.</summary>
    static double Best(string name, SweepMethod method, int seed)
    {
        SweepPoints points = new(name == "branin" ? Square : Training, method, seed);
        List<Observed> known = [];
        while (known.Count < 25 && points.Next(known.Count, known) is { } point)
            known.Add(new(point, 1, name == "branin" ? Branin(point) : LikeTraining(point), 1));
        return known.Max(one => one.Score);
    }

    /// <summary>Three optima of −0.398 (Dixon and Szegö 1978).</summary>
    static double Branin(double[] point)
    {
        var (x, y) = (15 * point[0] - 5, 15 * point[1]);
        return -(Math.Pow(y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6, 2)
            + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10);
    }

    /// <summary>A narrow best step size, a width that helps a little, and one of two names.</summary>
    static double LikeTraining(double[] point) =>
        Math.Exp(-Math.Pow((point[0] - 0.63) / 0.12, 2)) * (0.9 + 0.1 * point[1] / 0.875) * (point[2] < 0.5 ? 0.8 : 1);

    /// <summary>Area under the front of score and logarithmic cost after a cost of 20 of the dearest.</summary>
    static double Volume(SweepMethod method, int seed)
    {
        SweepPoints points = new([SweepRange.Linear(0, 1), SweepRange.Logarithmic(1, 100)], method, seed);
        List<Observed> known = [];
        for (var spent = 0.0; spent < 1_000 && points.Next(known.Count, known) is { } point;)
        {
            var cost = Math.Pow(100, point[1]);
            spent += cost;
            known.Add(new(point, 1, (1 - Math.Exp(-cost / 15)) * Math.Exp(-Math.Pow((point[0] - 0.3) / 0.1, 2)), cost));
        }
        double area = 0, score = 0, from = 0;
        foreach (var one in ModelSearch.Front(known))
        {
            area += score * (Math.Log(one.Cost) - from);
            (score, from) = (one.Score, Math.Log(one.Cost));
        }
        return area + score * (Math.Log(100) - from);
    }
}
