using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;
using Pathmind.Training;

namespace Pathmind.Studios.Engines;

/// <summary>Starts what was submitted by the engine, and follows it into the board: rows, log, end, the wish to
/// stop.</summary>
/// <param name="board">All experiments.</param>
/// <param name="engine">What trains.</param>
/// <param name="folders">Reads at the end what was not printed.</param>
/// <param name="code">The code that was submitted.</param>
/// <param name="logger">For what fails.</param>
internal sealed partial class SubmittedTrainings(
    ExperimentBoard board, ITrainingEngine engine, FolderReader folders, CodeStore code, ILogger<SubmittedTrainings> logger)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    readonly ConcurrentDictionary<int, Run> runs = new();

    /// <summary>Starts an experiment that waits.</summary>
    /// <returns>The experiment; null if there is none of this number.</returns>
    /// <exception cref="InvalidDataException">It is none that waits.</exception>
    public async Task<Experiment?> StartAsync(int number)
    {
        if (board.Find(number) is not { } experiment)
            return null;
        if (experiment is not { Status: ExperimentStatus.Created, Source: not null })
            throw new InvalidDataException($"Experiment {number} is {experiment.Status}, but only one that waits can be started.");
        return await RunAsync(experiment, resumes: false);
    }

    /// <summary>Lets a training that has ended go on from its newest checkpoint, as if it had never stopped.</summary>
    /// <param name="number">Of the experiment.</param>
    /// <param name="moreSteps">Steps to make after those that were made; null for what is left of the options'.</param>
    /// <returns>The experiment; null if there is none of this number.</returns>
    /// <exception cref="InvalidDataException">It runs, was not submitted, or has nothing left to do.</exception>
    public async Task<Experiment?> ResumeAsync(int number, long? moreSteps = null)
    {
        if (board.Find(number) is not { } experiment)
            return null;
        if (experiment is not { Source: not null, Folder: { } folder })
            throw new InvalidDataException(
                $"Experiment {number} is a training of your own program: continue it there, with Resume(folder).");
        if (experiment.Status is ExperimentStatus.Created or ExperimentStatus.Running || runs.ContainsKey(number))
            throw new InvalidDataException($"Experiment {number} is {experiment.Status}, but only one that has ended can go on.");
        if (moreSteps is null && experiment.Status == ExperimentStatus.Completed)
            throw new InvalidDataException($"Experiment {number} is completed: say how many steps it is to make in addition.");
        if (moreSteps is < 1)
            throw new InvalidDataException($"{moreSteps} steps in addition are not possible: at least 1.");
        if (moreSteps is { } more)
            experiment = await board.EditAsync(number, one => WithMore(one, more)) ?? experiment;
        var isPopulation = Populations.MembersOf(experiment) is not null && moreSteps is null;
        await board.LogAsync(number, [isPopulation ? "It goes on where it was: what its members have done is not done again."
            : Checkpoint.Files(folder).Length == 0 ? "It has no checkpoint: it starts over."
            : $"It goes on from its last checkpoint{(moreSteps is null ? "" : $", {moreSteps:N0} steps more")}."]);
        return await RunAsync(experiment, resumes: !isPopulation);
    }

    /// <summary>More steps than were made, and none of the reasons by which it ended before.</summary>
    static Experiment WithMore(Experiment experiment, long more)
    {
        var options = experiment.OptionsOf();
        options["Steps"] = experiment.Steps + more;
        options.Remove("Time");
        if (experiment.Stop is nameof(StopReason.Converged) or nameof(StopReason.NoLearning))
            options["StopWhenConverged"] = false;
        if (experiment.Stop == nameof(StopReason.RewardReached))
            options.Remove("UntilReward");
        return experiment.WithOptions(options);
    }

    async Task<Experiment?> RunAsync(Experiment experiment, bool resumes)
    {
        var (number, folder) = (experiment.Number, experiment.Folder!);
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, ".experiment"), experiment.Key);
            runs[number] = new(engine.Start(OrderOf(experiment, resumes)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PlatformNotSupportedException
            or Win32Exception)
        {
            return await board.EndAsync(
                number, new() { Stop = ExperimentEnd.Failed, Message = $"It could not be started: {exception.Message}" });
        }
        return await board.EditAsync(number, one => one with
        {
            Status = ExperimentStatus.Running,
            Ended = null,
            Stop = null,
            Message = null,
            FinalReward = null,
            Limits = "",
            IsAskedToStop = false,
            LastSign = DateTime.UtcNow,
        });
    }

    TrainingOrder OrderOf(Experiment experiment, bool resumes)
    {
        var (digest, file) = CodeStore.Split(experiment.Source!);
        return new()
        {
            Code = code.FolderOf(digest), Source = file, Folder = experiment.Folder!, Options = experiment.OptionsOf().ToJsonString(),
            Simulation = experiment.Simulation, Resumes = resumes, Members = Populations.MembersOf(experiment),
            Experiment = (experiment.Number, experiment.Key),
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var open in board.All.Where(experiment => experiment is { Source: not null, Folder: not null, IsOpen: true }))
            if (engine.Find(OrderOf(open, resumes: false)) is { } found)
                runs[open.Number] = new(found) { IsOfBefore = true };
        using PeriodicTimer timer = new(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var (number, run) in runs)
                try
                {
                    await FollowAsync(number, run, stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFailure(logger, number, exception);
                }
    }

    async Task FollowAsync(int number, Run run, CancellationToken cancellation)
    {
        var news = run.News ??= await run.Training.ReadAsync(cancellation);      // once more if it could not be kept
        if (news.Log.Count > 0)
            await board.LogAsync(number, news.Log);
        run.News = news with { Log = [] };
        var experiment = await board.AppendAsync(number, news.Rows);
        if (experiment is { IsAskedToStop: true } && !run.IsAsked)
        {
            run.IsAsked = true;
            run.Training.Stop();
        }
        run.News = news.End is null ? null : run.News;
        if (news.End is not { } end)
            return;
        if (experiment?.Folder is { } folder && !news.WasKilled && end.Stop != ExperimentEnd.Failed)
            end = FolderReader.End(folder) ?? end;                       // with rewards and hints, which are not printed
        var ended = await folders.EndAsync(number, end);
        runs.TryRemove(number, out _);
        run.Training.Dispose();
        if (ended is not null && news.WasKilled && run.IsOfBefore)
        {
            await board.LogAsync(number, ["It was not running any more when the studio started."]);
            await ResumeAsync(number);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Training {Number} could not be followed.")]
    static partial void LogFailure(ILogger logger, int number, Exception exception);

    /// <summary>A training that is followed.</summary>
    sealed class Run(ITrainingRun training)
    {
        public ITrainingRun Training => training;

        public bool IsAsked { get; set; }

        /// <summary>Whether an earlier studio started it: if it is dead, it did not see it die.</summary>
        public bool IsOfBefore { get; init; }

        /// <summary>What was read of it and is not kept yet.</summary>
        public TrainingNews? News { get; set; }
    }
}
