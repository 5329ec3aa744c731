using System.Runtime.ExceptionServices;
using Pathmind.Comparisons;
using Pathmind.Displays;
using Pathmind.Reporting;
using Pathmind.Simulations;
using Pathmind.Training;
using Pathmind.Words;

namespace Pathmind.Sweeps;

/// <summary>One training with several seeds, side by side.</summary>
internal sealed class SeedTrainings
{
    const int Least = 2, Most = 1_000;

    readonly Func<Simulation> create;
    readonly TrainingOptions options;
    readonly bool isResumed;
    readonly Action<int, IterationRow>? onRow;
    readonly IDisplay display;
    readonly int threads;
    readonly TrainingResult?[] results;
    readonly IterationRow?[] latest;
    readonly Lock gate = new();
    readonly List<double> trend = [];
    readonly TimeProvider time = TimeProvider.System;
    readonly long start;
    StudioReport report = StudioReport.None;
    TensorBoardRun? board;
    int rows;

    /// <exception cref="ArgumentException">Options out of range.</exception>
    /// <param name="create">Makes simulations.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="options">Of all trainings.</param>
    /// <param name="isResumed">Whether what the folder has is gone on with.</param>
    /// <param name="onRow">Gets the seed and the row of every iteration, one at a time; null for nothing.</param>
    public SeedTrainings(
        Func<Simulation> create, int seeds, TrainingOptions options, bool isResumed, Action<int, IterationRow>? onRow = null)
    {
        if (seeds is < Least or > Most)
            throw new ArgumentException($"seeds is {seeds}, but must be in {Least} .. {Most:N0}: for one seed, call Train.");
        options.Validate();
        if (options.Population is not null)
            throw new ArgumentException(
                "Population and several seeds are both given, but a population has seeds of its own: leave one out.");
        if (isResumed && options.Folder is null)
            throw new ArgumentException("The trainings are to be resumed, but no Folder is given: name the one in which they were begun.");
        this.create = SimulationInstances.OneAtATime(create);
        (this.options, this.isResumed, this.onRow, display) = (options, isResumed, onRow, options.Display ?? Display.Current);
        threads = options.Threads ?? Environment.ProcessorCount;
        (results, latest, start) = (new TrainingResult?[seeds], new IterationRow?[seeds], time.GetTimestamp());
    }

    public SeedsResult Run(CancellationToken cancellation)
    {
        TensorBoardRun.Require(options);
        using var claim = TrainingFolder.Claim(options.Folder);
        using var live = display.Live();
        using var ended = board = options.TensorBoard is null ? null : TensorBoardRun.Open(options, NameOf() ?? "Simulation", isResumed);
        report = StudioReport.BeginSet(
            options, SetKind.Seeds, results.Length, TotalSteps, NameOf, isResumed);
        using (report)
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, live.Interrupted, report.Stopped))
            try
            {
                var result = Run(live, stop.Token);
                report.Tell(() => StateOf(result));
                report.End(!result.IsComplete, result.Message, result.Reward.Mean, result.Policy);
                report.ShowPage(display);
                board?.ShowNotice(display);
                return result;
            }
            catch (Exception exception)
            {
                report.Fail(exception);
                throw;
            }
    }

    SeedsResult Run(ILiveDisplay live, CancellationToken stop)
    {
        using (SlicePool pool = new(Math.Min(threads, results.Length), "pathmind seed", stop))
        {
            var failure = pool.Wait([.. results.Select((_, i) => pool.Start(token => Train(i, token)))], () => Show(live));
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
        }
        var result = Judge(stop.IsCancellationRequested);
        if (options.Folder is { } folder)
            result.Save(folder);
        live.Update(new ContentList(Now() with { Fraction = 1, Remaining = null }, result.ToTable(), new TextLine(result.Message)));
        return result;
    }

    void Train(int index, CancellationToken stop)
    {
        var single = options with
        {
            Seed = options.Seed + index,
            Folder = SeedsResult.FolderOf(options.Folder, options.Seed + index),
            Display = Display.None,
            Studio = report.PlaceOf(index + 1) is null ? null : options.Studio,
            Place = report.PlaceOf(index + 1),
            Run = board?.Part(SeedsResult.FolderOf("", options.Seed + index)!),
            Threads = Math.Max(1, threads / results.Length),
            OnIteration = row => Take(index, row),
        };
        var result = isResumed ? Resume(single, stop) : Trainer.Train(create, single, stop);
        if (result.History.Count == 0)
            return;                                                      // stopped before it had learnt anything
        lock (gate)
            (results[index], latest[index]) = (result, result.History[^1]);
    }

    /// <summary>What has ended with these options is read, what has begun goes on.</summary>
    TrainingResult Resume(TrainingOptions single, CancellationToken stop)
    {
        var folder = single.Folder!;
        if (TrainingFolder.EndOf(folder) is not null && TrainingFolder.RecordOf(folder) is { } record && IsAlike(record.Options, single))
            return TrainingFiles.Read(folder);
        return Checkpoint.Files(folder).Length > 0
            ? Trainer.Resume(create, folder, _ => single, stop)
            : Trainer.Train(create, single, stop);
    }

    /// <summary>Where no algorithm is given, the record has the one that was chosen.</summary>
    static bool IsAlike(TrainingOptions recorded, TrainingOptions given) =>
        $"{recorded with { CheckpointEvery = null, Algorithm = given.Algorithm is null ? null : recorded.Algorithm }}"
            == $"{given.OnAnyMachine with { CheckpointEvery = null }}";

    void Take(int index, IterationRow row)
    {
        lock (gate)
        {
            latest[index] = row;
            options.OnIteration?.Invoke(row);
            onRow?.Invoke(options.Seed + index, row);
        }
    }

    /// <summary>All policies play the same episodes, few of them after a stop; the one that is kept then plays others,
    /// since the best of many was lucky as well.</summary>
    SeedsResult Judge(bool isStopped)
    {
        TrainingResult[] made = [.. results.OfType<TrainingResult>()];
        if (made.Length == 0)
            throw new OperationCanceledException("The trainings were stopped before anything had been learnt.");
        double[] lengths = [.. made.Select(one => one.History.LastOrDefault(row => row.LengthMean is not null)?.LengthMean ?? 1)];
        var episodes = PolicyJudge.Episodes(isStopped ? 0 : made.Max(one => one.History[^1].Steps), lengths.Average());
        PolicyJudge judge = new(create, options.Seed);
        var logs = new EpisodeLog[made.Length];
        using (SlicePool pool = new(Math.Min(threads, made.Length), "pathmind judge", CancellationToken.None))
            if (pool.Wait(
                [.. made.Select((one, i) => pool.Start(stop => logs[i] = judge.Play(one.Policy, episodes, series: 0, stop)))],
                () => { }) is { } failure)
                ExceptionDispatchInfo.Throw(failure);
        MeanInterval interval = new(0.95);
        SeedResult[] seeds =
        [
            .. results.Index().Where(entry => entry.Item is not null).Select((entry, i) => new SeedResult(
                options.Seed + entry.Index, entry.Item!, interval.Of(logs[i].EpisodesOf("reward")))),
        ];
        var kept = seeds.MinBy(SeedsResult.Merit)!;
        var again = judge.Play(kept.Training.Policy, episodes, series: 1, CancellationToken.None);
        return new(seeds, kept, interval.Of(again.EpisodesOf("reward")), results.Length, episodes);
    }

    void Show(ILiveDisplay live)
    {
        lock (gate)
        {
            live.Update(Now());
            Report();
        }
        report.ShowPage(display);
        board?.ShowNotice(display);
    }

    /// <summary>The course of all seeds together, at most a thousand rows.</summary>
    void Report()
    {
        const int MostRows = 1_000;
        var made = latest.Sum(row => row?.Steps ?? 0);
        var row = (int)(1 + (TotalSteps is { } total ? Math.Min(made, total) * MostRows / total : made / 10_000));
        if (made == 0 || row == rows)
            return;
        rows = row;
        double[] rewards = Rewards();
        report.Add(
            ("iteration", row), ("steps", made), ("episodes", latest.Sum(one => one?.Episodes ?? 0)),
            ("reward_mean", rewards.Length == 0 ? null : rewards.Average()), ("reward_min", rewards.Length == 0 ? null : rewards.Min()),
            ("reward_max", rewards.Length == 0 ? null : rewards.Max()),
            ("steps_per_second", made / Math.Max(1e-9, time.GetElapsedTime(start).TotalSeconds)),
            ("seconds", time.GetElapsedTime(start).TotalSeconds));
    }

    /// <summary>The simulation's name; null if it cannot be made, which the trainings will tell.</summary>
    string? NameOf()
    {
        try
        {
            var probe = create();
            SimulationInstances.Dispose(probe);
            return probe.GetType().Name;
        }
        catch (Exception)
        {
            return null;
        }
    }

    SetState StateOf(SeedsResult result) => new()
    {
        Metric = "reward",
        Members =
        [
            .. result.Seeds.Select(seed => new SetMember
            {
                Number = seed.Seed - options.Seed + 1, Values = new() { ["Seed"] = $"{seed.Seed}" }, IsBest = seed == result.Kept,
                Steps = seed.Training.History[^1].Steps, Score = SetMember.Finite(seed.Reward.Mean),
                Low = SetMember.Finite(seed.Reward.Low), High = SetMember.Finite(seed.Reward.High),
                State = seed.Training.Stop == StopReason.Interrupted ? SetMember.Stopped : SetMember.Complete,
            }),
        ],
    };

    long? TotalSteps => options.Steps is null && options.Time is not null ? null
        : (options.Steps ?? ResolvedOptions.DefaultSteps) * results.Length;

    double[] Rewards() => [.. latest.OfType<IterationRow>().Select(row => row.RewardMean ?? double.NaN).Where(double.IsFinite)];

    /// <summary>The band of the training episodes as they are now: explored, not greedy.</summary>
    ProgressReport Now()
    {
        var rewards = Rewards();
        var (made, elapsed) = (latest.Sum(row => row?.Steps ?? 0), time.GetElapsedTime(start));
        double? fraction = TotalSteps is { } total ? Math.Clamp((double)made / total, 0, 1) : null;
        if (rewards.Length > 0 && (trend.Count == 0 || trend[^1] != rewards.Average()))
            trend.Add(rewards.Average());
        return new($"Training {Counted.Of(results.Length, "seed")}")
        {
            Fraction = fraction, Remaining = fraction > 1e-6 ? elapsed * ((1 - fraction) / fraction) : null, Trend = [.. trend],
            Values =
            [
                new("steps", $"{made:N0}"), new("steps/s", $"{made / Math.Max(elapsed.TotalSeconds, 1e-9):N0}"),
                new("ended", $"{results.Count(one => one is not null)} of {results.Length}"),
                new("mean reward", rewards.Length == 0 ? "no episode yet" : $"{new MeanInterval(0.95).Of(rewards)}"),
                .. rewards.Length < 2 ? Array.Empty<ProgressValue>() :
                [
                    new("worst", CellText.Number(rewards.Min())), new("best", CellText.Number(rewards.Max())),
                ],
            ],
        };
    }
}
