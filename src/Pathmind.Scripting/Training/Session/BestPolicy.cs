using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>Judges the greedy policy by evaluation episodes, always the same ones, and keeps the weights that did best;
/// ties go to the newer weights. The episodes of the training itself would not do: their actions are drawn at random,
/// and most of the last hundred were played by older weights (docs/ppo.md 25).</summary>
/// <remarks>While reward terms are balanced, a reward changes its unit with every iteration and nothing can be
/// compared: then the last weights are the result.</remarks>
/// <param name="state">Steps and episodes so far, and the goal.</param>
/// <param name="learner">Whose policy is judged.</param>
/// <param name="evaluation">Plays the episodes.</param>
/// <param name="ofTeacher">Plays them by the teacher that the training starts from; null without one.</param>
internal sealed class BestPolicy(TrainingState state, ILearner learner, GreedyEvaluation evaluation, GreedyEvaluation? ofTeacher = null)
{
    const double Share = 0.3;                                            // evaluation steps per step of the training
    // when a goal may end the training, or limits choose: most evaluations then end after a few episodes
    const double ShareWithMore = 0.5;
    const double Interval = 0.05;                                        // of the training's steps between two evaluations without a goal
    const double CheckShare = 0.05;                                      // steps of one look at an imitation per step of the training
    const int FewestPairs = 3;                                           // episodes by which two policies can be compared at all

    EvaluationEpisodes? imitated, judgedBy;                              // the imitation, if it was not worse than the teacher; the teacher
    double budget;
    long lastAt, lastCost;
    double excess = double.PositiveInfinity;                             // of the best weights, beyond the limits

    /// <summary>Mean reward of the best weights; -∞ before the first evaluation.</summary>
    public double Score { get; private set; } = double.NegativeInfinity;

    /// <summary>Mean reward of the last evaluation; NaN before the first.</summary>
    public double Latest { get; private set; } = double.NaN;

    /// <summary>Whether the last evaluation reached <see cref="TrainingOptions.UntilReward"/>.</summary>
    public bool IsGoalReached { get; private set; }

    /// <summary>Null before the first evaluation.</summary>
    public PolicyWeights? Weights { get; private set; }

    /// <summary>The episodes of the policy that is the result, by which it was chosen; null if none were
    /// played.</summary>
    public EvaluationEpisodes? Result { get; private set; }

    /// <summary>Whether the policy that is the result kept each limit in the episodes by which it became the best so
    /// far; none if it did not.</summary>
    public LimitResult[] Limits { get; private set; } = [];

    /// <summary>What actions that look at nothing gain in the same episodes; null if none were played.</summary>
    public Baselines? Baselines { get; private set; }

    /// <summary>How the result compares with the teacher; null if that played no episodes.</summary>
    public TeacherResult? Teacher { get; private set; }

    public EvaluationState State => new(budget, lastAt, lastCost, Score, Latest, excess, Limits);

    public void Restore(PolicyWeights? weights, EvaluationState saved)
    {
        Weights = weights;
        (budget, lastAt, lastCost, Score, Latest, excess, var limits) = saved;
        Limits = limits ?? [];
    }

    /// <summary>Whether the policy that imitates the teacher, as it is, does worse by more than a standard error in
    /// evaluation episodes that both play, if the training's steps pay for some. Under limits it is not asked: keeping
    /// them comes first.</summary>
    /// <param name="length">Mean length of its episodes.</param>
    public bool IsImitationWorse(double length)
    {
        var episodes = judgedBy?.Rewards.Length ?? InACheck(length);
        if (ofTeacher is null || state.Limits is not null || episodes < FewestPairs)
            return false;
        judgedBy ??= ofTeacher.Measure(episodes, length);
        var played = evaluation.Measure(episodes, length);
        var isWorse = played.IsComplete && judgedBy.IsComplete && Differences(played, judgedBy) is var difference
            && difference.Value + difference.Error < 0;
        imitated = isWorse ? null : played;
        return isWorse;
    }

    /// <summary>The policy that imitates the teacher is the best so far; any that is judged replaces it, where the
    /// training's steps do not pay for judging it.</summary>
    /// <param name="length">Mean length of its episodes.</param>
    public void Begin(double length)
    {
        var episodes = state.Limits is null ? InACheck(length) : GreedyEvaluation.Least;
        if (imitated is null && episodes < FewestPairs)
        {
            Weights = learner.Weights;
            return;
        }
        var played = imitated ?? evaluation.Measure(episodes, length);
        if (played.IsComplete)
            (Latest, excess, Score, Weights, Limits) = (played.Mean, played.Excess, played.Mean, learner.Weights, ResultsOf(played));
    }

    /// <summary>Plays evaluation episodes after an iteration, if one is due and the budget allows it.</summary>
    public void Judge()
    {
        var (goal, history) = (state.Options.UntilReward, state.History);
        budget += (goal is null && state.Limits is null ? Share : ShareWithMore)
            * (history[^1].Steps - (history.Count > 1 ? history[^2].Steps : 0));
        if (!state.HasOneUnit || history[^1].LengthMean is not { } length || (goal is null ? !IsTime(length) : budget < lastCost))
            return;
        lastAt = state.Steps;
        var episodes = goal is null ? Affordable(budget, length, GreedyEvaluation.Most) : GreedyEvaluation.Least;
        var played = goal is null && state.Limits is not null
            ? evaluation.MeasureLimits(episodes, Affordable(budget, length, GreedyEvaluation.MostAtEnd), length)
            : evaluation.Measure(episodes, length, goal ?? double.NegativeInfinity);
        (Latest, lastCost) = (played.Mean, played.Steps);
        budget -= lastCost;
        if (IsAsGood((played.Excess, Latest), (excess, Score)) && played.IsComplete)
            (excess, Score, Weights, Limits) = (played.Excess, Latest, learner.Weights, ResultsOf(played));
        IsGoalReached = played is { IsComplete: true, Excess: 0 } && Latest >= goal;
    }

    /// <summary>Leaves the better of the last and the best weights in the learner at the end. Both play other episodes
    /// than those by which the best were found (selection bias).</summary>
    /// <param name="reason">After an error or an interrupt nothing more is played: then the best weights are the
    /// result.</param>
    public void Choose(StopReason reason)
    {
        if (Weights is not { } best || reason == StopReason.RewardReached)
            return;
        // an imitation is the best before any episode of the training has ended
        if (reason is StopReason.Failed or StopReason.Interrupted || state.EpisodeLength is not { } length)
        {
            learner.Weights = best;
            return;
        }
        // with a teacher three policies play, or four, and steps may be dear
        var isScarce = ofTeacher is not null && state.Limits is null;
        var episodes = AtTheEnd(state.Steps, length, isScarce ? FewestPairs : GreedyEvaluation.Least);
        var (last, ofLast) = (learner.Weights, evaluation.Measure(episodes, length, series: 1));
        Latest = ofLast.Mean;
        learner.Weights = best;
        if (!ofLast.IsComplete)
            return;
        var ofBest = evaluation.Measure(episodes, length, series: 1);
        var isLast = IsAsGood((ofLast.Excess, ofLast.Mean), (ofBest.Excess, ofBest.Mean));
        if (isLast)
            (learner.Weights, Limits) = (last, ResultsOf(ofLast));
        Result = isLast ? ofLast : ofBest;
        if (ofTeacher is not null && ofBest.IsComplete)
            CompareWithTeacher(episodes, length);
        if (ofBest.IsComplete && state.Limits is null)                   // what looks at nothing keeps no limit
            Baselines = Baselines.Play(state, evaluation, Result);
    }

    /// <summary>Where the result is worse than the teacher beyond chance, the imitation is the result, unless that is
    /// worse still.</summary>
    void CompareWithTeacher(int episodes, double length)
    {
        var played = ofTeacher!.Measure(episodes, length, series: 1);
        if (!played.IsComplete)
            return;
        Teacher = ResultAgainst(played, isImitation: false);
        if (Teacher.Difference.High >= 0 || state.Limits is not null || learner.Imitated is not { } imitated)
            return;
        var chosen = learner.Weights;
        learner.Weights = imitated;
        var ofImitation = evaluation.Measure(episodes, length, series: 1);
        if (ofImitation.IsComplete && ofImitation.Mean >= Result!.Mean)
        {
            Result = ofImitation;
            Teacher = ResultAgainst(played, isImitation: true);
        }
        else
            learner.Weights = chosen;
    }

    TeacherResult ResultAgainst(EvaluationEpisodes teacher, bool isImitation) =>
        new(state.Options.StartFrom!.Name, teacher.Mean, DifferenceOf(Result!, teacher), teacher.Rewards.Length, isImitation);

    static Estimate DifferenceOf(EvaluationEpisodes own, EvaluationEpisodes teacher)
    {
        var difference = Differences(own, teacher);
        return new(difference.Value, difference.Lower(0.975), difference.Upper(0.975));
    }

    static Estimated Differences(EvaluationEpisodes own, EvaluationEpisodes teacher) =>
        Estimated.Of([.. own.Rewards.Zip(teacher.Rewards, (one, other) => one - other)]);

    /// <summary>Of policies that keep the limits the reward decides; of others, by how much they are beyond
    /// them.</summary>
    static bool IsAsGood((double Beyond, double Reward) one, (double Beyond, double Reward) other) =>
        one.Beyond == other.Beyond ? one.Reward >= other.Reward : one.Beyond < other.Beyond;

    /// <summary>Episodes that a policy plays at the end of a training.</summary>
    public static int AtTheEnd(long steps, double length, int least = GreedyEvaluation.Least) =>
        Affordable(Share * steps / 2, length, GreedyEvaluation.MostAtEnd, least);

    LimitResult[] ResultsOf(EvaluationEpisodes played) => state.Limits is { } limits ? LimitCheck.Of(limits, played) : [];

    bool IsTime(double length) =>
        state.Steps - lastAt >= Interval * state.ExpectedSteps && budget >= length * GreedyEvaluation.Least;

    /// <summary>Episodes by which an imitation is judged: as many as a share of the steps pays for, possibly
    /// none.</summary>
    int InACheck(double length) => Affordable(CheckShare * state.ExpectedSteps, length, GreedyEvaluation.Least, least: 0);

    /// <summary>Episodes that so many steps pay for.</summary>
    public static int Affordable(double steps, double length, int most, int least = GreedyEvaluation.Least) =>
        (int)Math.Clamp(steps / length, least, most);
}
