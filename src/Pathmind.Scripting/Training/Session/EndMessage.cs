using Pathmind.Displays;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>Says why a training ended, with figures, whether it still learnt, and what to do about it.</summary>
/// <param name="training">At its end.</param>
/// <param name="best">What the result gained.</param>
/// <param name="rules">What was tested.</param>
/// <param name="learner">Its last rollout explains what there was to learn.</param>
/// <param name="imitation">Of the teacher that the training started from; null without one.</param>
internal sealed class EndMessage(TrainingState training, BestPolicy best, StopRules rules, ILearner learner, Imitation? imitation)
{
    /// <summary>The whole message.</summary>
    public string Of(StopReason reason) =>
        training.History.Count == 0 && reason is StopReason.Interrupted or StopReason.Time
            ? BeforeAnything(reason)
            : string.Join(' ', ((string?[])[Why(reason), Imitated, Unjudged, .. learner.Findings, .. Learnt(reason)]).OfType<string>());

    /// <summary>With limits the reward alone says nothing about what was learnt.</summary>
    IEnumerable<string?> Learnt(StopReason reason) =>
        training.Limits is null
            ? LearningVerdict.Of(training, best, learner, reason)
            : [LearningVerdict.Policy(training, best, reason), best.Teacher?.ToString()];

    /// <summary>A training that is resumed has imitated before.</summary>
    string? Imitated => imitation is { Decisions: > 0 } ? $"{imitation}" : null;

    /// <summary>When a training is stopped, or its time is up, nothing more is played.</summary>
    string? Unjudged => best.IsUnjudged && training.History.Count > 0
        ? "The policy is the imitation: the training ended before what was learnt after it was judged." : null;

    string BeforeAnything(StopReason reason) =>
        $"Stopped {(reason == StopReason.Time ? $"after {training.Options.Time:g}, as asked" : "as asked")}, before anything was learnt"
            + (best.Weights is not null ? $" by reward: the policy is the imitation. {Imitated}"
                : ": the policy is an untrained one"
                    + $"{(training.Options.Folder is { } folder ? $", and nothing was written to {folder}" : "")}.");

    string Why(StopReason reason)
    {
        var (options, done) = (training.Options, Done());
        return reason switch
        {
            StopReason.Steps => $"Training finished: {done}.",
            StopReason.Time => $"Stopped after {options.Time:g}, as asked: {done}.",
            StopReason.RewardReached =>
                $"Reward {CellText.Of(options.UntilReward, null)} reached: the policy without exploration has a mean of "
                + $"{CellText.Of(best.Latest, null)} "
                + $"in {GreedyEvaluation.Least} episodes. {char.ToUpperInvariant(done[0])}{done[1..]}.",
            StopReason.Converged => $"Converged: {Tested(rules.Convergence!)}. {char.ToUpperInvariant(done[0])}{done[1..]}.",
            StopReason.NoLearning => EqualRewards.Explain(training.Agents, done),
            StopReason.Interrupted => $"Stopped, best policy kept: {done}.",
            _ => $"Failed, best policy kept: {done}.",
        };
    }

    string Tested(Convergence tested) =>
        $"the mean reward of {Counted.Of((long)tested.Episodes, "episode")} since step {tested.Since:N0}, {CellText.Number(tested.Mean)}, "
        + $"is as good as that of the best episode, {CellText.Number(tested.Best)}{(training.Schema.Agents > 1 ? ", for each agent" : "")}";

    /// <summary>What was trained on, where it is not the simulation's own reward.</summary>
    string Reward => training.Options.NameOfTrainingReward is { } option ? $"training reward ({option})" : "reward";

    string Done()
    {
        var none = training.ImitatedLength is not null
            ? "no episode has ended since the imitation"
            : $"no episode has ended (MaxSteps is {training.MaxSteps:N0}: "
                + "rewards are only known of episodes that end, by IsDone or by a lower MaxSteps)";
        var reward = double.IsNaN(training.Recent.Mean) ? none
            : $"mean {Reward} {CellText.Number(training.Recent.Mean)} in the "
            + (training.Recent.Count == 1 ? "only episode "
                : $"last {Counted.Of(Math.Min(training.Recent.Count, RecentEpisodes.Window), "episode")} ")
                + "of the training, with exploration";
        var rounded = training.Steps > 1.1 * training.Plan.Steps
            ? $" (the {training.Plan.Steps:N0} asked for, rounded up to a whole iteration)" : "";
        return $"{training.Steps:N0} steps{rounded}, {Counted.Of(training.Recent.Count, "episode")}, "
            + $"{training.Elapsed.TotalSeconds:0.0} s; {reward}"
            + (training.Truncated > 0 ? $"; {Counted.Of(training.Truncated, "episode")} {(training.Truncated == 1 ? "was" : "were")} cut "
                + "(truncated, their future estimated)" : "");
    }
}
