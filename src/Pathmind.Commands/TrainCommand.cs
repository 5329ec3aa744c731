using System.CommandLine;
using System.CommandLine.Completions;
using Pathmind.Sweeps;
using Pathmind.Training;

namespace Pathmind.Commands;

/// <summary><c>train [SIMULATION] --steps … --out …</c>: trains a policy; it and the history become
/// variables.</summary>
internal sealed partial class TrainCommand : SessionCommand
{
    const string Json = "json", Console = "console", None = "none";

    readonly Argument<string?> simulation;
    readonly Option<long?> steps = OptionValues.Whole(
        "--steps", "Steps of all simulations together after which training ends. Default: 200,000, or as many as --time allows.");
    readonly Option<TimeSpan?> time = OptionValues.Duration("--time", "Time after which training ends: 90s, 10m, 1.5h, 0:10:00.");
    readonly Option<double?> until = OptionValues.Real(
        "--until", "REWARD", "Mean reward of 20 greedy episodes at which training ends.");
    readonly Option<long?> seed = OptionValues.Whole("--seed", "Seed: the same seed and options give the same policy. Default: 0.");
    readonly Option<string?> folder = OptionValues.Text(
        "--out", "FOLDER", "Policy folder to write: policy.onnx, schema.yaml, progress.csv, training.json, checkpoints.");
    readonly Option<string?> tensorBoard = OptionValues.Text(
        "--tensorboard", "FOLDER",
        "Folder in which the training writes a run of its own for TensorBoard: tensorboard --logdir FOLDER.");
    readonly Option<string?> reward = OptionValues.Text(
        "--reward", "FUNCTION", "Reward of a step from its terms, in C#: 'x => 2 * x[\"found\"] - x[\"cost\"]'. Default: their sum.");
    readonly Option<string[]?> weights = OptionValues.Names(
        "--weights", "TERM=W,…", "Weights of reward terms, which are balanced first: found=2,cost=1.");
    readonly Option<string[]?> observations = OptionValues.Names(
        "--observations", "NAME,…", "Observations that the policy sees, in this order, or an obs.yaml that lists them. Default: all.");
    readonly Option<string?> algorithm = OptionValues.Text(
        "--algorithm", "NAME", "How it learns: PPO, or SAC, which learns from fewer steps and takes longer for each. Default: SAC for "
            + "at most 20,000 steps of 2 ms and more, else PPO.");
    readonly Option<long?> history = OptionValues.Whole(
        "--history", "Number of an agent's last observations that the policy decides by: for what a single one does not tell. Default: 1.");
    readonly Option<long?> memory = OptionValues.Whole(
        "--memory", "Numbers of a recurrent memory that the policy decides by: for what was seen long ago. Default: none.");
    readonly Option<long?> simulations = OptionValues.Whole(
        "--simulations", "Number of simulations that are stepped together; it changes what is learnt.");
    readonly Option<long?> threads = OptionValues.Whole(
        "--threads", "Number of threads; it changes the speed only. Default: one per core.");
    readonly Option<string?> startFrom = OptionValues.Text(
        "--start-from", "POLICY", "Heuristic of the script, policy folder or CSV file with the steps of a run: it is imitated first.");
    readonly Option<long?> population = OptionValues.Whole(
        "--population", "Trains so many members side by side with different step sizes; the worst go on from the best.");
    readonly Option<long?> workers = OptionValues.Whole(
        "--workers", "Workers that run slow simulations; it changes the speed only.");
    readonly Option<TimeSpan?> stepLimit = OptionValues.Duration(
        "--step-time-limit", "Longest time of a step: 30s. A process whose step takes longer is replaced, and its episode played again; "
            + "of a simulation in Python it is an error (a minute, if not given).");
    readonly Option<string?> cluster = OptionValues.Text(
        "--cluster", "REDIS", "Trains a population on the workers that have joined at this Redis (pathmind worker): redis:6379; or local, "
        + "in processes of this machine.");
    readonly Option<string?> database = OptionValues.Text(
        "--database", "CONNECTION", "PostgreSQL in which the cluster keeps its state. Default: PATHMIND_DATABASE, else Redis.");
    readonly Option<string?> files = OptionValues.Text(
        "--files", "FOLDER", "Folder of the script whose files all workers get. Default: the script with what it loads, or its project.");
    readonly Option<string[]?> require = OptionValues.Names(
        "--require", "KEY=VALUE,…", "Labels that a worker must have to train a member: those of pathmind worker --label.");
    readonly Option<long?> seeds = OptionValues.Whole(
        "--seeds", "Trains with so many seeds, from --seed on, side by side: shows the band and keeps the best policy.");
    readonly Option<string?> sweep = OptionValues.Text(
        "--sweep", "FILE.yaml", "Trains with many options, as the file says (docs/search.md), and keeps the best policy.");
    readonly Option<bool> eachTerm = new("--each-term")
    {
        Description = "Trains on each reward term alone as well, and shows what each one teaches; with --out each policy has a "
            + "sub-folder.",
    };
    readonly Option<string?> options = OptionValues.Text(
        "--options", "FILE.json", "Training options as JSON, among them those of the algorithm. Options that are given here override "
        + "them.");
    readonly Option<bool> resume = new("--resume")
    {
        Description = "Goes on from the newest checkpoint in --out, if there is one: exactly as if the training had never stopped.",
    };
    readonly Option<string?> progress = new Option<string?>("--progress")
    {
        Description = "How progress is shown: as a bar or a picture, as lines of JSON for other programs, or not at all.",
        HelpName = "console|json|none",
    }.AcceptOnlyFromAmong(Console, Json, None);
    readonly Option<string?> name = OptionValues.Text(
        "--as", "NAME", "Variable for the policy; its history is NAME_history. Default: policy and history.");

    public TrainCommand(CommandPlace place, CommandCompletions completions)
        : base("train", "Trains a policy for a simulation.", place)
    {
        AddScript();
        Add(simulation = SimulationArgument(place, completions));
        folder.CompletionSources.Add(context => CommandCompletions.Paths(context.WordToComplete));
        tensorBoard.CompletionSources.Add(context => CommandCompletions.Paths(context.WordToComplete));
        algorithm.CompletionSources.Add(_ => AlgorithmNames.Select(one => new CompletionItem(one)));
        startFrom.CompletionSources.Add(context => completions.Policies(context.WordToComplete));
        sweep.CompletionSources.Add(context => CommandCompletions.Paths(context.WordToComplete, ".yaml", ".yml"));
        options.CompletionSources.Add(context => CommandCompletions.Paths(context.WordToComplete, ".json"));
        AddOptions(
            name, steps, time, until, seed, folder, tensorBoard, reward, weights, observations, algorithm, history, memory, simulations,
            threads, workers, startFrom, population, seeds, sweep, eachTerm, options, progress);
        if (place != CommandPlace.CommandLine)
            return;
        Add(resume);
        Add(stepLimit);
        Add(cluster);
        Add(database);
        Add(files);
        Add(require);
    }

    public override bool WritesJson(ParseResult given) => given.GetValue(progress) == Json;

    public override string Lost(ParseResult given) => given.GetValue(folder) is { } to
        ? $"what was learnt since the last checkpoint in {to}, if it has one, is not kept."
        : "what was learnt is not kept; with --out FOLDER there would be checkpoints.";

    public override TimeSpan? StepTimeLimit(ParseResult given) =>
        (Place == CommandPlace.CommandLine ? given.GetValue(stepLimit) : null) ?? OptionsIn(given).StepTimeLimit;

    protected override void Act(ParseResult given, CommandScope scope)
    {
        var host = scope.Host;
        RequireVariable(given.GetValue(name));
        var target = SimulationTarget.Find(scope, given.GetValue(simulation));
        var create = target.ForTraining();
        var training = ReadOptions(given, host);
        var total = training.Steps ?? (training.Time is null ? ResolvedOptions.DefaultSteps : null);
        var writeLine = host.WriteLine ?? (line => host.Display.Show(new TextLine(line)));
        var json = WritesJson(given) ? new JsonProgress(writeLine, total) : null;
        training = training with
        {
            Display = given.GetValue(progress) is Json or None ? Display.None : host.Display,
            OnIteration = json is null ? null : json.Report,
            StartFrom = StartFrom(given, host, target),
        };
        using var slices = Slices(given, scope, target.Name, training);
        training = slices is null ? training : WithNames(training) with { Slices = slices };
        var several = given.GetValue(sweep) is not null ? sweep.Name : given.GetValue(seeds) is not null ? seeds.Name : null;
        training = WithWorkers(given, scope, target.Name, training, several);
        using var ended = training.Host;
        if (given.GetValue(eachTerm) && several is not null)
            throw new CommandException(
                $"--each-term and {several} are both given, but each asks for other trainings: leave one of them out.");
        if (given.GetValue(eachTerm) || several is not null)
        {
            if (several == sweep.Name)
                Sweep(given, scope, create, training, json);
            else if (several is not null)
                TrainSeeds(given, scope, create, training, json);
            else
                TrainEachTerm(given, scope, create, training);
            return;
        }
        var isResumed = Place == CommandPlace.CommandLine && given.GetValue(resume);
        var goesOn = isResumed && HasCheckpoint(training);
        if (isResumed && !goesOn)
            training.Display!.Show(
                new TextLine($"There is no checkpoint in {training.Folder}, so this training starts at its first step."));
        try
        {
            var result = goesOn
                ? Trainer.Resume(create, training.Folder!, _ => training, host.Cancellation)
                : Trainer.Train(create, training, host.Cancellation);
            if (result is { IsUntrained: true, Stop: StopReason.Interrupted } && Place == CommandPlace.CommandLine)
                throw new OperationCanceledException("There is nothing to keep.");
            Keep(given, scope, result, training, json);
            if (!result.IsUntrained)
                SayWhereItIs(scope, training);
            if (result.Stop != StopReason.Interrupted)
                slices?.Forget();
        }
        catch (TrainingException exception)
        {
            Keep(given, scope, exception.Training, training, json);      // the error names the folder
            throw;
        }
    }

    /// <summary>The policy that is kept becomes the variable, and so does the band.</summary>
    void TrainSeeds(ParseResult given, CommandScope scope, Func<Simulation> create, TrainingOptions training, JsonProgress? json)
    {
        SeedTrainings trainings = new(
            create, OptionValues.Int32(given, seeds)!.Value, training with { OnIteration = null },
            Place == CommandPlace.CommandLine && given.GetValue(resume), json is null ? null : (seed, row) => json.Report(seed, row));
        var result = trainings.Run(scope.Host.Cancellation);
        var band = given.GetValue(name) is { } own ? $"{own}_seeds" : "seeds";
        scope.Host.Set(band, result);
        if (json is not null)
            json.End(result, training.Folder);
        else if (ReferenceEquals(training.Display, Display.None))        // --progress none: the table is what was asked for
            scope.Host.Display.Show(new ContentList(result.ToTable(), new TextLine(result.Message)));
        ShowVariables(scope, band);
        Keep(given, scope, result.Kept.Training, training, json: null);
        SayWhereItIs(scope, training);
    }

    /// <summary>The best policy becomes the variable, and so does the sweep.</summary>
    void Sweep(ParseResult given, CommandScope scope, Func<Simulation> create, TrainingOptions training, JsonProgress? json)
    {
        var read = SweepOptions.Read(given.GetValue(sweep)!);
        read = read with { Seeds = OptionValues.Int32(given, seeds) ?? read.Seeds };
        training = training with { OnIteration = null };
        var result = Place == CommandPlace.CommandLine && given.GetValue(resume)
            ? SweepTrainer.ResumeSweep(create, read, training, scope.Host.Cancellation)
            : SweepTrainer.Sweep(create, read, training, scope.Host.Cancellation);
        var own = given.GetValue(name);
        var (policy, found) = own is null ? (PolicyReference.DefaultVariable, "sweep") : (own, $"{own}_sweep");
        scope.Host.Set(policy, own is null ? result.Policy : result.Policy.Named(own));
        scope.Host.Set(found, result);
        if (training.Folder is { } to)
            result.SaveReport(Path.Combine(to, "report.html"), DateTimeOffset.Now);
        if (json is not null)
            json.End(result, training.Folder);
        else if (ReferenceEquals(training.Display, Display.None))        // --progress none: the table is what was asked for
            scope.Host.Display.Show(new ContentList(result.ToTable(), new TextLine(result.Message)));
        else
            ShowVariables(scope, policy, found);
        SayWhereItIs(scope, training);
    }

    static bool HasCheckpoint(TrainingOptions training) => training.Folder is { } folder
        ? Checkpoint.Files(folder).Length > 0
        : throw new CommandException("--resume needs the folder of the training: name it with --out.");

    /// <summary>The policy of all terms becomes the variable, and so does what each term teaches.</summary>
    void TrainEachTerm(ParseResult given, CommandScope scope, Func<Simulation> create, TrainingOptions training)
    {
        if (WritesJson(given))
            throw new CommandException(
                "--each-term and --progress json are both given, but lines of JSON are of one training: leave one of them out.");
        var trainings = TermTrainer.TrainEachTerm(create, training, scope.Host.Cancellation);
        var terms = given.GetValue(name) is { } own ? $"{own}_terms" : "terms";
        scope.Host.Set(terms, trainings);
        if (ReferenceEquals(training.Display, Display.None))             // --progress none: the tables are what was asked for
            scope.Host.Display.Show(trainings.ToDisplay());
        ShowVariables(scope, terms);
        Keep(given, scope, trainings.All, training, json: null);
        SayWhereItIs(scope, training);
    }

    void Keep(ParseResult given, CommandScope scope, TrainingResult result, TrainingOptions training, JsonProgress? json)
    {
        var own = given.GetValue(name);
        var (policy, history) = own is null ? (PolicyReference.DefaultVariable, "history") : (own, $"{own}_history");
        scope.Host.Set(policy, own is null ? result.Policy : result.Policy.Named(own));
        scope.Host.Set(history, result.History);
        json?.End(result, training.Folder);
        if (!ReferenceEquals(training.Display, Display.None))
            ShowVariables(scope, policy, history);
    }

    void SayWhereItIs(CommandScope scope, TrainingOptions training)
    {
        if (ReferenceEquals(training.Display, Display.None))
            return;
        if (training.Folder is { } saved)
            scope.Host.Display.Show(new TextLine($"Saved in {saved}"));
        else if (Place == CommandPlace.CommandLine)
            scope.Host.Display.Show(new TextLine("The policy is not saved: name a folder with --out to keep it."));
    }
}
