using Pathmind.Displays;
using Pathmind.Numerics;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>Whether the policy of a training that has ended keeps the limits, in greedy episodes, in words.</summary>
/// <param name="Results">One per limit; none without limits, and if no policy was ever judged.</param>
/// <param name="ByChoice">Whether the episodes are those by which the policy was chosen, since the training was stopped
/// before others were played: chance favours what is chosen.</param>
internal sealed record LimitCheck(LimitResult[] Results, bool ByChoice)
{
    /// <summary>What drawn actions reach, as in the training, where that is better: chance between two actions may meet
    /// a limit where neither action alone does. Empty where it is not.</summary>
    public string Drawn { get; init; } = "";

    /// <summary>Which episodes: others than those that judged the policy and those that chose it.</summary>
    const int Series = 1_000;

    const double Confidence = 0.975;                                     // on each side: 95 % between them

    /// <summary>Plays episodes of the policy that is the result: others than those that taught it and chose it, if
    /// there is time for them.</summary>
    /// <param name="training">At its end.</param>
    /// <param name="reason">Why it ended: after an error or an interrupt nothing more is played.</param>
    public static LimitCheck Of(TrainingLoop training, StopReason reason)
    {
        if (training.State.Limits is not { } limits)
            return new([], false);
        if (training.State.EpisodeLength is { } length && reason is not (StopReason.Failed or StopReason.Interrupted))
        {
            var played = training.Best.PlayAtTheEnd(length, Series);
            if (played.IsComplete)
                return new(Of(limits, played), false) { Drawn = OfDrawn(training.Evaluation, limits, played, length) };
        }
        return new(training.Best.Limits, true);
    }

    /// <summary>Whether each limit was kept in episodes that were played.</summary>
    public static LimitResult[] Of(LimitWeights limits, EvaluationEpisodes played) =>
        [.. limits.Limits.Select((limit, i) => Of(limit, Estimated.Of([.. played.Limited.Select(of => of[i])])))];

    static string OfDrawn(GreedyEvaluation evaluation, LimitWeights limits, EvaluationEpisodes greedy, double length)
    {
        if (greedy.Rewards.Length < GreedyEvaluation.Least)
            return "";                                                   // so few tell nothing of both
        var episodes = Math.Min(GreedyEvaluation.Most, greedy.Rewards.Length);
        var drawn = evaluation.MeasureDrawn(episodes, length, Series);
        LimitResult[] results = Of(limits, drawn);
        var gain = Estimated.Of([.. drawn.Rewards.Zip(greedy.Rewards, (one, other) => one - other)]);
        return drawn.IsComplete && results.All(result => result.IsKept)
            && (Of(limits, greedy).Any(result => !result.IsKept) || gain.Lower(Confidence) > 0)
            ? $" With actions that it draws, as in the training, the policy has a mean of {CellText.Number(drawn.OwnMean)} for "
                + $"{CellText.Number(greedy.Own.Take(episodes).Average())} in {episodes} episodes, and "
                + $"{string.Join("; ", results.Select(result => $"{result}"))}: that policy is training.Policy.Sampled(seed: 1)."
            : "";
    }

    /// <summary>What the message of the training adds.</summary>
    public string Describe(TrainingState training)
    {
        if (training.Limits is null)
            return "";
        if (Results.Length == 0)
            return " Whether the limits are kept is not known: no policy had been judged yet.";
        var broken = Results.Where(result => !result.IsKept).Select(result => result.Name).ToArray();
        return $" Limits, in {(ByChoice ? "the " : "")}{Counted.Of(Results[0].Episodes, "greedy episode")}"
            + $"{(ByChoice ? " by which this policy was chosen (the training was stopped before others were played)" : "")}: "
            + $"{string.Join("; ", Results.Select(result => $"{result}"))}."
            + (broken.Length == 0 ? "" : $" Of the policies that were tried this one comes closest to {string.Join(", ", broken)}: "
                + "give more steps if the figure was still moving to its bound, else a wider limit; it may be that no policy keeps it.")
            + Drawn;
    }

    static LimitResult Of(Limit limit, Estimated mean) =>
        new(limit.Name, limit.Goal, mean.Value, mean.Lower(Confidence), mean.Upper(Confidence), mean.Freedom + 1);
}
