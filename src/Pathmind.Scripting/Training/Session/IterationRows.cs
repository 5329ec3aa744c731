using System.Collections.ObjectModel;

namespace Pathmind.Training;

/// <summary>Makes rows of the history.</summary>
internal static class IterationRows
{
    /// <summary>The row of an iteration.</summary>
    /// <param name="state">Of the training, after it.</param>
    /// <param name="episodes">That ended in it.</param>
    /// <param name="figures">What the learner says of it.</param>
    public static IterationRow Of(TrainingState state, EpisodeSummary episodes, LearnerFigures figures)
    {
        var (any, seconds) = (episodes.Count > 0, state.Elapsed.TotalSeconds);
        return new()
        {
            Iteration = state.History.Count + 1, Steps = state.Steps, Episodes = state.Recent.Count,
            RewardMean = any ? episodes.Reward : null, RewardMin = any ? episodes.Lowest : null, RewardMax = any ? episodes.Highest : null,
            LengthMean = any ? episodes.Length : null,
            Terms = any ? state.Schema.Rewards!.Names.Zip(episodes.Terms).ToDictionary(pair => pair.First, pair => pair.Second) : new(),
            Metrics = Figures(any ? state.Schema.Metrics!.Names.Zip(episodes.Metrics) : []),
            Limits = Figures((state.Limits?.Limits ?? []).Select(limit => (limit.Name, limit.Bound))),
            LimitWeights = Figures((state.Limits?.Limits ?? []).Select((limit, i) => (limit.Name, state.Limits!.Weights[i]))),
            Entropy = figures.Entropy, Learner = figures.Columns,
            StepsPerSecond = state.Steps / Math.Max(seconds, 1e-9), Seconds = seconds,
        };
    }

    static IReadOnlyDictionary<string, double> Figures(IEnumerable<(string Name, double Value)> figures) =>
        figures.ToDictionary(figure => figure.Name, figure => figure.Value) is { Count: > 0 } some
            ? some : ReadOnlyDictionary<string, double>.Empty;
}
