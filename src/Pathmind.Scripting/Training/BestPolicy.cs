namespace Pathmind.Training;

/// <summary>Judges the greedy policy by episodes played aside, always the same ones, and keeps the weights that did best; of equals the later. The episodes of the training itself would
/// not do: their actions are drawn at random, and most of the last hundred were played by older weights.</summary>
/// <remarks>While reward terms are balanced, a reward changes its unit with every iteration and nothing can be compared: then the last weights stand.</remarks>
internal sealed class BestPolicy(PpoTraining training)
{
    const double Share = 0.3;                                            // of the training's steps may be played aside
    const double ShareWithGoal = 0.5;                                    // when a goal may end the training: then most evaluations end after a few episodes

    const double Interval = 0.05;                                        // of the training's steps between two evaluations without a goal

    double budget;
    long lastAt, lastCost;

    /// <summary>Mean reward of the best weights; -∞ before the first evaluation.</summary>
    public double Score { get; private set; } = double.NegativeInfinity;

    /// <summary>Mean reward of the last evaluation; NaN before the first.</summary>
    public double Latest { get; private set; } = double.NaN;

    /// <summary>Null before the first evaluation.</summary>
    public Snapshot? Snapshot { get; private set; }

    public EvaluationState State
    {
        get => new(budget, lastAt, lastCost, Score, Latest);
        set => (budget, lastAt, lastCost, Score, Latest) = value;
    }

    public void Restore(Snapshot? snapshot) => Snapshot = snapshot;

    /// <summary>After an iteration: plays, if it is time and the steps allow it.</summary>
    /// <returns>Whether the goal is reached.</returns>
    public bool Judge()
    {
        var (goal, history) = (training.Options.UntilReward, training.History);
        budget += (goal is null ? Share : ShareWithGoal) * (history[^1].Steps - (history.Count > 1 ? history[^2].Steps : 0));
        if (training.Function.IsBalanced || history[^1].LengthMean is not { } length || (goal is null ? !IsTime(length) : budget < lastCost))
            return false;
        lastAt = training.Steps;
        (Latest, lastCost, var complete) = training.Evaluate(goal is null ? Affordable(budget, length) : Evaluation.Least, length, goal ?? double.NegativeInfinity);
        budget -= lastCost;
        if (Latest >= Score && complete)
            (Score, Snapshot) = (Latest, Snapshot.Of(training.Learner));
        return complete && Latest >= goal;
    }

    /// <summary>At the end: leaves the better of the last and the best weights in the learner. Both play other episodes than those by which the best were found, which were lucky ones for them.</summary>
    /// <param name="reason">After an error or an interrupt nothing more is played: then the best weights stand.</param>
    public void Choose(StopReason reason)
    {
        if (Snapshot is not { } best || reason == StopReason.RewardReached)
            return;
        if (reason is StopReason.Failed or StopReason.Interrupted)
        {
            best.Restore(training.Learner);
            return;
        }
        var length = training.History.Last(row => row.LengthMean is not null).LengthMean!.Value;
        var episodes = Affordable(Share * training.Steps / 2, length);
        var last = Snapshot.Of(training.Learner);
        (Latest, _, var complete) = training.Evaluate(episodes, length, series: 1);
        best.Restore(training.Learner);
        if (complete && training.Evaluate(episodes, length, series: 1).Reward <= Latest)
            last.Restore(training.Learner);
    }

    bool IsTime(double length) => training.Steps - lastAt >= Interval * training.Plan.Horizon && budget >= length * Evaluation.Least;

    static int Affordable(double steps, double length) => (int)Math.Clamp(steps / length, Evaluation.Least, Evaluation.Most);
}
