using System.Diagnostics;
using System.Globalization;
using Pathmind.Reporting;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Sweeps;

/// <summary>The training of a trial with one seed, part by part: up to a rung as a slice from checkpoint to checkpoint,
/// the last part as an ordinary training that goes on from there.</summary>
/// <param name="create">Makes simulations of the trial; called by one thread at a time.</param>
/// <param name="options">Of the training, its seed among them.</param>
/// <param name="sweep">What is judged.</param>
/// <param name="judge">Plays the episodes.</param>
/// <param name="head">What a studio hears of the sweep.</param>
/// <param name="number">Of the trial, from 1.</param>
internal sealed class TrialTraining(
    Func<Simulation> create, TrainingOptions options, SweepOptions sweep, PolicyJudge judge, StudioReport head, int number)
{
    string? key;                                                         // by which a studio knows it
    Checkpoint? kept;                                                    // without a folder
    TrainedPolicy? policy;
    long now;

    /// <summary>Steps up to the newest iteration; may be asked for by any thread.</summary>
    public long StepsNow => Volatile.Read(ref now);

    public TrainingOptions Options => options;

    /// <summary>The policy at its last rung.</summary>
    public TrainedPolicy Policy => policy ??= TrainedPolicy.Load(options.Folder!);

    public static string FolderOf(string folder, int trial, int seed) => Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"trial-{trial + 1:D3}"),
        string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"));

    /// <summary>Trains up to a share of the steps.</summary>
    /// <param name="share">1 for the last part.</param>
    /// <param name="before">The part before; null for the first.</param>
    /// <param name="stop">Ends it soon, without a result.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public SeedPart Run(double share, SeedPart? before, CancellationToken stop)
    {
        if (before is { IsOver: true })
            return before with { Seconds = 0 };
        var start = Stopwatch.GetTimestamp();
        using var report = head.BeginPart(number, options, key ??= ExperimentKey.Of(options.Folder, IsBegun(before)));
        try
        {
            var part = share < 1 ? RunSlice((long)(share * Steps), before, report, stop) : RunToTheEnd(before, report, stop);
            stop.ThrowIfCancellationRequested();
            return part with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
        }
        catch (Exception exception)
        {
            if (stop.IsCancellationRequested)
                report.End(isStopped: true, "The sweep was stopped.", reward: null);
            else
                report.Fail(exception);
            throw;
        }
    }

    bool IsBegun(SeedPart? before) => before is not null || (options.Folder is { } folder && Checkpoint.Files(folder).Length > 0);

    long Steps => options.Steps ?? ResolvedOptions.DefaultSteps;

    SeedPart RunSlice(long until, SeedPart? before, StudioReport report, CancellationToken stop)
    {
        SimulationInstances instances = new(create);
        try
        {
            TrainingSlice slice = new(instances.New, options, before is null ? null : Load(before.Iterations), options.Seed)
            {
                MakesPolicy = true,
            };
            var result = slice.Run(until, steps => Volatile.Write(ref now, steps), stop);
            stop.ThrowIfCancellationRequested();
            var checkpoint = result!.Checkpoint;
            policy = result.Policy!;
            using var board = TensorBoardReport.Begin(
                options.Run, checkpoint.Simulation, options, before?.Steps ?? 0, TimeProvider.System);
            foreach (var row in checkpoint.History.Skip(before?.Iterations ?? 0))
            {
                report.Add(row);
                board.Add(row);
            }
            if (options.Folder is { } folder)
            {
                policy.Save(folder);
                checkpoint.Save(folder);
            }
            else
                kept = checkpoint;
            var (score, isOver) = (Score(policy, checkpoint.History, stop), result.IsOver || checkpoint.Steps >= Steps);
            report.End(
                isStopped: !isOver, isOver ? $"Ended after {checkpoint.Steps:N0} steps."
                    : $"Stands at {checkpoint.Steps:N0} of {Steps:N0} steps: it goes on if it is among the best.",
                sweep.Metric == "reward" ? score : null);
            return new(score, checkpoint.Steps, 0, isOver, checkpoint.History.Length, Broken: 0);
        }
        finally
        {
            instances.DisposeAll();
        }
    }

    SeedPart RunToTheEnd(SeedPart? before, StudioReport report, CancellationToken stop)
    {
        var from = options.Folder is { } folder && Checkpoint.Files(folder).LastOrDefault() is { } newest ? Checkpoint.Load(newest)
            : before is null ? null : Load(before.Iterations);
        var reporting = options with
        {
            OnIteration = row =>
            {
                Volatile.Write(ref now, row.Steps);
                report.Add(row);
            },
        };
        var result = from is null
            ? Trainer.Train(create, reporting, stop)
            : Trainer.Resume(create, from, reporting, Algorithm.For(options), stop);
        stop.ThrowIfCancellationRequested();
        report.End(result);
        (kept, policy) = (null, result.Policy);
        return new(
            Score(policy, [.. result.History], stop), result.History[^1].Steps, 0, IsOver: true, result.History.Count,
            result.Limits.Count(limit => !limit.IsKept));
    }

    Checkpoint Load(int iterations) => options.Folder is { } folder
        ? Checkpoint.Load(Array.Find(Checkpoint.Files(folder), file => Path.GetFileName(file).Contains($"-{iterations:D6}."))
            ?? throw new ArgumentException($"The checkpoint of iteration {iterations} is missing in {folder}: begin the sweep again."))
        : kept!;

    double Score(TrainedPolicy policy, IterationRow[] history, CancellationToken stop)
    {
        var length = history.LastOrDefault(row => row.LengthMean is not null)?.LengthMean;
        var log = judge.Play(policy, PolicyJudge.Episodes(length is null ? 0 : Steps, length ?? 1), series: 0, stop);
        return log.EpisodesOf(sweep.Metric).Average();
    }
}
