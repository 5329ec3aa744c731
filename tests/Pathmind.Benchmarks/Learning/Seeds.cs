using System.Globalization;
using Pathmind.Numerics;

namespace Pathmind.Benchmarks;

/// <summary>Trainings that differ in their seed only.</summary>
internal static class Seeds
{
    /// <summary>[seeds] a score of each. A training on one thread gives the same policy as on all, and seeds side by
    /// side leave no thread waiting.</summary>
    public static T[] SideBySide<T>(int[] seeds, Func<int, T> score)
    {
        var scores = new T[seeds.Length];
        Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => scores[i] = score(seeds[i]));
        return scores;
    }

    /// <summary>The mean with half of its 95 % interval: <c>24.5 ± 0.2</c>.</summary>
    public static string Interval(double[] scores)
    {
        var mean = Estimated.Of(scores);
        return $"{Figure.Text(mean.Value)} ± {Figure.Text(Math.Round(mean.Upper(0.975) - mean.Value, 4))}";
    }

    /// <summary>The scores one by one, and their mean with its interval.</summary>
    public static string Text(double[] scores) =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join("  ", scores.Select(Figure.Text))}  mean {Interval(scores)} (95 %)");
}
