using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Engines;

/// <summary>What is submitted is kept, started by the engine, and followed into the board: rows, log, end, the wish to
/// stop.</summary>
/// <param name="board">All experiments.</param>
/// <param name="engine">What trains.</param>
/// <param name="folders">Reads at the end what was not printed.</param>
/// <param name="data">The studio's folder.</param>
/// <param name="logger">For what fails.</param>
internal sealed partial class SubmittedTrainings(
    ExperimentBoard board, ITrainingEngine engine, FolderReader folders, StudioData data, ILogger<SubmittedTrainings> logger)
    : BackgroundService
{
    const int MostText = 4 << 20;
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    readonly ConcurrentDictionary<int, Run> runs = new();

    /// <summary>Keeps a script as an experiment, and starts it if that is wished.</summary>
    /// <exception cref="InvalidDataException">It cannot be one; the message says why.</exception>
    public async Task<Experiment> SubmitAsync(Submission submission)
    {
        if (!FileNames().IsMatch(submission.File))
            throw new InvalidDataException(
                $"'{submission.File}' is not the name of a C# script: letters, digits, - and _, ending in .cs or .csx.");
        if (submission.Text.Length is 0 or > MostText)
            throw new InvalidDataException($"The script has {submission.Text.Length} characters, but must have 1 to {MostText}.");
        if (submission.Options.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException("The options are not an object such as { \"Steps\": 50000 }.");
        if (submission.Simulation is { } simulation && !Identifiers().IsMatch(simulation))
            throw new InvalidDataException($"'{simulation}' is not the name of a class.");
        var text = Encoding.UTF8.GetBytes(submission.Text);
        var source = Path.Combine("code", Convert.ToHexStringLower(SHA256.HashData(text))[..16], submission.File);
        var path = data.PathOf(source);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, text);
        var experiment = await board.CreateAsync(number => Make(number, submission, source));
        return submission.Start ?? true ? await StartAsync(experiment.Number) ?? experiment : experiment;
    }

    /// <summary>Starts an experiment that waits.</summary>
    /// <returns>The experiment; null if there is none of this number.</returns>
    /// <exception cref="InvalidDataException">It is none that waits.</exception>
    public async Task<Experiment?> StartAsync(int number)
    {
        if (board.Find(number) is not { } experiment)
            return null;
        if (experiment is not { Status: ExperimentStatus.Created, Source: { } source, Folder: { } folder })
            throw new InvalidDataException($"Experiment {number} is {experiment.Status}, but only one that waits can be started.");
        using var start = JsonDocument.Parse(experiment.Start);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, ".experiment"), experiment.Key);
        try
        {
            runs[number] = new(engine.Start(new()
            {
                Source = data.PathOf(source), Folder = folder, Options = start.RootElement.GetProperty("options").GetRawText(),
                Simulation = experiment.Simulation == NameOf(source) ? null : experiment.Simulation,
            }));
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException or System.ComponentModel.Win32Exception)
        {
            return await board.EndAsync(
                number, new() { Stop = ExperimentEnd.Failed, Message = $"It could not be started: {exception.Message}" });
        }
        return await board.EditAsync(number, one => one with { Status = ExperimentStatus.Running });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var open in board.All.Where(experiment => experiment is { Source: not null, Folder: not null, IsOpen: true }))
            if (engine.Find(open.Folder!) is { } found)
                runs[open.Number] = new(found);
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
        var news = await run.Training.ReadAsync(cancellation);
        if (news.Log.Count > 0)
            await board.LogAsync(number, news.Log);
        var experiment = await board.AppendAsync(number, news.Rows);
        if (experiment is { IsAskedToStop: true } && !run.IsAsked)
        {
            run.IsAsked = true;
            run.Training.Stop();
        }
        if (news.End is not { } end)
            return;
        runs.TryRemove(number, out _);
        run.Training.Dispose();
        if (await board.EndAsync(number, end) is { } ended)
            await folders.CompleteAsync(ended);
    }

    Experiment Make(int number, Submission submission, string source)
    {
        var now = DateTime.UtcNow;
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var folder = data.PathOf(Path.Combine("experiments", $"{number}"));
        var simulation = submission.Simulation ?? NameOf(source);
        ExperimentStart start = new()
        {
            Key = key, Simulation = simulation, Options = submission.Options, Folder = folder, Started = now,
            Machine = Environment.MachineName,
        };
        return new()
        {
            Number = number, Key = key, Simulation = simulation, Status = ExperimentStatus.Created, Started = now, LastSign = now,
            Start = JsonSerializer.Serialize(start, StudioJson.Default.ExperimentStart), Folder = folder, Source = source,
            Machine = Environment.MachineName, TotalSteps = Steps(submission.Options),
        };
    }

    static long? Steps(JsonElement options) =>
        options.TryGetProperty("Steps", out var steps) && steps.TryGetInt64(out var number) ? number
        : options.TryGetProperty("Time", out _) ? null : Pathmind.Training.ResolvedOptions.DefaultSteps;

    static string NameOf(string source) => Path.GetFileNameWithoutExtension(source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Training {Number} could not be followed.")]
    static partial void LogFailure(ILogger logger, int number, Exception exception);

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_-]{0,100}\.csx?\z")]
    private static partial Regex FileNames();

    [GeneratedRegex(@"^[A-Za-z_]\w{0,200}\z")]
    private static partial Regex Identifiers();

    /// <summary>A training that is followed.</summary>
    sealed class Run(ITrainingRun training)
    {
        public ITrainingRun Training => training;

        public bool IsAsked { get; set; }
    }
}

/// <summary>Where the studio keeps its files.</summary>
/// <param name="Folder">A full path.</param>
internal sealed record StudioData(string Folder)
{
    public string PathOf(string relative) => Path.Combine(Folder, relative);
}
