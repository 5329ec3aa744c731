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
    const double CheckShareByTime = 0.1;                                 // where time bounds it, since nothing is played when that is up
    // of all judging: what chance earns (Baselines) and the time between decisions (DecisionPace) take the rest
    const double MostFromTeacher = 0.9;
    const double LastLook = 0.75;                                        // of the time; then a look has as long as it may take
    const double OneError = 0.84;                                        // the confidence that one standard error gives

    EvaluationEpisodes? imitated, judgedBy;                              // the imitation, if it was not worse than the teacher; the teacher
    int looks;                                                           // at the imitation
    int atTheEnd;                                                        // episodes of a policy; 0 until they are known
    double budget;
    long lastAt, lastCost, spent;                                        // steps of all evaluations
    bool isJudged;                                                       // whether any was complete but those of the imitation
    double longest;                                                      // mean steps of the best weights' episodes
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

    /// <summary>Whether the policy that is the result is the imitation of the teacher, and nothing that was learnt
    /// after it was judged.</summary>
    public bool IsUnjudged { get; private set; }

    public EvaluationState State => new(budget, lastAt, lastCost, Score, Latest, excess, Limits, spent, isJudged, longest);

    public void Restore(PolicyWeights? weights, EvaluationState saved)
    {
        Weights = weights;
        (budget, lastAt, lastCost, Score, Latest, excess, var limits, spent, isJudged, longest) = saved;
        Limits = limits ?? [];
    }

    /// <summary>Whether the policy that imitates the teacher, as it is, does worse by more than a standard error in
    /// evaluation episodes that both play, if the training's steps pay for some. Under limits it is not asked: keeping
    /// them comes first.</summary>
    /// <param name="length">Mean length of its episodes.</param>
    public bool IsImitationWorse(double length)
    {
        var episodes = judgedBy?.Rewards.Length ?? InACheck(length);
        if (ofTeacher is null || state.Limits is not null || episodes < GreedyEvaluation.Fewest)
            return false;
        judgedBy ??= Counted(ofTeacher.Measure(episodes, length));
        var played = Look(episodes, length);
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
        var episodes = InACheck(length);
        if (episodes < GreedyEvaluation.Fewest && IsByTime)
            episodes = InACheck(length, CheckShareByTime);
        if (imitated is null && episodes < GreedyEvaluation.Fewest)
        {
            KeepUnjudged();
            return;
        }
        var played = imitated ?? Look(episodes, length);
        if (!played.IsComplete)
            return;
        Latest = played.Mean;
        Keep(played);
    }

    /// <summary>The weights as they are, the imitation's, are the best, since there are no others.</summary>
    public void KeepUnjudged() => Weights = learner.Weights;

    /// <summary>Plays evaluation episodes after an iteration, if one is due and the budget allows it.</summary>
    public void Judge()
    {
        var (goal, history) = (state.Options.UntilReward, state.History);
        budget += (goal is null && state.Limits is null ? Share : ShareWithMore)
            * (history[^1].Steps - (history.Count > 1 ? history[^2].Steps : 0));
        if (!state.HasOneUnit || history[^1].LengthMean is not { } length)
            return;
        var isLast = IsLastLook(length);
        if (!isLast && (goal is null ? !IsTime(length) : !PaysForGoal(length)))
            return;
        lastAt = state.Steps;
        var played = Counted(
            isLast ? evaluation.Measure(Affordable(budget, length, GreedyEvaluation.Least, GreedyEvaluation.Fewest), length)
            : goal is null ? Measure(length) : evaluation.Measure(GreedyEvaluation.Least, length, goal.Value));
        (Latest, lastCost) = (played.Mean, played.Steps);
        budget -= lastCost;
        isJudged |= played.IsComplete;
        if (IsAsGood((played.Excess, Latest), (excess, Score)) && played.IsComplete)
            Keep(played);
        IsGoalReached = !isLast && played is { IsComplete: true, Excess: 0 } && Latest >= goal;
    }

    /// <summary>As many episodes as the budget pays for; fewer where they turn out so long that judging during the
    /// training would take half as many steps as the training.</summary>
    EvaluationEpisodes Measure(double length)
    {
        var episodes = Affordable(budget, length, GreedyEvaluation.Most);
        var most = Math.Max(budget, ShareWithMore * state.Plan.Steps - spent);
        return state.Limits is null
            ? evaluation.MeasureBy(own => Affordable(most, own, episodes, GreedyEvaluation.Fewest), length, series: 0)
            : evaluation.MeasureLimits(episodes, Affordable(budget, length, GreedyEvaluation.MostAtEnd), length);
    }

    void Keep(EvaluationEpisodes played) => (Score, excess, Weights, Limits, longest) =
        (played.Mean, played.Excess, learner.Weights, ResultsOf(played), played.Lengths.Average());

    EvaluationEpisodes Counted(EvaluationEpisodes played)
    {
        spent += played.Steps;
        return played;
    }

    /// <summary>A look at the imitation; what is judged later pays for all but the first.</summary>
    EvaluationEpisodes Look(int episodes, double length)
    {
        var played = Counted(evaluation.Measure(episodes, length));
        budget -= looks++ == 0 ? 0 : played.Steps;
        return played;
    }

    /// <summary>Leaves the better of the last and the best weights in the learner at the end. Both play other episodes
    /// than those by which the best were found (selection bias).</summary>
    /// <param name="reason">After an error or an interrupt nothing more is played: then the best weights are the
    /// result.</param>
    public void Choose(StopReason reason)
    {
        if (Weights is not { } best || reason == StopReason.RewardReached)
            return;
        IsUnjudged = learner.Imitated is not null && !isJudged;
        // an imitation is the best before any episode of the training has ended
        if (reason is StopReason.Failed or StopReason.Interrupted || state.EpisodeLength is not { } length)
        {
            learner.Weights = best;
            return;
        }
        var (last, ofLast) = (learner.Weights, PlayAtTheEnd(length, series: 1));
        Latest = ofLast.Mean;
        learner.Weights = best;
        if (!ofLast.IsComplete)
            return;
        IsUnjudged = false;
        var ofBest = PlayAtTheEnd(length, series: 1);
        var isLast = IsAsGood((ofLast.Excess, ofLast.Mean), (ofBest.Excess, ofBest.Mean));
        if (isLast)
            (learner.Weights, Limits) = (last, ResultsOf(ofLast));
        Result = isLast ? ofLast : ofBest;
        if (ofTeacher is not null && ofBest.IsComplete)
            CompareWithTeacher(length);
        if (ofBest.IsComplete && state.Limits is null)                   // what looks at nothing keeps no limit
            Baselines = Baselines.Play(state, evaluation, Result);
    }

    /// <summary>Where the result is worse than the teacher beyond chance, or not better beyond it and the steps pay for
    /// that, the imitation plays as well, and the result is the one whose gain over the teacher, less a standard error,
    /// is higher: in few episodes a policy that is much worse is often not told from it.</summary>
    void CompareWithTeacher(double length)
    {
        var played = ofTeacher!.Measure(atTheEnd, length, series: 1);
        if (!played.IsComplete)
            return;
        var (chosen, imitated) = (learner.Weights, learner.Imitated);
        Teacher = ResultAgainst(played, imitated is not null && chosen.Policy.SequenceEqual(imitated.Policy));
        var isPaid = 3 * Result!.Steps + played.Steps <= Left;           // last and best weights, imitation; teacher
        if (imitated is null || Teacher.IsImitation || state.Limits is not null || Teacher.Difference is { Low: > 0 }
            || (Teacher.Difference.High >= 0 && !isPaid))
            return;
        learner.Weights = imitated;
        var ofImitation = PlayAtTheEnd(length, series: 1);
        if (ofImitation.IsComplete && LeastGain(ofImitation) >= LeastGain(Result))
        {
            Result = ofImitation;
            Teacher = ResultAgainst(played, isImitation: true);
        }
        else
            learner.Weights = chosen;

        double LeastGain(EvaluationEpisodes own) => Differences(own, played).Lower(OneError);
    }

    TeacherResult ResultAgainst(EvaluationEpisodes teacher, bool isImitation)
    {
        var difference = Differences(Result!, teacher);
        Estimate interval = new(difference.Value, difference.Lower(0.975), difference.Upper(0.975));
        return new(state.Options.StartFrom!.Name, teacher.Mean, interval, teacher.Rewards.Length, isImitation);
    }

    static Estimated Differences(EvaluationEpisodes own, EvaluationEpisodes teacher) =>
        Estimated.Of([.. own.Rewards.Zip(teacher.Rewards, (one, other) => one - other)]);

    /// <summary>Of policies that keep the limits the reward decides; of others, by how much they are beyond
    /// them.</summary>
    static bool IsAsGood((double Beyond, double Reward) one, (double Beyond, double Reward) other) =>
        one.Beyond == other.Beyond ? one.Reward >= other.Reward : one.Beyond < other.Beyond;

    /// <summary>Plays the policy as it is at the end of a training, in the same number of episodes every time: as many
    /// as half of the share pays for, by the length of the training's own. From a teacher, and where that share does
    /// not pay for the usual least number of episodes as long as the policy's are, only as many, down to three, as what
    /// is left of the steps pays for, shared among all that play.</summary>
    /// <param name="length">Mean length of the training's episodes.</param>
    /// <param name="series">Which episodes.</param>
    public EvaluationEpisodes PlayAtTheEnd(double length, int series)
    {
        if (atTheEnd > 0)
            return evaluation.Measure(atTheEnd, length, series: series);
        var (isFromTeacher, share) = (learner.Imitated is not null, Share / 2 * state.Steps);
        var policies = (isFromTeacher, state.Limits is not null) switch
        {
            (false, false) => 2,                                         // the last and the best weights
            (true, false) => 4,                                          // and teacher and imitation
            (false, true) => 4,                                          // and what checks the limits, with drawn actions as well
            (true, true) => 5,                                           // the imitation does not play then
        };
        var played = evaluation.MeasureBy(Episodes, length, series);
        atTheEnd = played.Rewards.Length;
        return played;

        int Episodes(double own)
        {
            var longer = Math.Max(own, longest);
            var isBounded = isFromTeacher || share < GreedyEvaluation.Least * longer;
            var least = isFromTeacher ? GreedyEvaluation.Fewest : GreedyEvaluation.Least;
            var wanted = Affordable(share, length, GreedyEvaluation.MostAtEnd, least);
            return isBounded ? Affordable(Left / policies, longer, wanted, GreedyEvaluation.Fewest) : wanted;
        }
    }

    /// <summary>Steps that may still be played when the training is at its end.</summary>
    double Left => (learner.Imitated is null ? 1 : MostFromTeacher) * state.Steps - spent;

    LimitResult[] ResultsOf(EvaluationEpisodes played) => state.Limits is { } limits ? LimitCheck.Of(limits, played) : [];

    bool IsTime(double length) =>
        state.Steps - lastAt >= Interval * state.ExpectedSteps && budget >= length * GreedyEvaluation.Least;

    /// <summary>A goal is asked for when the last time is paid for. From a teacher the first episodes are paid for
    /// before; only the others, which follow where these reach it, are played on credit.</summary>
    bool PaysForGoal(double length) =>
        budget >= Math.Max(lastCost, learner.Imitated is null ? 0 : GreedyEvaluation.FirstEpisodes * length);

    bool IsByTime => state.Options is { Steps: null, Time: not null };

    /// <summary>Whether it is now or never that something else than an imitation that was judged becomes the best: when
    /// the time is up nothing more is played.</summary>
    bool IsLastLook(double length) => IsByTime && !isJudged && learner.Imitated is not null && double.IsFinite(Score)
        && state.Progress >= LastLook && budget >= GreedyEvaluation.Fewest * length;

    /// <summary>Episodes by which an imitation is judged: as many as a share of the steps pays for, possibly
    /// none.</summary>
    int InACheck(double length, double share = CheckShare) =>
        Affordable(share * state.ExpectedSteps, length, GreedyEvaluation.Least, least: 0);

    /// <summary>Episodes that so many steps pay for.</summary>
    public static int Affordable(double steps, double length, int most, int least = GreedyEvaluation.Least) =>
        (int)Math.Clamp(steps / length, least, most);
}
