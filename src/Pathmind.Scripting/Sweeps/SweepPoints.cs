using Pathmind.Numerics;

namespace Pathmind.Sweeps;

/// <summary>What a search knows of a point.</summary>
/// <param name="Point">[parameters] in a unit cube.</param>
/// <param name="Share">Of the steps of a trial that were made, in (0, 1].</param>
/// <param name="Score">The larger the better; NaN for a trial under way, or one that failed.</param>
/// <param name="Cost">Above 0.</param>
internal sealed record Observed(double[] Point, double Share, double Score, double Cost);

/// <summary>Chooses the points of a sweep. What a trial gets depends on its number, the seed and what is known, never
/// on how often was asked.</summary>
/// <param name="ranges">Of the parameters.</param>
/// <param name="method">How.</param>
/// <param name="seed">Of the search.</param>
internal sealed class SweepPoints(IReadOnlyList<SweepRange> ranges, SweepMethod method, int seed)
{
    /// <summary>Draws of a point that was not tried before.</summary>
    const int MostDraws = 100;

    readonly double[][] grid = [.. ranges.Select(range => method == SweepMethod.Grid ? range.Grid() : [])];
    readonly ModelSearch model = new(ranges);

    /// <summary>How many points there are at most.</summary>
    public double Count => method == SweepMethod.Grid
        ? grid.Aggregate(1.0, (count, places) => count * places.Length)
        : ranges.Aggregate(1.0, (count, range) => count * range.Count);

    /// <summary>The point of a trial.</summary>
    /// <param name="trial">Its number among those whose points are chosen, from 0.</param>
    /// <param name="known">Of all trials, those under way included.</param>
    /// <returns>[parameters] in a unit cube; null if all were tried.</returns>
    public double[]? Next(int trial, IReadOnlyList<Observed> known)
    {
        if (method == SweepMethod.Grid)
            return trial < Count ? OfGrid(trial) : null;
        RandomStream random = new(seed, stream: trial);
        HashSet<string> tried = [.. known.Select(one => Key(one.Point))];
        if (method == SweepMethod.GaussianProcess && trial >= ModelSearch.FirstPoints(ranges.Count)
            && model.Next(known, tried, random) is { } promising)
            return promising;
        for (var draw = 0; draw < MostDraws; draw++)
        {
            var point = Snapped(method == SweepMethod.GaussianProcess && draw == 0 && trial < ModelSearch.FirstPoints(ranges.Count)
                ? Spread(trial)
                : [.. ranges.Select(_ => random.NextDouble())]);
            if (!tried.Contains(Key(point)))
                return point;
        }
        return null;
    }

    public static string Key(double[] point) => string.Join(' ', point.Select(place => place.ToString("R")));

    double[] Snapped(double[] point) => [.. ranges.Zip(point, (range, place) => range.Snap(place))];

    /// <summary>The last parameter changes fastest.</summary>
    double[] OfGrid(int number)
    {
        var point = new double[grid.Length];
        for (var i = grid.Length - 1; i >= 0; number /= grid[i].Length, i--)
            point[i] = grid[i][number % grid[i].Length];
        return point;
    }

    /// <summary>The first points fill each dimension evenly: everyone has a part of it alone (Latin hypercube; McKay,
    /// Beckman and Conover 1979).</summary>
    double[] Spread(int number)
    {
        var count = ModelSearch.FirstPoints(ranges.Count);
        RandomStream random = new(seed, stream: -1);
        var point = new double[ranges.Count];
        for (var i = 0; i < point.Length; i++)
        {
            var order = Enumerable.Range(0, count).ToArray();
            random.Shuffle(order.AsSpan());
            double[] within = [.. order.Select(_ => random.NextDouble())];
            point[i] = (order[number] + within[number]) / count;
        }
        return point;
    }
}
