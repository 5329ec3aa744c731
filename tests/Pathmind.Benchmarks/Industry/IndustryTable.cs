using System.Globalization;
using Pathmind.Comparisons;

namespace Pathmind.Benchmarks;

/// <summary>What default options learn in the industry models, over seeds: how much better than the usual heuristic and
/// than the tuned rule, in the metric that was published.</summary>
internal static class IndustryTable
{
    public static void AddTo(Report report)
    {
        foreach (var model in IndustryModels.All)
        {
            IndustryResult[]? results = null;
            IndustryResult[] Results() => results ??= Play(model, report.Seeds);
            Add("over-heuristic", model.Metric, Goal.AtLeast(0), result => result.OverHeuristic.Mean);
            Add("over-tuned", model.Metric, Goal.AtLeast(0), result => result.OverTuned.Mean);
            Add("margin", "%", null, result => result.MarginInPercent);
            if (results is not null)
                Tell(report, model, results);
            void Add(string row, string unit, Goal? goal, Func<IndustryResult, double> number) =>
                report.Mean($"industry.{model.Name}.{row}", unit, goal, () => [.. Results().Select(number)]);
        }
    }

    /// <summary>The row of docs/industry.md: metric of random, heuristic, tuned and trained, the worst seed, and the
    /// margins with their intervals over the seeds.</summary>
    static void Tell(Report report, IndustryModel model, IndustryResult[] results)
    {
        var metrics = Enumerable.Range(0, 3).Select(policy => Figure.Text(results.Average(result => result.Metrics[policy])));
        double[] trained = [.. results.Select(result => result.Metrics[3])];
        report.Tell($"| {model.Name} | {model.Metric} | {string.Join(" | ", metrics)} | {new MeanInterval(0.95).Of(trained)} | "
            + $"{Figure.Text(model.LessIsBetter ? trained.Max() : trained.Min())} | "
            + $"{OfSeeds(results, result => result.MarginInPercent)} | {OfSeeds(results, result => result.MarginOverTunedInPercent)} | "
            + $"{model.Published} |");
        report.Tell($"  better than tuned, by seed: {string.Join("  ", results.Select(result => $"{result.OverTuned}"))}");
    }

    static string OfSeeds(IndustryResult[] results, Func<IndustryResult, double> percent)
    {
        var estimate = new MeanInterval(0.95).Of([.. results.Select(percent)]);
        return string.Create(CultureInfo.InvariantCulture, $"{estimate.Mean:+0.0;−0.0} % ± {estimate.HalfWidth:0.0}");
    }

    static IndustryResult[] Play(IndustryModel model, int[] seeds)
    {
        var results = new IndustryResult[seeds.Length];
        Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => results[i] = model.Compare(model.Train(seeds[i]), model.Episodes));
        return results;
    }
}
