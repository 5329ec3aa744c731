using Pathmind.Comparisons;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Sweeps;

/// <summary>A trial of a sweep under way: its trainings, one for each seed.</summary>
internal sealed class SweepTrialRun
{
    readonly TrialTraining[] trainings;
    readonly Func<Simulation> create;
    readonly SeedPart?[] latest;
    readonly Exception?[] errors;
    SliceJob[] jobs = [];
    double begun;                                                        // steps of the part under way, by plan

    public SweepTrialRun(
        TrialState state, TrainingOptions options, Func<Simulation> create, SweepOptions sweep, TrainingOptions given, int number,
        int threads, StudioReport report, TensorBoardRun? board)
    {
        (State, Options, this.create) = (state, options, create);
        latest = new SeedPart?[sweep.Seeds];
        errors = new Exception?[sweep.Seeds];
        trainings =
        [
            .. Enumerable.Range(0, sweep.Seeds).Select(seed => new TrialTraining(
                create,
                options with
                {
                    Seed = given.Seed + seed, Display = Display.None, Studio = null, OnIteration = null,
                    Threads = Math.Max(1, threads / (sweep.Parallel * sweep.Seeds)),
                    Folder = given.Folder is null ? null : TrialTraining.FolderOf(given.Folder, number, given.Seed + seed),
                    Run = board?.Part(TrialTraining.FolderOf("", number, given.Seed + seed)),
                },
                sweep, new(create, given.Seed), report, number + 1)),
        ];
    }

    public TrialState State { get; }

    public TrainingOptions Options { get; }

    /// <summary>Steps of one of its trainings by plan.</summary>
    public long Steps => Options.Steps ?? ResolvedOptions.DefaultSteps;

    public int RungsDone { get; private set; }

    public bool IsJudged => RungsDone > 0 && State.Error is null;

    public bool IsUnderWay => begun > 0;

    /// <summary>Of all seeds: those that were made, and those of the part under way.</summary>
    public double StepsBegun => StepsMade + begun;

    /// <summary>Of all seeds, up to the last rung that was done.</summary>
    public long StepsMade => RungsDone == 0 ? 0 : State.Parts[RungsDone - 1].Sum(part => part.Steps);

    /// <summary>Of all seeds, up to the newest iteration of each.</summary>
    public long StepsNow => IsUnderWay ? Math.Max(StepsMade, trainings.Sum(training => training.StepsNow)) : StepsMade;

    /// <summary>How much of it is made, in [0, 1]; 1 for what has ended, however early.</summary>
    public double Fraction => IsUnderWay ? Math.Min(1, (double)StepsNow / Math.Max(1, Steps * trainings.Length)) : 1;

    /// <summary>Mean of the metric over the seeds, at the last rung that was done.</summary>
    public double Mean => State.Parts[RungsDone - 1].Average(part => part.Score);

    public int Broken => State.Parts[RungsDone - 1].Sum(part => part.Broken);

    public Simulation Create() => create();

    public double Score(SweepOptions sweep) => ScoreAt(RungsDone - 1, sweep);

    /// <summary>The larger the better.</summary>
    public double ScoreAt(int rung, SweepOptions sweep) =>
        (sweep.Minimizes ? -1 : 1) * State.Parts[rung].Average(part => part.Score);

    public bool HasDone(int rung) => RungsDone > rung;

    /// <summary>Begins a part with all seeds; one whose result is known does not run again.</summary>
    /// <param name="rung">Which it is to reach.</param>
    /// <param name="share">Of the steps that are made then.</param>
    /// <param name="steps">Of all seeds in this part, by plan.</param>
    /// <param name="pool">Runs it.</param>
    public void Start(int rung, double share, double steps, SlicePool pool)
    {
        begun = steps;
        if (State.Parts.Count > rung)
            return;
        Array.Clear(latest);
        Array.Clear(errors);
        jobs =
        [
            .. trainings.Select((training, seed) => pool.Start(stop =>
            {
                try
                {
                    latest[seed] = training.Run(share, rung == 0 ? null : State.Parts[rung - 1][seed], stop);
                }
                catch (Exception exception) when (!stop.IsCancellationRequested)
                {
                    errors[seed] = exception;                            // it fails this trial, and no other
                }
            })),
        ];
    }

    /// <summary>Waits for a part.</summary>
    /// <returns>What failed; null if nothing did, or it was stopped.</returns>
    public Exception? End(int rung, SlicePool pool, Action onPause)
    {
        var unexpected = pool.Wait(jobs, onPause);
        (jobs, begun) = ([], 0);
        if ((unexpected ?? Array.Find(errors, error => error is not null)) is { } failure)
            return failure;
        if (State.Parts.Count <= rung)
        {
            if (Array.Exists(latest, part => part is null))
                return null;
            State.Parts.Add([.. latest.Select(part => part!)]);
        }
        RungsDone = rung + 1;
        return null;
    }

    /// <summary>What a search may know of it: each rung that was done, or that it is under way.</summary>
    public IEnumerable<Observed> Observed(Halving halving, SweepOptions sweep)
    {
        if (State.Point is not { } point)
            yield break;
        var seconds = 0.0;
        for (var rung = 0; rung < RungsDone && State.Error is null; rung++)
        {
            seconds += State.Parts[rung].Sum(part => part.Seconds);
            yield return new(
                point, halving.Share(rung), ScoreAt(rung, sweep),
                sweep.Cost == SweepCost.Seconds ? Math.Max(seconds, 1e-3) : Math.Max(1, State.Parts[rung].Sum(part => part.Steps)));
        }
        if (RungsDone == 0 || State.Error is not null)
            yield return new(point, 1, double.NaN, State.Error is null ? Steps : 0);
    }

    /// <summary>The policy of the seed that did best at the last rung.</summary>
    public (TrainedPolicy Policy, int Seed) BestPolicy(SweepOptions sweep)
    {
        var parts = State.Parts[RungsDone - 1];
        var best = Enumerable.Range(0, parts.Length).MinBy(
            seed => (parts[seed].Broken, (sweep.Minimizes ? 1 : -1) * parts[seed].Score, seed));
        return (trainings[best].Policy, trainings[best].Options.Seed);
    }

    public SweepTrial ToResult(int index, SweepSpace space, int rungs)
    {
        OrderedDictionary<string, string> values = [];
        if (State is { IsGiven: false, Point: { } point })
            foreach (var (name, value) in space.Names.Zip(space.Values(point)))
                values.Add(name, value);
        return new()
        {
            Number = index + 1, Values = values, IsGiven = State.IsGiven, Options = Options, Error = State.Error,
            Score = IsJudged ? new MeanInterval(0.95).Of([.. State.Parts[RungsDone - 1].Select(part => part.Score)]) : null,
            Steps = StepsMade, Seconds = State.Parts.Take(RungsDone).Sum(parts => parts.Sum(part => part.Seconds)), Rungs = RungsDone,
            IsComplete = RungsDone == rungs || (RungsDone > 0 && State.Parts[RungsDone - 1].All(part => part.IsOver)),
        };
    }
}
