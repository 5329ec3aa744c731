using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>Finds out at the end of a training whether its policy keeps the limits, in greedy episodes that neither
/// taught it nor chose it, and says so in words.</summary>
internal static class LimitCheck
{
    /// <summary>Which episodes: others than those that judged the policy and those that chose it.</summary>
    const int Series = 1_000;

    const double Confidence = 0.975;                                     // on each side: 95 % between them

    /// <summary>Plays episodes of the policy that is the result.</summary>
    /// <param name="training">At its end.</param>
    /// <param name="reason">Why it ended: after an error or an interrupt nothing more is played.</param>
    /// <returns>One entry per limit; none if nothing was played.</returns>
    public static LimitResult[] Of(TrainingLoop training, StopReason reason)
    {
        if (training.State.Limits is not { } limits || training.State.EpisodeLength is not { } length
            || reason is StopReason.Failed or StopReason.Interrupted)
            return [];
        var episodes = BestPolicy.AtTheEnd(training.State.Steps, length);
        var played = training.Evaluation.Measure(episodes, length, series: Series);
        return played.IsComplete
            ? [.. limits.Limits.Select((limit, i) => Of(limit, Estimated.Of([.. played.Limited.Select(of => of[i])]), episodes))]
            : [];
    }

    /// <summary>What the message of the training adds.</summary>
    public static string Describe(IReadOnlyList<LimitResult> results, TrainingState training)
    {
        if (training.Limits is null)
            return "";
        if (results.Count == 0)
            return " Whether the limits are kept was not found out.";
        var broken = results.Where(result => !result.IsKept).Select(result => result.Name).ToArray();
        return $" Limits, in {results[0].Episodes} greedy episodes: {string.Join("; ", results)}."
            + (broken.Length == 0 ? "" : $" Of all policies that were tried, this one is beyond {string.Join(", ", broken)} by the least: "
                + "give more steps if the figure was still moving to its bound, else a wider limit; the simulation may allow no "
                + "policy that keeps it.");
    }

    static LimitResult Of(Limit limit, Estimated mean, int episodes) =>
        new(limit.Name, limit.Goal, mean.Value, mean.Lower(Confidence), mean.Upper(Confidence), episodes);
}
