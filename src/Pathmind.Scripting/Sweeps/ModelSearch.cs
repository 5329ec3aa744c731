using Pathmind.Numerics;

namespace Pathmind.Sweeps;

/// <summary>Points that promise most, by Gaussian processes of the score and of the logarithm of the cost: the largest
/// expected improvement over the best score that is to be had for a budget, times the probability to keep the budget
/// (docs/search.md).</summary>
/// <param name="ranges">Of the parameters.</param>
internal sealed class ModelSearch(IReadOnlyList<SweepRange> ranges)
{
    /// <summary>Points that are looked at: anywhere, and near the best and those of the front, at these
    /// distances.</summary>
    const int Anywhere = 300, Near = 300;

    /// <summary>Points that are remembered for the processes, whose cost grows with the third power: the best half and
    /// the newest half.</summary>
    const int MostKnown = 160;

    /// <summary>Costs that differ by less than this, in logarithms, are the same.</summary>
    const double SameCost = 0.05;

    /// <summary>Share of the suggestions that look for the best score whatever it costs.</summary>
    const double AnyBudget = 0.5;

    /// <summary>How far below the median, in distances of the best from the median, a score counts: one disaster must
    /// not flatten all else.</summary>
    const double Depth = 3;

    static readonly double[] Distances = [0.2, 0.05, 0.015];

    /// <summary>Points that are chosen without a model.</summary>
    public static int FirstPoints(int parameters) => parameters + 2;

    /// <summary>The next point; null if too little is known, or nothing new was found.</summary>
    /// <param name="known">Of all trials.</param>
    /// <param name="tried">Keys of points that are not to be tried again: with the same seeds they give the
    /// same.</param>
    /// <param name="random">Of this suggestion.</param>
    public double[]? Next(IReadOnlyList<Observed> known, HashSet<string> tried, RandomStream random)
    {
        Observed[] seen = [.. Remembered([.. known.Where(one => double.IsFinite(one.Score))])];
        if (seen.Select(one => SweepPoints.Key(one.Point)).Distinct().Count() < 3)
            return null;
        var score = GaussianProcess.Fit([.. seen.Select(Features)], Clipped([.. seen.Select(one => one.Score)]));
        score = WithPending(score, seen, known);
        var cost = CostOf(seen);
        double[][] incumbents = [.. seen.Select(one => one.Point)], candidates = Candidates(seen, random);
        var budget = Budget(cost, incumbents, candidates, random);
        var best = incumbents.Where(point => budget is null || cost!.At(Whole(point)).Mean <= budget + SameCost)
            .Select(point => score.At(Whole(point)).Mean).DefaultIfEmpty(double.NegativeInfinity).Max();
        if (double.IsNegativeInfinity(best))
            best = incumbents.Min(point => score.At(Whole(point)).Mean);
        var found = candidates.Where(point => !tried.Contains(SweepPoints.Key(point))).Select(point => (Point: point, Value: Value(point)))
            .OrderByDescending(one => one.Value.Improvement).ThenByDescending(one => one.Value.Bound).FirstOrDefault();
        return found.Point;

        (double Improvement, double Bound) Value(double[] point)
        {
            var (mean, deviation) = score.At(Whole(point));
            var improvement = Normal.ExpectedImprovement(mean, deviation, best);
            if (budget is { } limit && cost!.At(Whole(point)) is var (expected, spread))
                improvement *= Normal.Below((limit - expected) / Math.Max(spread, SameCost));
            return (improvement, mean + deviation);
        }
    }

    /// <summary>Points of the front of score and cost: each costs less than all that are better.</summary>
    public static IEnumerable<Observed> Front(IEnumerable<Observed> seen)
    {
        var best = double.NegativeInfinity;
        foreach (var one in seen.OrderBy(one => one.Cost).ThenByDescending(one => one.Score))
            if (one.Score > best)
            {
                best = one.Score;
                yield return one;
            }
    }

    /// <summary>What is under way counts as the mean that the process expects there, so that several suggestions
    /// without a result do not look at one place (the "kriging believer" of Ginsbourger et al. 2010).</summary>
    GaussianProcess WithPending(GaussianProcess score, Observed[] seen, IReadOnlyList<Observed> known)
    {
        double[][] pending =
        [
            .. known.Where(one => double.IsNaN(one.Score) && one.Cost > 0 && !seen.Any(other => other.Point.SequenceEqual(one.Point)))
                .Select(one => Whole(one.Point)),
        ];
        return pending.Length == 0 ? score : GaussianProcess.Fit(
            [.. seen.Select(Features), .. pending],
            [.. Clipped([.. seen.Select(one => one.Score)]), .. pending.Select(point => score.At(point).Mean)]);
    }

    static GaussianProcess? CostFit(double[][] points, double[] logs) =>
        logs.Max() - logs.Min() < SameCost ? null : GaussianProcess.Fit(points, logs);

    GaussianProcess? CostOf(Observed[] seen) => CostFit([.. seen.Select(Features)], [.. seen.Select(one => Math.Log(one.Cost))]);

    /// <summary>A logarithmic cost that the suggestion is to keep, evenly between the cheapest and the dearest of what
    /// is known; null for any.</summary>
    double? Budget(GaussianProcess? cost, double[][] incumbents, double[][] candidates, RandomStream random)
    {
        var (isAny, place) = (random.NextDouble() < AnyBudget, random.NextDouble());
        if (cost is null || isAny)
            return null;
        double[] costs = [.. candidates.Select(point => cost.At(Whole(point)).Mean)];
        if (costs.Max() - costs.Min() < SameCost)
            return null;
        double[] known = [.. incumbents.Select(point => cost.At(Whole(point)).Mean)];
        return known.Min() + place * (known.Max() - known.Min());
    }

    double[][] Candidates(Observed[] seen, RandomStream random)
    {
        double[][] centers =
        [
            .. Front(seen).Concat(seen.OrderByDescending(one => one.Score).Take(5)).Select(one => one.Point)
                .DistinctBy(SweepPoints.Key),
        ];
        List<double[]> candidates = [];
        for (var i = 0; i < Anywhere; i++)
            candidates.Add([.. ranges.Select(range => range.Snap(random.NextDouble()))]);
        for (var i = 0; i < Near; i++)
        {
            var (center, distance) = (centers[i % centers.Length], Distances[i / centers.Length % Distances.Length]);
            candidates.Add([.. ranges.Select((range, k) => range.Snap(Math.Clamp(center[k] + distance * random.NextNormal(), 0, 1)))]);
        }
        return [.. candidates.DistinctBy(SweepPoints.Key)];
    }

    static IEnumerable<Observed> Remembered(Observed[] seen) => seen.Length <= MostKnown
        ? seen
        : seen.OrderByDescending(one => one.Score).Take(MostKnown / 2).Union(seen[^(MostKnown / 2)..]);

    static double[] Clipped(double[] scores)
    {
        double[] sorted = [.. scores.Order()];
        var (median, best) = (sorted[sorted.Length / 2], sorted[^1]);
        var lowest = best > median ? median - Depth * (best - median) : sorted[0];
        return [.. scores.Select(score => Math.Max(score, lowest))];
    }

    double[] Whole(double[] point) => Features(new(point, Share: 1, Score: 0, Cost: 1));

    /// <summary>What a process sees of a point: the place of a number, and for each of several names whether it is
    /// that; and the share of the steps.</summary>
    double[] Features(Observed one)
    {
        List<double> features = [1 + Math.Log(one.Share) / 5];
        for (var i = 0; i < ranges.Count; i++)
            if (ranges[i].IsNumeric)
                features.Add(one.Point[i]);
            else
                features.AddRange(Enumerable.Range(0, (int)ranges[i].Count).Select(
                    value => value == (int)(one.Point[i] * ranges[i].Count) ? 0.5 : 0));
        return [.. features];
    }
}
