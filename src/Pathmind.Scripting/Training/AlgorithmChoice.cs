using System.Globalization;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>Which algorithm learns where the options leave it open: PPO, and SAC where steps take so long that few of
/// them can be made (docs/sac.md).</summary>
internal static class AlgorithmChoice
{
    /// <summary>Most steps of a training that SAC is chosen for: up to there it was measured to be better
    /// (docs/sac.md).</summary>
    const long MostSteps = 20_000;

    /// <summary>Seconds from which on it is said how long all steps take, and what takes less.</summary>
    const double Long = 1_800;

    /// <summary>Least time of a step, for each agent: several times what SAC computes for a decision.</summary>
    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(2);

    static readonly string Default = $"{new PpoOptions()}";

    /// <summary>Whether options neither name an algorithm nor have what only PPO can do, or does better.</summary>
    /// <param name="options">Of the training.</param>
    /// <param name="algorithm">That they ask for.</param>
    public static bool IsOpen(TrainingOptions options, Algorithm algorithm) =>
        algorithm == PpoLearner.Algorithm && $"{options.Ppo}" == Default
        && options is { Algorithm: null, Population: null, Limits: null, RewardWeights: null, StepTimeLimit: null };

    /// <summary>The algorithm for a simulation whose steps take so long.</summary>
    /// <param name="options">That leave it open.</param>
    /// <param name="step">Wall-clock time of a step on one thread.</param>
    /// <param name="agents">Of the simulation.</param>
    public static Algorithm For(TrainingOptions options, TimeSpan step, int agents)
    {
        var steps = options.Steps ?? (options.Time is { } time ? time / step : ResolvedOptions.DefaultSteps);
        return step >= agents * Slow && steps <= MostSteps ? SacLearner.Algorithm : PpoLearner.Algorithm;
    }

    /// <summary>The algorithm that goes on from a checkpoint: its own, where the options leave it open.</summary>
    /// <param name="from">The checkpoint.</param>
    /// <param name="options">Of the training that goes on.</param>
    /// <param name="algorithm">That they ask for.</param>
    public static Algorithm Resumed(Checkpoint from, TrainingOptions options, Algorithm algorithm) =>
        IsOpen(options, algorithm) && from is { Options.Algorithm: null } && from.Algorithm == SacLearner.Algorithm.Name
            ? SacLearner.Algorithm : algorithm;

    /// <summary>The options with those of the algorithm that was chosen.</summary>
    public static TrainingOptions With(Algorithm algorithm, TrainingOptions options) =>
        algorithm == SacLearner.Algorithm && options.Algorithm is null ? options with { Algorithm = new SacOptions() } : options;

    /// <summary>What was chosen, in words, or what takes less time; null where PPO learns and does not take
    /// long.</summary>
    /// <param name="algorithm">That was chosen.</param>
    /// <param name="simulation">Its name.</param>
    /// <param name="options">That were given.</param>
    /// <param name="plan">What they come to.</param>
    /// <param name="step">Wall-clock time of a step on one thread.</param>
    public static string? InWords(Algorithm algorithm, string simulation, TrainingOptions options, ResolvedOptions plan, TimeSpan step)
    {
        var start = $"A step of {simulation} takes {step.TotalMilliseconds.ToString("#,0.#", CultureInfo.InvariantCulture)} ms, so ";
        if (algorithm == SacLearner.Algorithm)
            return $"{start}SAC learns, which makes more of each step. Algorithm = new PpoOptions() "
                + "(--algorithm PPO) is for PPO.";
        var each = step.TotalSeconds / Math.Min(plan.RolloutThreads, plan.Simulations);
        return options.Time is null && plan.Steps > MostSteps && plan.Steps * each >= Long
            ? $"{start}{plan.Steps:N0} of them take about {Durations.About(plan.Steps * each)}. Steps = 20_000 "
                + $"(--steps 20000) take about {Durations.About(MostSteps * each)}, and SAC learns then, which makes more of each; "
                + "StartFrom (--start-from) begins with a rule that you have."
            : null;
    }
}
