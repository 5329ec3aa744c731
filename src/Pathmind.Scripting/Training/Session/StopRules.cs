using Pathmind.Displays;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>When a training ends, and its reason in words. Asking changes nothing: what was played to judge the policy
/// was played before (docs/ppo.md 26).</summary>
/// <param name="training">How far it is.</param>
/// <param name="best">Whether the goal is reached.</param>
/// <param name="rollout">The last one, which explains why there was nothing to learn.</param>
/// <param name="cancellation">The user's stop.</param>
internal sealed class StopRules(TrainingState training, BestPolicy best, RolloutBuffer rollout, CancellationToken cancellation)
{
    /// <summary>The reason if the user or the clock ends the training, independent of what was learnt; null to go
    /// on.</summary>
    public StopReason? Interruption() =>
        cancellation.IsCancellationRequested ? StopReason.Interrupted
        : training.Elapsed >= training.Options.Time ? StopReason.Time
        : null;

    /// <summary>Asks all other rules, after an iteration; null to go on.</summary>
    public StopReason? Check()
    {
        var (options, history) = (training.Options, training.History);
        if (best.IsGoalReached)
            return StopReason.RewardReached;
        if (training.Steps >= training.Plan.Steps)
            return StopReason.Steps;
        if (!options.StopWhenConverged)
            return null;
        if (training.Steps >= training.Plan.Horizon / 2 && training.Recent.AllAlike && LengthsAlike(history))
            return StopReason.NoLearning;
        return history.Count % 15 == 0 && ConvergenceRule.Holds(history, training.Plan.Horizon, HighestEntropy(history))
            ? StopReason.Converged : null;
    }

    /// <summary>Why it ended, with figures, and what to do about it.</summary>
    public string Describe(StopReason reason)
    {
        var options = training.Options;
        if (training.History.Count == 0 && reason is (StopReason.Interrupted or StopReason.Time))
            return $"Stopped {(reason == StopReason.Time ? $"after {options.Time:g}, as asked" : "as asked")}, before anything was learnt: "
                + "the policy is an untrained one"
                + $"{(options.Folder is { } folder ? $", and nothing was written to {folder}" : "")}.";
        var reward = double.IsNaN(training.Recent.Mean)
            ? $"no episode has ended (MaxSteps is {training.MaxSteps:N0}: "
                + "rewards are only known of episodes that end, by IsDone or by a lower MaxSteps)"
            : $"mean reward {CellText.Number(training.Recent.Mean)} in the last "
            + $"{Counted.Of(Math.Min(training.Recent.Count, RecentEpisodes.Window), "episode")} "
                + "of the training, with exploration";
        var rounded = training.Steps > 1.1 * training.Plan.Steps
            ? $" (the {training.Plan.Steps:N0} asked for, rounded up to a whole iteration)" : "";
        var done = $"{training.Steps:N0} steps{rounded}, {Counted.Of(training.Recent.Count, "episode")}, "
            + $"{training.Elapsed.TotalSeconds:0.0} s; {reward}"
            + (training.Truncated > 0 ? $"; {Counted.Of(training.Truncated, "episode")} {(training.Truncated == 1 ? "was" : "were")} cut "
                + "(truncated, their future estimated)" : "");
        return reason switch
        {
            StopReason.Steps => $"Training finished: {done}.",
            StopReason.Time => $"Stopped after {options.Time:g}, as asked: {done}.",
            StopReason.RewardReached =>
                $"Reward {CellText.Of(options.UntilReward, null)} reached: the policy without exploration has a mean of "
                + $"{CellText.Of(best.Latest, null)} "
                + $"in {GreedyEvaluation.Least} episodes. {char.ToUpperInvariant(done[0])}{done[1..]}.",
            StopReason.Converged => $"Converged, nothing changes any more: {done}.",
            StopReason.NoLearning => EqualRewards.Explain(training, rollout, done),
            StopReason.Interrupted => $"Stopped, best policy kept: {done}.",
            _ => $"Failed, best policy kept: {done}.",
        };
    }

    static bool LengthsAlike(TrainingHistory history) =>
        history.Select(row => row.LengthMean).Where(length => length is not null).Distinct().Count() <= 1;

    double HighestEntropy(TrainingHistory history) =>
        training.Schema.Kinds.Max(kind => kind.Actions.Heads.Sum(choices => Math.Log(choices)))
        + (training.Schema.Actions.Reals > 0 ? Math.Abs(history[0].Entropy ?? 0) : 0);
}
