using Pathmind.Comparisons;
using Pathmind.Studios.Lab;

namespace Pathmind.Tool.Lab;

/// <summary>The numbers of a try's episodes: means with 95 % intervals, and differences to the same episodes of an
/// earlier try.</summary>
internal static class LabTable
{
    static readonly MeanInterval interval = new(1 - PairedStatistics.Error);

    /// <param name="log">Of the try.</param>
    /// <param name="goals">What is wanted.</param>
    /// <param name="before">Of the earlier try; null for none. As many episodes are compared as both have.</param>
    public static LabNumber[] Of(EpisodeLog log, Goals goals, EpisodeLog? before) =>
        [.. PairedStatistics.NamesOf(log, goals).Select(name => Of(log, name, goals.Names.Contains(name) ? goals[name] : null, before))];

    static LabNumber Of(EpisodeLog log, string name, Goal? goal, EpisodeLog? before)
    {
        var own = log.EpisodesOf(name);
        var value = interval.Of(own);
        LabNumber number = new()
        {
            Name = name, Mean = value.Mean, Low = Finite(value.Low), High = Finite(value.High), Episodes = own.Length,
            Goal = goal?.ForFile,
            Kind = name is "reward" or "steps" ? name : log.Metrics.ContainsKey(name) ? "metric" : "term",
        };
        if (before is null)
            return number;
        var difference = interval.Of(MeanInterval.Differences(before.EpisodesOf(name), own));
        return number with
        {
            Difference = difference.Mean,
            DifferenceLow = Finite(difference.Low),
            DifferenceHigh = Finite(difference.High),
            Verdict = $"{PairedStatistics.VerdictOf(difference, small: 0, name, goal)}",
        };
    }

    static double? Finite(double number) => double.IsFinite(number) ? number : null;
}
