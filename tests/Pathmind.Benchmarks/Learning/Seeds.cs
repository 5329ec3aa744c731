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
}
