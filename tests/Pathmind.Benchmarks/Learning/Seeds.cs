namespace Pathmind.Benchmarks;

/// <summary>Trainings that differ in their seed only.</summary>
internal static class Seeds
{
    /// <summary>[seeds] a score of each. A training on one thread gives the same policy as on all, and seeds side by
    /// side leave no thread waiting.</summary>
    public static double[] SideBySide(int[] seeds, Func<int, double> score)
    {
        var scores = new double[seeds.Length];
        Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => scores[i] = score(seeds[i]));
        return scores;
    }
}
