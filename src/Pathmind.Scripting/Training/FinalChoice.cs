namespace Pathmind.Training;

/// <summary>Which weights a finished training hands over: the last ones, or those whose episodes were the best on the way.</summary>
internal static class FinalChoice
{
    const double EvaluationShare = 0.2;

    /// <summary>Plays the same greedy episodes with both and leaves the better ones in the learner, the last of equals. Where playing would cost more than a fifth of the training's
    /// steps, the mean rewards of the training's own episodes decide.</summary>
    public static void Make(PpoTraining training, StopReason reason)
    {
        if (reason == StopReason.RewardReached || training.Best.Snapshot is not { } best)
            return;
        if (reason == StopReason.Failed || 2 * Cost(training) > EvaluationShare * training.Steps)
        {
            if (training.Recent.Mean < training.Best.Score)
                best.Restore(training.Learner);
            return;
        }
        var last = Snapshot.Of(training.Learner);
        var lastScore = training.Evaluate().Reward;
        best.Restore(training.Learner);
        if (training.Evaluate().Reward <= lastScore)
            last.Restore(training.Learner);
    }

    /// <summary>Steps that an evaluation is likely to take.</summary>
    static double Cost(PpoTraining training) =>
        (training.History.LastOrDefault(row => row.LengthMean is not null)?.LengthMean ?? double.PositiveInfinity) * Evaluation.Episodes;
}
