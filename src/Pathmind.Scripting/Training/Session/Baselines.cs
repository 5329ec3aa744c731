using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>What actions that look at nothing gain in the episodes by which the result was judged: whether the policy
/// has learnt anything (docs/ppo.md 28).</summary>
/// <param name="Policy">The episodes of the result, without exploration.</param>
/// <param name="Random">The same episodes with random actions.</param>
/// <param name="Constant">The same episodes with the best of a few constant actions; null if there was no
/// budget.</param>
/// <param name="ConstantName">Which.</param>
internal sealed record Baselines(
    EvaluationEpisodes Policy, EvaluationEpisodes Random, EvaluationEpisodes? Constant, string ConstantName)
{
    const double RandomShare = 0.03, ConstantShare = 0.035;              // of the training's steps
    const double TimeShare = 0.05;                                       // of the training's time, but at least LeastTime
    static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);
    const int Least = 8, Trials = 4;
    const int TrialSeries = 1_000_000;                                   // far from those that judge

    /// <summary>Largest advantage over a baseline that counts as none, in deviations of the baseline's
    /// episodes.</summary>
    const double Negligible = 0.2;

    /// <summary>Plays them, if the training's steps pay for enough episodes. Where a step takes long that bounds their
    /// time as well; where actions that look at nothing make much longer episodes, a share of the training's time
    /// does.</summary>
    /// <param name="state">At the end of the training.</param>
    /// <param name="evaluation">Plays.</param>
    /// <param name="policy">The episodes of the result.</param>
    /// <returns>Null if they would take too long, or were stopped.</returns>
    public static Baselines? Play(TrainingState state, GreedyEvaluation evaluation, EvaluationEpisodes policy)
    {
        var (budget, begun) = ((long)(RandomShare * state.Steps), state.Elapsed);
        var length = Math.Max(policy.Lengths.Average(), state.EpisodeLength ?? 0);
        if (budget < Least * length)
            return null;
        var most = TimeSpan.FromTicks(Math.Max(LeastTime.Ticks, (long)(TimeShare * begun.Ticks)));
        Func<bool> isOver = () => state.Elapsed - begun > most;
        var random = evaluation.Play(BaselineActions.Random, policy.Rewards.Length, length, series: 1, isOver, budget);
        if (!random.IsComplete)
            return null;
        var constants = BaselineActions.Constants(state.Schema.Actions);
        budget = (long)(ConstantShare * state.Steps);
        if (budget < (constants.Length * Trials + Least) * length)
            return new(policy, random, null, "");
        var trials = constants.Select(constant => evaluation.Play(constant, Trials, length, TrialSeries, isOver)).ToArray();
        budget -= trials.Sum(trial => trial.Steps);
        if (trials.Any(trial => !trial.IsComplete) || budget < Least * length)
            return new(policy, random, null, "");
        var best = trials.Index().MaxBy(trial => trial.Item.Mean).Index;
        var constantEpisodes = evaluation.Play(
            constants[best], policy.Rewards.Length, length, series: 1, isOver, budget);
        return new(policy, random, constantEpisodes.IsComplete ? constantEpisodes : null, constants[best].Name);
    }

    /// <summary>Whether the same episodes show that the policy is not better than random actions.</summary>
    public bool NotBetterThanRandom => NotBetter(Random);

    /// <summary>Whether the same episodes show that the policy is not better than the best of the constant
    /// actions.</summary>
    public bool NotBetterThanConstant => Constant is { } constant && NotBetter(constant);

    /// <summary>The mean difference of the policy to a baseline in the same episodes.</summary>
    public Estimated Difference(EvaluationEpisodes baseline) =>
        Estimated.Of([.. Policy.Rewards.Zip(baseline.Rewards, (mine, other) => mine - other)]);

    /// <summary>One-sided test at 5 %, on paired episodes. A policy whose episodes have another length is not called
    /// so: it may get the same reward sooner.</summary>
    bool NotBetter(EvaluationEpisodes baseline)
    {
        if (Math.Min(Policy.Rewards.Length, baseline.Rewards.Length) < Least)
            return false;
        var lengths = Estimated.Of([.. Policy.Lengths.Zip(baseline.Lengths, (mine, other) => (double)(mine - other))]);
        var deviation = Estimated.Of(baseline.Rewards).Error * Math.Sqrt(baseline.Rewards.Length);
        return lengths.Lower(0.975) <= 0 && lengths.Upper(0.975) >= 0
            && Difference(baseline).Upper() <= Negligible * deviation;
    }
}
