using Pathmind.Reporting;

namespace Pathmind.Sweeps;

/// <summary>How the trials of a sweep stand, as a studio hears it.</summary>
internal static class SweepReport
{
    /// <param name="sweep">What is judged.</param>
    /// <param name="trials">All that have begun, in their order, and whether each is under way.</param>
    /// <param name="best">The best one so far; null for none.</param>
    public static SetState Of(SweepOptions sweep, IEnumerable<(SweepTrial Trial, bool IsUnderWay)> trials, SweepTrial? best) => new()
    {
        Metric = sweep.Metric, Minimizes = sweep.Minimizes,
        Members =
        [
            .. trials.Select(one => new SetMember
            {
                Number = one.Trial.Number, Values = one.Trial.Values.ToDictionary(), Steps = one.Trial.Steps,
                State = one.IsUnderWay ? SetMember.Running : StateOf(one.Trial), IsBest = one.Trial == best,
                Score = one.Trial.Score is { } score ? SetMember.Finite(score.Mean) : null,
                Low = one.Trial.Score is { } lower ? SetMember.Finite(lower.Low) : null,
                High = one.Trial.Score is { } upper ? SetMember.Finite(upper.High) : null,
            }),
        ],
    };

    static string StateOf(SweepTrial trial) => trial switch
    {
        { Error: not null } => SetMember.Failed,
        { IsComplete: true } => SetMember.Complete,
        { Rungs: > 0 } => SetMember.Early,
        _ => SetMember.Stopped,
    };
}
