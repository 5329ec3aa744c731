using Pathmind.Comparisons;

namespace Pathmind.Benchmarks;

/// <summary>What 20 000 decisions make of the rules of the industry models, and of two simulations that users wrote
/// with two rules each (docs/warm-start.md): how much better than the usual heuristic and than the better rule the
/// policies are that started from them; as a control those that started from chance. By PPO with the options of the
/// scripts, and by SAC with their time that discounts.</summary>
internal static class WarmStartTable
{
    const long Steps = 20_000;

    static readonly RuledModel[] Trials =
    [
        new("trial-call-centre", () => new TrialCallCentre())
        {
            Metric = "reward", Heuristic = () => TrialCallCentre.OwnGroup, Tuned = () => TrialCallCentre.Overflow,
        },
        new("trial-fleet", () => new TrialFleet())
        {
            Metric = "reward", Heuristic = () => TrialFleet.Nearest, Tuned = () => TrialFleet.LongestQueue,
        },
    ];

    public static void AddTo(Report report)
    {
        foreach (var model in IndustryModels.All.Concat(Trials))
            foreach (var algorithm in new AlgorithmOptions[] { model.Ppo, new SacOptions { DiscountSeconds = model.Ppo.DiscountSeconds } })
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

    /// <summary>How much better in the mean episode, for each seed; told with the interval over episodes, and whether
    /// the imitation is the result.</summary>
    static double[] Play(
        Report report, RuledModel model, string row, AlgorithmOptions algorithm, Func<Policy>? start,
        Func<IndustryResult, Estimate> over)
    {
        var results = Seeds.SideBySide(report.Seeds, seed => report.Kept.Of($"warm-start.{model.Name}.{row}", seed, () =>
        {
            var training = model.Train(seed, Steps, algorithm, start is null ? null : (Teacher)start());
            var better = over(model.Compare(training.Policy, model.Episodes));
            return [better.Mean, better.HalfWidth, training.Teacher is { IsImitation: true } ? 1 : 0];
        }));
        double[] means = [.. results.Select(result => result[0])];
        report.Tell($"| {model.Name} | {row} | {model.Metric} | {Seeds.Interval(means)} | " + string.Join("  ", results.Select(result =>
            $"{Figure.Text(result[0])} ± {Figure.Text(result[1])}{(result[2] > 0 ? " imitation" : "")}")) + " |");
        return means;
    }
}
