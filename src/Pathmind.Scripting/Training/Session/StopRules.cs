namespace Pathmind.Training;

/// <summary>When a training ends. Asking changes nothing: what was played to judge the policy was played before
/// (docs/ppo.md 26).</summary>
/// <param name="training">How far it is.</param>
/// <param name="best">Whether the goal is reached.</param>
/// <param name="cancellation">The user's stop.</param>
internal sealed class StopRules(TrainingState training, BestPolicy best, CancellationToken cancellation)
{
    const int Interval = 5;                                              // iterations between two tests

    /// <summary>What showed that nothing is left to be gained; null unless that ended the training.</summary>
    public Convergence? Convergence { get; private set; }

    /// <summary>The reason if the user or the clock ends the training, independent of what was learnt; null to go
    /// on.</summary>
    public StopReason? Interruption() =>
        cancellation.IsCancellationRequested ? StopReason.Interrupted
        : training.Elapsed >= training.Options.Time ? StopReason.Time
        : null;

    /// <summary>Asks all other rules, after an iteration; null to go on.</summary>
    public StopReason? Check()
    {
        if (best.IsGoalReached)
            return StopReason.RewardReached;
        if (training.Steps >= training.Plan.Steps)
            return StopReason.Steps;
        // a limit's weight that still moves changes what is best
        if (!training.Options.StopWhenConverged || !training.HasOneUnit || training.Limits is not null)
            return null;
        if (training.Steps >= training.Plan.Horizon / 2 && training.Agents is { AllAlike: true, Count: >= ConvergenceRule.Unseen })
            return StopReason.NoLearning;
        if (training.History.Count % Interval == 0)
            Convergence = ConvergenceRule.Test(training.Curve, training.Steps, training.Plan.Horizon);
        return Convergence is null ? null : StopReason.Converged;
    }
}
