using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Pathmind.Comparisons;
using Pathmind.Displays;
using Pathmind.Reporting;
using Pathmind.Rollouts;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Sweeps;

/// <summary>A sweep under way.</summary>
internal sealed class SweepRun
{
    const int DefaultTrials = 20, MostFailures = 3;

    readonly SweepOptions sweep;
    readonly TrainingOptions options;
    readonly SweepSpace space;
    readonly SweepPoints points;
    readonly Halving halving;
    readonly SweepState state;
    readonly string simulation;
    readonly int trials, threads;
    readonly bool isResumed;
    readonly List<SweepTrialRun> runs = [];
    readonly Exception?[] firstFailures = new Exception?[MostFailures];
    readonly List<double> trend = [];
    readonly Stopwatch time = Stopwatch.StartNew();
    StudioReport report = StudioReport.None;
    TensorBoardRun? board;
    int failures, parts;

    /// <exception cref="ArgumentException">Options out of range, a parameter that there is not, or a folder that has
    /// another sweep, or one while none is to be resumed.</exception>
    public SweepRun(Func<Simulation> create, SweepOptions sweep, TrainingOptions options, bool isResumed)
    {
        sweep.Validate();
        options.Validate();
        (this.sweep, this.options, this.isResumed) = (sweep, options, isResumed);
        var locked = SimulationInstances.OneAtATime(create);
        space = new(locked, options, sweep.Ranges);
        RequireTogether();
        simulation = RequireMetric(locked);
        points = new(space.Ranges, sweep.Method, options.Seed);
        trials = (int)Math.Min(sweep.Trials ?? (sweep.Method == SweepMethod.Grid ? int.MaxValue : DefaultTrials),
            sweep.Method == SweepMethod.Grid ? points.Count : int.MaxValue);
        halving = sweep.EarlyStopping is { } stopping
            ? new(stopping.Factor, stopping.Rungs, HasGiven ? 0 : null)
            : new(factor: 2, rungs: 1);
        threads = options.Threads ?? Environment.ProcessorCount;
        var portable = $"{options.OnAnyMachine}";
        state = (isResumed ? Resumed($"{sweep}", portable) : null)
            ?? new() { Simulation = simulation, Sweep = $"{sweep}", Options = portable };
        if (!isResumed && options.Folder is { } folder && SweepState.Load(folder) is not null)
            throw new ArgumentException($"'{folder}' holds a sweep already: resume it, name another Folder, or delete that one.");
    }

    public SweepResult Run(CancellationToken cancellation)
    {
        var display = options.Display ?? Display.Current;
        TensorBoardRun.Require(options);
        using var claim = TrainingFolder.Claim(options.Folder);
        using var live = display.Live();
        using var ended = board = TensorBoardRun.Open(options, simulation, isResumed);
        report = StudioReport.BeginSet(options, SetKind.Sweep, trials, PlannedSteps, () => simulation, isResumed);
        using (report)
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, live.Interrupted, report.Stopped))
            try
            {
                var result = Run(display, live, stop.Token);
                report.Tell(() => SweepReport.Of(sweep, result.Trials.Select(trial => (trial, false)), result.Best));
                report.End(!result.IsComplete, result.Message, sweep.Metric == "reward" ? result.KeptScore.Mean : null, result.Policy);
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

    SweepResult Run(IDisplay display, ILiveDisplay live, CancellationToken stop)
    {
        var seeds = Math.Min(threads, sweep.Parallel * sweep.Seeds);
        using (SlicePool pool = new(seeds, "pathmind trial", stop))
            new SweepSchedule(sweep.Parallel, halving).Run(
                Begin, part => Start(part, pool), StepsOf,
                part => End(part, pool, display, live, stop));
        if (failures >= MostFailures || (failures > 0 && !runs.Exists(run => run.IsJudged)))
            ExceptionDispatchInfo.Throw(firstFailures[0]!);
        var result = Result(stop.IsCancellationRequested);
        if (options.Folder is { } folder)
            result.Save(folder);
        live.Update(new ContentList(Now(isOver: true), result.ToTable(), new TextLine(result.Message)));
        return result;
    }

    /// <summary>Of one seed in a part, by plan.</summary>
    double StepsOf(TrialPart part) =>
        (halving.Share(part.Rung) - (part.Rung == 0 ? 0 : halving.Share(part.Rung - 1))) * runs[part.Trial].Steps;

    /// <summary>The next trial, from the file if it was begun before; null if there is none.</summary>
    int? Begin()
    {
        var number = runs.Count;
        if (number >= trials || runs.Sum(run => run.StepsBegun) >= (sweep.Budget ?? double.PositiveInfinity) || failures >= MostFailures)
            return null;
        if (number >= state.Trials.Count)
        {
            if (Point(number) is not { } trial)
                return null;
            state.Trials.Add(trial);
        }
        var (begun, point) = (state.Trials[number], state.Trials[number].IsGiven ? null : state.Trials[number].Point);
        begun.Error = null;                                              // what failed is tried again
        SweepTrialRun run = new(
            begun, space.Options(point), space.Create(point), sweep, options, number, threads, report,
            board?.Part("", space.Settings(point)));
        runs.Add(run);
        return number;
    }

    /// <summary>Whether the first trial has the options as they were given.</summary>
    bool HasGiven => sweep.IncludesGiven && sweep.Method != SweepMethod.Grid;

    TrialState? Point(int number)
    {
        if (HasGiven && number == 0)
            return new(space.Given(), IsGiven: true);
        var point = points.Next(HasGiven ? number - 1 : number, [.. runs.SelectMany(run => run.Observed(halving, sweep))]);
        return point is null ? null : new(point, IsGiven: false);
    }

    void Start(TrialPart part, SlicePool pool) =>
        runs[part.Trial].Start(part.Rung, halving.Share(part.Rung), StepsOf(part) * sweep.Seeds, pool);

    double? End(TrialPart part, SlicePool pool, IDisplay display, ILiveDisplay live, CancellationToken stop)
    {
        var run = runs[part.Trial];
        report.Tell(State);
        if (run.End(part.Rung, pool, Show) is { } failure)
        {
            if (stop.IsCancellationRequested)
                return null;
            run.State.Error = failure.Message;
            if (!runs.Exists(one => one.IsJudged) && failures < MostFailures)
                firstFailures[failures++] = failure;
        }
        else if (!run.HasDone(part.Rung))
            return null;                                                 // stopped
        else
            failures = 0;
        if (options.Folder is { } folder)
            state.Save(folder);
        var best = runs.Where(one => one.IsJudged).Select(one => one.Score(sweep)).DefaultIfEmpty(double.NaN).Max();
        trend.Add(sweep.Minimizes ? -best : best);
        Report();
        return run.State.Error is null ? run.ScoreAt(part.Rung, sweep) : double.NaN;

        void Show()
        {
            live.Update(Now(isOver: false));
            report.ShowPage(display);
            board?.ShowNotice(display);
        }
    }

    /// <summary>After a part: the steps of all trials, and the best one's score as it is now.</summary>
    void Report()
    {
        report.Add(
            ("iteration", ++parts), ("steps", runs.Sum(run => run.StepsMade)),
            ("seconds", time.Elapsed.TotalSeconds),
            ("steps_per_second", runs.Sum(run => run.StepsMade) / Math.Max(1e-9, time.Elapsed.TotalSeconds)),
            ("reward_mean", sweep.Metric == "reward" && double.IsFinite(trend[^1]) ? trend[^1] : null));
        report.Tell(State);
    }

    SetState State()
    {
        SweepTrial[] all = [.. runs.Select((run, i) => run.ToResult(i, space, halving.Rungs))];
        return SweepReport.Of(sweep, all.Zip(runs, (trial, run) => (trial, run.IsUnderWay)), Best is { } best ? all[best] : null);
    }

    /// <summary>Of all trials together; null if it is not known.</summary>
    long? PlannedSteps => sweep.EarlyStopping is null && space.IndexOfSteps < 0
        ? trials * sweep.Seeds * (options.Steps ?? ResolvedOptions.DefaultSteps) : null;

    /// <summary>The best trial so far; null while none was judged.</summary>
    int? Best => runs.Index().Where(entry => entry.Item.IsJudged)
        .OrderBy(entry => (-entry.Item.RungsDone, entry.Item.Broken, -entry.Item.Score(sweep), entry.Index))
        .Select(entry => (int?)entry.Index).FirstOrDefault();

    SweepResult Result(bool isStopped)
    {
        if (Best is not { } place)
            throw new OperationCanceledException("The sweep was stopped before any trial had been judged.");
        SweepTrial[] all = [.. runs.Select((run, i) => run.ToResult(i, space, halving.Rungs))];
        var best = runs[place];
        var (policy, seed) = best.BestPolicy(sweep);
        var episodes = PolicyJudge.Episodes(isStopped ? 0 : best.Steps, LengthOf(policy, best.Create));
        var log = new PolicyJudge(best.Create, options.Seed).Play(policy, episodes, series: 1, CancellationToken.None);
        return new(
            sweep, space.Names, all, all[place], policy, seed, new MeanInterval(0.95).Of(log.EpisodesOf(sweep.Metric)),
            log.Episodes.Count, isStopped, simulation);
    }

    /// <summary>Steps of an episode, by a few of them.</summary>
    double LengthOf(TrainedPolicy policy, Func<Simulation> create) =>
        new PolicyJudge(create, options.Seed).Play(policy, 5, series: 2, CancellationToken.None).Length.Mean;

    SweepState? Resumed(string text, string portable)
    {
        var folder = options.Folder ?? throw new ArgumentException(
            "The sweep is to be resumed, but no Folder is given: name the one in which it was begun.");
        if (SweepState.Load(folder) is not { } found)
            return null;
        (string What, string Was, string Is)[] facts =
            [("simulation", found.Simulation, simulation), ("sweep", found.Sweep, text), ("training options", found.Options, portable)];
        return facts.FirstOrDefault(fact => fact.Was != fact.Is) is { What: not null } other
            ? throw new ArgumentException(
                $"The sweep in '{folder}' cannot be resumed with another {other.What}: it was {other.Was}, but is {other.Is}. Only more "
                + "trials and a larger budget are possible; or begin in another folder.")
            : found;
    }

    void RequireTogether()
    {
        if (options.Population is not null)
            throw new ArgumentException("Population and a sweep are both given, but a population varies options by itself: leave one out.");
        if (options.Time is not null)
            throw new ArgumentException(
                "Time and a sweep are both given, but trials are compared at equal steps: give Steps in place of Time.");
        if (space.IndexOfSteps >= 0 && sweep.EarlyStopping is not null)
            throw new ArgumentException(
                "Steps are a parameter and EarlyStopping is given, but it compares trials of as many steps: leave one of them out.");
    }

    /// <summary>Whether the metric exists: found out before the first training.</summary>
    /// <returns>The simulation's name.</returns>
    string RequireMetric(Func<Simulation> create)
    {
        var probe = create();
        try
        {
            if (sweep.Metric is "reward" or "steps")
                return probe.GetType().Name;
            var log = probe.Run(Policy.Random(options.Seed), detail: LogDetail.Summaries, display: Display.None);
            return log.MetricOf(sweep.Metric) is not null || log.TermOf(sweep.Metric) is not null
                ? probe.GetType().Name
                : throw new ArgumentException(
                    $"Metric is '{sweep.Metric}', but {log.Simulation} has only: "
                    + $"{string.Join(", ", PairedStatistics.AllNamesOf(log))}.");
        }
        finally
        {
            SimulationInstances.Dispose(probe);
        }
    }

    ProgressReport Now(bool isOver)
    {
        var going = runs.Count(run => run.IsUnderWay);
        List<ProgressValue> values =
        [
            new("trials", $"{runs.Count - going} of {trials}"), new("under way", $"{going}"),
            new("steps", $"{runs.Sum(run => run.StepsNow):N0}"),
        ];
        if (runs.Where(run => run.IsJudged).MaxBy(run => run.Score(sweep)) is { } best)
            values.Add(new($"best {sweep.Metric}", CellText.Number(best.Mean)));
        return new($"Searching options: {simulation}")
        {
            Fraction = isOver ? 1 : Math.Clamp(runs.Sum(run => run.Fraction) / trials, 0, 1), Trend = [.. trend], Values = values,
        };
    }
}
