using System.Globalization;
using Pathmind.Comparisons;

namespace Pathmind.Benchmarks;

/// <summary>What 20 000 decisions make of the rules of the industry models (docs/warm-start.md): how much better than
/// the usual heuristic and than the tuned rule the policies are that started from them; as a control those that started
/// from chance. By PPO with the options of the scripts, and by SAC with its defaults.</summary>
internal static class WarmStartTable
{
    const long Steps = 20_000;

    public static void AddTo(Report report)
    {
        foreach (var model in IndustryModels.All)
            foreach (var algorithm in new AlgorithmOptions[] { model.Ppo, new SacOptions() })
            {
                Add("over-heuristic", Goal.AtLeast(0), model.Heuristic, result => result.OverHeuristic);
                Add("over-tuned", Goal.AtLeast(0), model.Tuned, result => result.OverTuned);
                Add("from-chance", null, null, result => result.OverHeuristic);

                void Add(string kind, Goal? goal, Func<Policy>? start, Func<IndustryResult, Estimate> over)
                {
                    var row = $"{kind}.{algorithm.Algorithm.Name}";
                    report.Mean(
                        $"warm-start.{model.Name}.{row}", $"{model.Metric} better", goal,
                        () => Play(report, model, row, algorithm, start, over));
                }
            }
    }

    static double[] Play(
        Report report, IndustryModel model, string row, AlgorithmOptions algorithm, Func<Policy>? start,
        Func<IndustryResult, Estimate> over)
    {
        var (results, notes) = (new Estimate[report.Seeds.Length], new string[report.Seeds.Length]);
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var training = model.TrainFrom(report.Seeds[i], Steps, algorithm, start is null ? null : (Teacher)start());
            results[i] = over(model.Compare(training.Policy, model.Episodes));
            notes[i] = training.Teacher is { IsImitation: true } ? " imitation" : "";
        });
        var all = new MeanInterval(0.95).Of([.. results.Select(result => result.Mean)]);
        report.Tell($"| {model.Name} | {row} | {model.Metric} | {all} | " + string.Join("  ", results.Zip(notes, (result, note) =>
            string.Create(CultureInfo.InvariantCulture, $"{result}{note}"))) + " |");
        return [.. results.Select(result => result.Mean)];
    }
}
