using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>The update phase by itself, on a filled rollout of CartPole: 2048 rows, 10 epochs, both networks.</summary>
internal static class UpdateSpeed
{
    const float SmallRate = 1e-6f;                                       // the same rollout is fitted many times: the weights shall stay where they are

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
            return Timing.Rounds(effort, () => training.Steps / FitSeconds(training));
        });
    }

    static double[] Peaks(Effort effort, int threads)
    {
        using var crew = new Crew(threads);
        return Timing.Rounds(effort, () => FmaPeak.Gigaflops(crew));
    }

    /// <summary>Each sample compares the update with the higher of the peaks measured just before and after it, on as many threads.</summary>
    static double[] PeakShares(Effort effort, TrainingOptions options, int threads)
    {
        using var crew = new Crew(threads);
        using var training = Filled(options, threads);
        var learner = training.Learner;
        var gigaflop = 1e-9 * training.Steps * options.Ppo.Epochs * (UpdateWork.FlopsPerRow(learner.Policy.Shape) + UpdateWork.FlopsPerRow(learner.Value.Shape));
        return Timing.Rounds(effort, () =>
        {
            var before = FmaPeak.Gigaflops(crew);
            var reached = gigaflop / FitSeconds(training);
            return reached / Math.Max(before, FmaPeak.Gigaflops(crew));
        });
    }

    /// <summary>A training after its first iteration: its buffer holds a complete rollout.</summary>
    static PpoTraining Filled(TrainingOptions options, int threads)
    {
        var training = new PpoTraining(() => new CartPole(), options with { Threads = threads }, TimeProvider.System, CancellationToken.None);
        training.WarmUp();
        training.Iterate();
        return training;
    }

    static double FitSeconds(PpoTraining training) => Timing.Seconds(() => training.Learner.Fit(SmallRate));
}
