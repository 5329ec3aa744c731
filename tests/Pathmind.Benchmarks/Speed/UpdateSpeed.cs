using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>The update phase by itself, on a filled rollout of CartPole: 2048 rows, 10 epochs, both networks.</summary>
internal static class UpdateSpeed
{
    // the same rollout is fitted many times: the weights shall stay where they are
    const float SmallRate = 1e-6f;

    public static void AddTo(Report report)
    {
        var (effort, all) = (report.Effort, Environment.ProcessorCount);
        var (narrow, wide) = (ReferenceSettings.StableBaselines3, ReferenceSettings.Wide);
        report.Median("peak.one-thread", "GFLOP/s", null, () => Peaks(effort, threads: 1));
        report.Median("peak.all-threads", "GFLOP/s", null, () => Peaks(effort, all));
        report.Median("update.peak-share.64.one-thread", "share", Goal.AtLeast(0.7), () => PeakShares(effort, narrow, threads: 1));
        report.Median("update.peak-share.64.all-threads", "share", Goal.AtLeast(0.7), () => PeakShares(effort, narrow, all));
        report.Median("update.peak-share.256.one-thread", "share", Goal.AtLeast(0.7), () => PeakShares(effort, wide, threads: 1));
        report.Median("update.peak-share.256.all-threads", "share", Goal.AtLeast(0.7), () => PeakShares(effort, wide, all));
        report.Median("update.only", "steps/s", null, () =>
        {
            using var training = Filled(narrow, all);
            return Timing.Rounds(effort, () => training.State.Steps / FitSeconds(training));
        });
    }

    static double[] Peaks(Effort effort, int threads)
    {
        using var workers = new WorkerThreads(threads);
        return Timing.Rounds(effort, () => FmaPeak.Gigaflops(workers));
    }

    /// <summary>Each sample compares the update with the higher of the peaks measured just before and after it, on as
    /// many threads.</summary>
    static double[] PeakShares(Effort effort, TrainingOptions options, int threads)
    {
        using var workers = new WorkerThreads(threads);
        using var training = Filled(options, threads);
        var learner = training.Ppo();
        var gigaflop = 1e-9 * training.State.Steps * options.Ppo.Epochs
            * (UpdateWork.FlopsPerRow(learner.PolicyNetwork.Shape) + UpdateWork.FlopsPerRow(learner.ValueNetwork.Shape));
        return Timing.Rounds(effort, () =>
        {
            var before = FmaPeak.Gigaflops(workers);
            var reached = gigaflop / FitSeconds(training);
            return reached / Math.Max(before, FmaPeak.Gigaflops(workers));
        });
    }

    /// <summary>A training after its first iteration: its buffer holds a complete rollout.</summary>
    static TrainingLoop Filled(TrainingOptions options, int threads)
    {
        var training = NewTraining.Of(() => new CartPole(), options with { Threads = threads });
        training.WarmUp();
        training.Iterate();
        return training;
    }

    static double FitSeconds(TrainingLoop training) => Timing.Seconds(() => training.Ppo().Fit(SmallRate));
}
