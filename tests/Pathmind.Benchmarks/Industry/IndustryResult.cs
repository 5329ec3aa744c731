using Pathmind.Comparisons;

namespace Pathmind.Benchmarks;

/// <summary>How a trained policy did beside random actions, the usual heuristic and the tuned rule.</summary>
internal sealed class IndustryResult(RuledModel model, Comparison comparison)
{
    /// <summary>Mean of <see cref="RuledModel.Metric"/> for random, heuristic, tuned, trained.</summary>
    public double[] Metrics => [.. comparison.Logs.Select(log => MetricOf(log).Average())];

    /// <summary>How much better than the usual heuristic the policy is in an episode, with the 95 %
    /// interval.</summary>
    public Estimate OverHeuristic => Over(comparison.Logs[1]);

    /// <summary>How much better than the tuned rule.</summary>
    public Estimate OverTuned => Over(comparison.Logs[2]);

    /// <summary>How far the metric is from the usual heuristic's, in percent of that.</summary>
    public double MarginInPercent => 100 * (Metrics[3] - Metrics[1]) / Math.Abs(Metrics[1]);

    public double MarginOverTunedInPercent => 100 * (Metrics[3] - Metrics[2]) / Math.Abs(Metrics[2]);

    public override string ToString() => comparison.ToString();

    Estimate Over(EpisodeLog rule) => new MeanInterval(0.95).Of(
        [.. MetricOf(comparison.Logs[3]).Zip(MetricOf(rule), (trained, other) => model.LessIsBetter ? other - trained : trained - other)]);

    IReadOnlyList<double> MetricOf(EpisodeLog log) => log.Episodes[model.Metric == "reward" ? "reward" : $"metric_0_{model.Metric}"];
}
