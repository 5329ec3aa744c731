using System.Runtime.ExceptionServices;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>A training with all around it: progress, stop rules, checkpoints, the policy folder at the end,
/// errors.</summary>
/// <remarks>Once something has been learnt, no error loses it: after any exception the policy is made, saved if it can
/// be, and held by the exception.</remarks>
internal sealed class TrainingSession(Func<Simulation> create, TrainingOptions options, Algorithm algorithm, Checkpoint? from)
{
    readonly IDisplay display = options.Display ?? Display.Current;
    readonly List<Exception> failures = [];
    int checkpointsLost;

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
            $"{Sentence(failures[0].Message)} The best policy so far is kept in this exception's Training.Policy"
            + $"{(saved is null ? "" : $" and in {saved}")}.",
            result, failures.Count == 1 ? failures[0] : new AggregateException(failures));
    }

    /// <summary>The folder that has the policy; null before, and if it could not be written.</summary>
    string? saved;

    TrainingResult Run(SimulationInstances instances, ILiveDisplay live, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, live.Interrupted);
        using var training = new TrainingLoop(instances.New, options, algorithm, TimeProvider.System, stop.Token);
        if (from is not null)
        {
            ResumeRules.Require(from, training);
            Call("The display", () => display.Show(new TextLine(ResumeRules.Start(from))));
        }
        var (claim, notice) = options.Folder is { } folder
            ? TrainingFolder.Open(folder, training.State.Schema.Simulation, isNew: from is null)
            : (null, null);
        using (claim)
        using (var report = StudioReport.Begin(training, isResumed: from is not null))
        using (report.Stopped.Register(stop.Cancel))
        {
            if (notice is not null)
                display.Show(new TextLine(notice));
            var rules = new StopRules(training.State, training.Best, stop.Token);
            var progress = new ProgressReporter(training.State, live);
            try
            {
                var reason = LearnToTheEnd(training, rules, progress, report, stop.Token);
                return Finish(training, rules, reason, progress, report);
            }
            catch (Exception exception)
            {
                report.Fail(exception);
                throw;
            }
        }
    }

    /// <summary>Why it ended; an error counts as failed once something has been learnt.</summary>
    StopReason LearnToTheEnd(
        TrainingLoop training, StopRules rules, ProgressReporter progress, StudioReport report, CancellationToken stop)
    {
        try
        {
            Call("The display", progress.Begin);
            return Learn(training, rules, progress, report);
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

    StopReason Learn(TrainingLoop training, StopRules rules, ProgressReporter progress, StudioReport report)
    {
        if (from is null)
        {
            if (!training.WarmUp())
                return rules.Interruption() ?? StopReason.Interrupted;
        }
        else
        {
            from.Restore(training);
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
            Call("The display", () => report.ShowPage(display));
            if (rules.Interruption() is { } interruption)
                return interruption;
            training.Best.Judge();
            if (rules.Check() is { } reason)
                return reason;
            if (options is { Folder: { } folder, CheckpointEvery: { } interval } && history.Count % interval == 0
                && training.MayCut(interval))
            {
                Keep(training, folder);
                training.Cut();
            }
        }
    }

    /// <summary>Writes a checkpoint. If that fails (the disk is full, a share is gone) the training goes on: the next
    /// one may succeed, and the policy is what counts.</summary>
    void Keep(TrainingLoop training, string folder)
    {
        try
        {
            Checkpoint.Of(training).Save(folder);
            training.State.History.WriteCsv(Path.Combine(folder, PolicyFolder.Progress));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (checkpointsLost++ == 0)
                Call("The display", () => display.Show(new TextLine(
                    $"The checkpoint of iteration {training.State.History.Count} could not be written: {Sentence(exception.Message)} "
                    + "The training goes on and tries again at the next one.")));
        }
    }

    /// <summary>Chooses between the last weights and the best kept ones, makes the policy, writes the folder, states
    /// why training ended.</summary>
    TrainingResult Finish(
        TrainingLoop training, StopRules rules, StopReason reason, ProgressReporter progress, StudioReport report)
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
        var message = new EndMessage(training.State, training.Best, rules, training.Learner).Of(reason)
            + limits.Describe(training.State)
            + (checkpointsLost == 0 ? "" : $" {checkpointsLost} checkpoint{(checkpointsLost == 1 ? "" : "s")} could not be written.");
        var result = new TrainingOutput(training, reason, message, limits.Results, RewardDoctor.Of(training.State)).ToResult();
        result.Create = create;
        if (options.Folder is { } folder && training.State.History.Count > 0
            && Try($"Writing the policy to {folder}", () => result.Policy.Save(folder)))
            saved = folder;
        report.End(result);
        Try("The display", () => report.ShowPage(display));
        Try("The display", () => progress.End(reason, result.Text));
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

    static string Sentence(string message) => message is [.., '.' or '!' or '?' or '…'] ? message : $"{message}.";
}
