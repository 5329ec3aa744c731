using System.Globalization;
using Pathmind.Displays;
using Pathmind.Numerics;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>Says at the end of a training what was learnt: how good the policy is, whether it is better than actions
/// that look at nothing, whether the reward still rose, and what to try (docs/ppo.md 28).</summary>
internal static class LearningVerdict
{
    /// <summary>Share of the steps, at the end, in which a rise is looked for.</summary>
    const double LastPart = 0.25;

    /// <summary>Least rise, as a share of what was gained before, that is worth more steps.</summary>
    const double Worthwhile = 0.01;

    /// <summary>Least share of what was gained over random actions that exploration costs at the end, to be
    /// named.</summary>
    const double Costly = 0.05;

    const int LeastBins = 5, LeastEpisodes = 30;

    /// <summary>The sentences, in order; none about what was not tested.</summary>
    public static IEnumerable<string?> Of(TrainingState training, BestPolicy best, ILearner learner, StopReason reason)
    {
        if (!training.HasOneUnit || reason is StopReason.Failed or StopReason.NoLearning)
            yield break;
        if (reason == StopReason.Steps && training.Agents is { AllAlike: true, Count: >= LeastEpisodes })
        {
            yield return EqualRewards.Advice(training.Agents);
            yield break;
        }
        if (IsGame(training.Curve))
        {
            yield return "One agent gains what another loses, so the sum of their rewards says nothing: judge each agent by "
                + "AgentRewards of a run, against other policies.";
            yield break;
        }
        yield return Policy(training, best, reason);
        yield return best.Teacher?.ToString();
        yield return best.Baselines is { } baselines
            ? NotLearnt(baselines, learner.Rollout, learner.CreditSteps, learner.FartherCredit) : null;
        if (reason is StopReason.Steps or StopReason.Time or StopReason.Interrupted)
        {
            yield return Rise(training);
            yield return Exploration(training, best, learner);
        }
    }

    /// <summary>The rise of the reward over the last part of the training, if a test at 5 % shows one that is worth
    /// more steps.</summary>
    /// <returns>The rise; 0 if there is none; null if there were too few episodes to tell.</returns>
    public static double? RiseOf(LearningCurve curve, long steps)
    {
        CurveWindow last = new(curve, (long)((1 - LastPart) * steps), steps), before = new(curve, 0, (long)((1 - LastPart) * steps));
        if (last.Bins < LeastBins || last.Episodes < LeastEpisodes || before.Episodes == 0)
            return null;
        var slope = last.Slope(LearningCurve.Reward);
        var rise = slope.Value * LastPart * steps;
        var gained = Math.Abs(last.Mean(LearningCurve.Reward).Value - curve.Bins.First(bin => bin.Counts[0] > 0) switch
        {
            var bin => bin.Sums[0] / bin.Counts[0],
        });
        return slope.Lower() > 0 && rise >= Worthwhile * gained ? rise : 0;
    }

    /// <summary>Whether agents play against each other: the rewards of all together vary by less than half of what they
    /// would if each agent's were independent of the others'.</summary>
    public static bool IsGame(LearningCurve curve)
    {
        CurveWindow all = new(curve, 0, long.MaxValue);
        int[] agents = [.. curve.Rewards.Skip(1)];
        return agents.Length > 0 && all.Variance(LearningCurve.Reward) < 0.5 * agents.Sum(all.Variance);
    }

    /// <summary>The result's mean if it was judged, and what lets it be judged if not.</summary>
    public static string? Policy(TrainingState training, BestPolicy best, StopReason reason)
    {
        var together = training.Schema.Agents > 1 ? ", all agents together" : "";
        return best.Result is { } result
            ? $"Without exploration the policy has a mean of {MeanOf(result)} in {Counted.Of(result.Rewards.Length, "episode")}{together}"
                + (best.Baselines is { } baselines ? $"; random actions have {CellText.Number(baselines.Random.OwnMean)}" : "")
                + (ReferenceEquals(result.Own, result.Rewards) ? "." : " (the simulation's own reward).")
            : best.Weights is not null && double.IsFinite(best.Score) && training.Options.NameOfTrainingReward is null
                && reason is StopReason.Time or StopReason.Interrupted
            ? $"Without exploration the policy had a mean of {CellText.Number(best.Score)} in the episodes by which it was "
                + $"chosen{together}."
            : best.Weights is null && reason is StopReason.Steps
            ? $"It was too short to be judged without exploration: {More(training)} may tell whether it is better than random actions."
            : null;
    }

    /// <summary>With its 95 % interval, if episodes differ.</summary>
    static string MeanOf(EvaluationEpisodes played) => Estimated.Of(played.Own) is { Error: > 0 } mean
        ? $"{new Estimate(mean.Value, mean.Lower(0.975), mean.Upper(0.975))} (95 % interval)" : CellText.Number(played.OwnMean);

    /// <summary>That the policy is not better than actions that look at nothing, and what to try; null where no test
    /// shows it.</summary>
    /// <param name="baselines">What they gained in the same episodes.</param>
    /// <param name="rollout">In which it is measured how long rewards take.</param>
    /// <param name="creditSteps"><see cref="ILearner.CreditSteps"/>.</param>
    /// <param name="fartherCredit"><see cref="ILearner.FartherCredit"/>.</param>
    public static string? NotLearnt(Baselines baselines, RolloutBuffer rollout, double creditSteps, string? fartherCredit)
    {
        if (!baselines.NotBetterThanRandom && !baselines.NotBetterThanConstant)
            return null;
        var than = baselines.NotBetterThanRandom ? "random actions"
            : $"always the same action ({baselines.ConstantName}: {CellText.Number(baselines.Constant!.Mean)})";
        var difference = baselines.Difference(baselines.NotBetterThanRandom ? baselines.Random : baselines.Constant!);
        var remedy = RewardDelay.Of(rollout) is { } delay && delay > 2 * creditSteps
            ? $"A reward comes about {delay:0} decisions after the first one that it may be for, but an update credits it to about "
                + $"the last {creditSteps:0}: {(fartherCredit is null ? "" : $"{fartherCredit}, or ")}reward what leads there."
            : (baselines.NotBetterThanRandom ? "Look" : "If more is possible, look")
                + " whether the observations show what the reward depends on (History, if they showed it some steps before), or reward "
                + "what leads to it on the way.";
        return $"It is not better than {than}: difference {CellText.Number(difference.Value)} ± {CellText.Number(difference.Error)} "
            + $"(standard error) in {difference.Freedom + 1:N0} paired episodes. {remedy}";
    }

    static string? Rise(TrainingState training) => RiseOf(training.Curve, training.Steps) switch
    {
        null => null,
        0 => "In the last quarter the reward rose by no more than chance explains.",
        var rise => $"The reward still rose in the last quarter, by {CellText.Number(rise.Value)}: {More(training)} may bring more.",
    };

    /// <summary>What exploration costs at the end, if it is much: deviations of real numbers have not fallen.</summary>
    static string? Exploration(TrainingState training, BestPolicy best, ILearner learner)
    {
        if (best is not { Result: { } result, Baselines: { } baselines } || training.Schema.Actions.Reals == 0
            || training.Options.HasRewardFunction || training.Recent.Count < RecentEpisodes.Window)
            return null;
        var (lost, gained) = (result.Mean - training.Recent.Mean, result.Mean - baselines.Random.Mean);
        return gained > 0 && lost > Costly * gained
            ? $"Exploration still costs {CellText.Number(lost)}, {100 * lost / gained:0} % of what was gained over random actions, so its "
                + $"numbers are not exact yet: {More(training)} may make them so"
                + (learner.LessExploration is { } less ? $", or {less}." : ".")
            : null;
    }

    /// <summary>Three to five times as much, in a round number, and how long it takes.</summary>
    static string More(TrainingState training)
    {
        var secondsPerStep = training.Elapsed.TotalSeconds / Math.Max(1, training.Steps);
        var steps = Round(3.0 * training.Steps);
        return training.Options is { Steps: null, Time: { } time }
            ? $"Time = TimeSpan.FromSeconds({Round(3 * time.TotalSeconds).ToString("0.###", CultureInfo.InvariantCulture)})"
            : $"Steps = {steps.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_')} "
                + $"(about {Durations.About(steps * secondsPerStep)})";
    }

    /// <summary>The next number of 1, 2, 5, 10, 20 … that is not smaller.</summary>
    static double Round(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * new[] { 1.0, 2, 5, 10 }.First(digit => digit * power >= least * (1 - 1e-9));
    }
}
