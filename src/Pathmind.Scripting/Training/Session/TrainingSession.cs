using System.Runtime.ExceptionServices;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>A training with all around it: progress, stop rules, checkpoints, the policy folder at the end,
/// errors.</summary>
/// <remarks>Once something has been learnt, no error loses it: after any exception the policy is made, saved if it can
/// be, and held by the exception.</remarks>
internal sealed class TrainingSession(Func<Simulation> create, TrainingOptions options, Algorithm algorithm, Checkpoint? from)
{
    readonly IDisplay display = options.Display ?? Display.Current;
    readonly List<Exception> failures = [];
    readonly WorkerHint hint = new();
    readonly CheckpointWriter checkpoints = new(options.Folder);
    string? saved;                                                       // the folder of the policy, once written

    /// <exception cref="ArgumentException">Options out of range, or what is resumed does not fit.</exception>
    /// <exception cref="SimulationException">The simulation failed before anything was learnt.</exception>
    /// <exception cref="TrainingException">Something failed after something had been learnt.</exception>
    public TrainingResult Run(CancellationToken cancellation)
    {
        SimulationInstances instances = new(create);
        TrainingResult? result = null;
        var live = display.Live();
        try
        {
            result = Run(instances, live, cancellation);
        }
        catch (Exception exception)
        {
            failures.Add(exception);
        }
        Try("The display", live.Dispose);
        if (instances.DisposeAll() is { } thrown)
            failures.Add(Failure("Dispose() of a simulation", thrown));
        if (failures.Count == 0)
            return result!;
        if (result is null)
            ExceptionDispatchInfo.Throw(failures[0]);
        throw new TrainingException(
            $"{Sentences.Ended(failures[0].Message)} The best policy so far is kept in this exception's Training.Policy"
            + $"{(saved is null ? "" : $" and in {saved}")}.",
            result, failures.Count == 1 ? failures[0] : new AggregateException(failures));
    }

    TrainingResult Run(SimulationInstances instances, ILiveDisplay live, CancellationToken cancellation)
    {
        options.Validate();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, live.Interrupted);
        using TrainingLoop training = new(
            instances.New, options.Population is null ? options : options with { Population = null }, algorithm,
            TimeProvider.System, stop.Token, chooses: from is null && options.Population is null, from: from);
        if (from is not null)
        {
            ResumeRules.Require(from, training);
            Say(ResumeRules.Start(from));
        }
        TensorBoardRun.Require(options);
        var (claim, notice) = options.Folder is { } folder
            ? TrainingFolder.Open(folder, training.State.Schema.Simulation, isNew: from is null)
            : (null, null);
        using (claim)
        using (var report = TrainingReport.Begin(training, from, from is null ? options.Population : null))
        using (report.Stopped.Register(stop.Cancel))
        {
            foreach (var line in ((string?[])[notice, training.Choice]).OfType<string>())
                Say(line);
            try
            {
                return options.Population is null || from is not null
                    ? RunAlone(training, from, live, report, stop.Token)
                    : RunPopulation(instances, training, live, report, stop.Token);
            }
            catch (Exception exception)
            {
                report.Fail(exception);
                throw;
            }
        }
    }

    TrainingResult RunAlone(
        TrainingLoop training, Checkpoint? begin, ILiveDisplay live, TrainingReport report, CancellationToken stop,
        PopulationResult? population = null)
    {
        var rules = new StopRules(training.State, training.Best, stop);
        var progress = new ProgressReporter(training.State, live);
        var reason = LearnToTheEnd(training, begin, rules, progress, report, stop);
        return Finish(training, rules, reason, progress, report, population);
    }

    /// <summary>The members first; the last part is the best one's, with all threads. A single training, with the
    /// options as they were given, says what all of them look like.</summary>
    TrainingResult RunPopulation(
        SimulationInstances instances, TrainingLoop single, ILiveDisplay live, TrainingReport report, CancellationToken stop)
    {
        PopulationTraining population = new(instances.New, options, single.State.Plan);
        PopulationProgress progress = new(population, single.State, live);
        using var members = report.Begin(population, single.State.Schema.Simulation);
        var thrown = population.Run(
            () => Call("The display", progress.Show),
            () =>
            {
                members.EndGeneration();
                EndGeneration(population.Leader, progress, report);
            }, stop);
        if (thrown is null)
            members.End(stop.IsCancellationRequested);
        else if (population.Leader.Checkpoint is null)
            ExceptionDispatchInfo.Throw(thrown);                         // nothing was learnt
        else
            failures.Add(thrown);
        var leader = population.Leader;
        leader.Instances.Rewind();
        using TrainingLoop last = new(
            leader.Instances.New, leader.Options with { Threads = options.Threads }, algorithm, TimeProvider.System, stop, options.Seed,
            from: leader.Checkpoint);
        return RunAlone(last, leader.Checkpoint, live, report, stop, population.Result);
    }

    /// <summary>The history so far is the best member's.</summary>
    void EndGeneration(PopulationMember leader, PopulationProgress progress, TrainingReport report)
    {
        foreach (var row in progress.NewRows(leader))
        {
            Call($"TrainingOptions.OnIteration (of iteration {row.Iteration})", () => options.OnIteration?.Invoke(row));
            report.Add(row);
        }
        if (options.CheckpointEvery is not null)
            checkpoints.Write(leader.Checkpoint!, Say);
        Call("The display", () => report.Show(display));
    }

    /// <summary>Why it ended; an error counts as failed once something has been learnt.</summary>
    StopReason LearnToTheEnd(
        TrainingLoop training, Checkpoint? begin, StopRules rules, ProgressReporter progress, TrainingReport report, CancellationToken stop)
    {
        try
        {
            Call("The display", progress.Begin);
            return Learn(training, begin, rules, progress, report);
        }
        catch (Exception exception) when (stop.IsCancellationRequested && IsCancellation(exception))
        {
            return StopReason.Interrupted;
        }
        catch (Exception exception) when (training.State.History.Count > 0)
        {
            failures.Add(exception);
            return StopReason.Failed;
        }
    }

    StopReason Learn(
        TrainingLoop training, Checkpoint? begin, StopRules rules, ProgressReporter progress, TrainingReport report)
    {
        if (begin is null)
        {
            if (!training.WarmUp((teacher, made, steps) => Call("The display", () => progress.Imitate(teacher, made, steps))))
                return rules.Interruption() ?? StopReason.Interrupted;
            if (training.Imitation is not null && options.CheckpointEvery is not null)
                checkpoints.Keep(training, Say);
        }
        else
        {
            begin.Restore(training);
            if (failures.Count > 0)
                return StopReason.Failed;                                // of the population that it comes from
            training.Cut();
        }
        while (true)
        {
            if (!training.Iterate())
                return rules.Interruption() ?? StopReason.Interrupted;
            var history = training.State.History;
            Call($"TrainingOptions.OnIteration (of iteration {history.Count})", () => options.OnIteration?.Invoke(history[^1]));
            report.Add(history[^1]);
            Call("The display", progress.Report);
            if (hint.Of(training.State, training.StepTime) is { } advice)
                Say(advice);
            Call("The display", () => report.Show(display));
            if (rules.Interruption() is { } interruption)
                return interruption;
            training.Best.Judge();
            if (rules.Check() is { } reason)
                return reason;
            if (options.CheckpointEvery is { } interval && CheckpointSchedule.IsDue(training, interval))
                checkpoints.Keep(training, Say);
        }
    }

    /// <summary>Chooses between the last weights and the best kept ones, makes the policy, writes the folder, states
    /// why training ended.</summary>
    TrainingResult Finish(
        TrainingLoop training, StopRules rules, StopReason reason, ProgressReporter progress, TrainingReport report,
        PopulationResult? population)
    {
        try
        {
            training.Best.Choose(reason);
        }
        catch (Exception exception)                                      // it plays episodes: the simulation may fail
        {
            failures.Add(exception);
            training.Best.Choose(reason = StopReason.Failed);
        }
        var limits = CheckLimits(training, reason);
        var cause = reason == StopReason.Failed && failures.Count > 0 ? $"{Sentences.Ended(ThrowPlace.MessageOf(failures[0]))} " : "";
        var message = cause + new EndMessage(training.State, training.Best, rules, training.Learner, training.Imitation).Of(reason)
            + limits.Describe(training.State) + (population is null ? "" : $" {population.Message}")
            + checkpoints.Losses;
        var result = new TrainingOutput(training, reason, message, limits.Results, RewardDoctor.Of(training.State)).ToResult(population);
        (result.Create, result.StartedFrom) = (create, training.State.Options.StartFrom?.Policy);
        result.IsUntrained = training.State.History.Count == 0 && training.Best.Weights is null;
        if (options.Folder is { } folder && !result.IsUntrained
            && Try($"Writing the policy to {folder}", () => result.Policy.Save(folder)))
            saved = folder;
        report.End(result);
        Try("The display", () => report.Show(display));
        Try("The display", () => progress.End(reason, result.Text));
        if (population is not null)
            Try("The display", () => display.Show(population.ToDisplay()));
        return result;
    }

    /// <summary>Plays episodes, in which the simulation may fail: then nothing is known of the limits.</summary>
    LimitCheck CheckLimits(TrainingLoop training, StopReason reason)
    {
        try
        {
            return LimitCheck.Of(training, reason);
        }
        catch (Exception exception)
        {
            failures.Add(exception);
            return LimitCheck.Of(training, StopReason.Failed);
        }
    }

    void Say(string line) => Call("The display", () => display.Show(new TextLine(line)));

    /// <summary>Calls what belongs to the program: what it throws is reported as its own.</summary>
    static void Call(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            throw Failure(what, exception);
        }
    }

    /// <summary>Calls what must not keep the rest from being done.</summary>
    bool Try(string what, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception exception)
        {
            failures.Add(Failure(what, exception));
            return false;
        }
    }

    /// <summary>Also a stop by force: a simulation that hangs does not look at tokens.</summary>
    static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException or ThreadInterruptedException
            or { InnerException: OperationCanceledException or ThreadInterruptedException };

    static InvalidOperationException Failure(string what, Exception exception) =>
        new($"{what} threw {exception.GetType().Name}: {exception.Message}", exception);
}
