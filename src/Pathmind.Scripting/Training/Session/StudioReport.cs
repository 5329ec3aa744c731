using System.Text.Json;
using Pathmind.Displays;
using Pathmind.Policies;
using Pathmind.Reporting;

namespace Pathmind.Training;

/// <summary>What a studio hears of a training; nothing if there is no studio.</summary>
internal sealed class StudioReport : IDisposable
{
    readonly ExperimentReporter? reporter;
    bool isShown;

    StudioReport(ExperimentReporter? reporter) => this.reporter = reporter;

    /// <summary>Cancelled when the studio's user asks the training to stop.</summary>
    public CancellationToken Stopped => reporter?.Stopped ?? CancellationToken.None;

    /// <summary>Begins to report, if a studio is found.</summary>
    /// <param name="training">Whose folder is claimed.</param>
    /// <param name="isResumed">Whether it goes on from a checkpoint.</param>
    public static StudioReport Begin(TrainingLoop training, bool isResumed)
    {
        var state = training.State;
        if (state.Options.Studio is not { } address || address.Find() is not { } found)
            return new(null);
        var first = found;
        var options = state.Options with
        {
            RewardWeights = state.Options.RewardWeights is { } weights ? new(weights) : null,
            Limits = state.Options.Limits?.Copy(),
        };
        var started = state.Now;
        return new(new(
            () => Interlocked.Exchange(ref first!, null) ?? address.Find(),
            () => Describe(training, options, started, isResumed)));
    }

    /// <summary>Takes the row of an iteration.</summary>
    public void Add(IterationRow row) => reporter?.Add(() => ProgressColumns.Of(row));

    /// <summary>Shows where the experiment can be seen, once, as soon as the studio has answered.</summary>
    public void ShowPage(IDisplay display)
    {
        if (isShown || reporter?.Page is not { } page)
            return;
        isShown = true;
        display.Show(new TextLine($"See your Pathmind experiment at: {page}"));
    }

    /// <summary>How it ended.</summary>
    public void End(TrainingResult result) => reporter?.End(new()
    {
        Stop = result.Stop.ToString(), Message = result.Message, Hints = [.. result.Hints], Reward = result.Reward,
        RandomReward = result.RandomReward, Rows = result.History.Count, Limits = LimitsOf(result.Limits),
    }, result.Policy.ToOnnx);

    /// <summary>An error before anything was learnt.</summary>
    public void Fail(Exception exception) =>
        reporter?.End(new() { Stop = nameof(StopReason.Failed), Message = exception.Message });

    public void Dispose() => reporter?.Dispose();

    /// <summary>How far limits are kept, as a studio hears it; what has no interval is left out.</summary>
    public static MeasuredLimit[] LimitsOf(IEnumerable<LimitResult> limits) =>
    [
        .. limits.Where(limit => double.IsFinite(limit.Mean + limit.Low + limit.High)).Select(
            limit => new MeasuredLimit(limit.Name, limit.Mean, limit.Low, limit.High, limit.Episodes)),
    ];

    static ExperimentStart Describe(TrainingLoop training, TrainingOptions options, DateTimeOffset started, bool isResumed)
    {
        var (state, folder) = (training.State, options.Folder is null ? null : Path.GetFullPath(options.Folder));
        return new()
        {
            Key = ExperimentKey.Of(folder, isResumed), Simulation = state.Schema.Simulation,
            Options = JsonSerializer.SerializeToElement(options with { Folder = null }, TrainingJson.Default.TrainingOptions),
            TotalSteps = options is { Steps: null, Time: not null } ? null : state.Plan.Steps, TimeLimit = options.Time?.TotalSeconds,
            Folder = folder, Started = started, Machine = Environment.MachineName, Process = Environment.ProcessId,
            Version = PolicyMetadata.KitVersion, Algorithm = training.Algorithm.Name, Agents = state.Schema.Agents,
            Observations = [.. state.Inputs.Names], RewardFunction = options.NameOfRewardFunction,
            Goals = state.Goals.ToDictionary(goal => goal.Key, goal => goal.Value.ForFile),
        };
    }
}
