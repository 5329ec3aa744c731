using System.Text.Json;
using Pathmind.Displays;
using Pathmind.Policies;
using Pathmind.Reporting;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What a studio hears of a training, or of several that belong together; nothing if there is no
/// studio.</summary>
internal sealed class StudioReport : IDisposable
{
    readonly ExperimentReporter? reporter;
    readonly StudioAddress? address;
    readonly string simulation, key;
    bool isShown;

    StudioReport(StudioAddress? address, StudioFile? found, string simulation, string key, Func<ExperimentStart> describe)
    {
        (this.address, this.simulation, this.key) = (address, simulation, key);
        if (found is not null)
            reporter = new(() => Interlocked.Exchange(ref found, null) ?? address!.Find(), describe);
    }

    /// <summary>Reports nothing.</summary>
    public static StudioReport None { get; } = new(null, null, "", "", () => throw new InvalidOperationException());

    /// <summary>Cancelled when the studio's user asks the training to stop.</summary>
    public CancellationToken Stopped => reporter?.Stopped ?? CancellationToken.None;

    /// <summary>Begins to report, if a studio is found.</summary>
    /// <param name="training">Whose folder is claimed.</param>
    /// <param name="isResumed">Whether it goes on from a checkpoint.</param>
    /// <param name="population">Members, if it is one; null for a single training.</param>
    public static StudioReport Begin(TrainingLoop training, bool isResumed, int? population)
    {
        var state = training.State;
        if (state.Options.Studio is not { } address || address.Find() is not { } found)
            return None;
        var (options, started) = (Kept(state.Options), state.Now);
        var key = KeyOf(options, isResumed);
        return new(address, found, state.Schema.Simulation, key, () => Describe(state.Schema.Simulation, options, started, key) with
        {
            TotalSteps = options is { Steps: null, Time: not null } ? null : state.Plan.Steps,
            Algorithm = training.Algorithm.Name,
            Agents = state.Schema.Agents,
            Observations = [.. state.Inputs.Names],
            Goals = state.Goals.ToDictionary(goal => goal.Key, goal => goal.Value.ForFile),
            Set = population is null ? null : SetKind.Population,
            Size = population ?? 0,
        });
    }

    /// <summary>Begins to report several trainings as one experiment, if a studio is found; each of them is another
    /// one, with <see cref="PlaceOf"/> or by <see cref="BeginPart"/>.</summary>
    /// <param name="options">That all have in common; their folder holds the folders of all.</param>
    /// <param name="kind">A word of <see cref="SetKind"/>.</param>
    /// <param name="size">How many there will be.</param>
    /// <param name="steps">Of all together; null if it is not known.</param>
    /// <param name="nameOf">The simulation's name; null if it has none, and nothing can be reported.</param>
    /// <param name="isResumed">Whether what the folder has is gone on with.</param>
    public static StudioReport BeginSet(
        TrainingOptions options, string kind, int size, long? steps, Func<string?> nameOf, bool isResumed)
    {
        if (options.Studio is not { } address || address.Find() is not { } found || nameOf() is not { Length: > 0 } simulation)
            return None;
        var (kept, started, key) = (Kept(options), TimeProvider.System.GetUtcNow(), KeyOf(options, isResumed));
        return new(address, found, simulation, key, () => Describe(simulation, kept, started, key) with
        {
            TotalSteps = steps,
            TimeLimit = null,
            Set = kind,
            Size = size,
        });
    }

    /// <summary>Begins to report a training of this set that runs part by part; the same key is the same
    /// experiment.</summary>
    /// <param name="number">Among the others, from 1.</param>
    /// <param name="options">Its own.</param>
    /// <param name="key">Its key.</param>
    public StudioReport BeginPart(int number, TrainingOptions options, string key)
    {
        if (reporter is null || address!.Find() is not { } found)
            return None;
        var (kept, started, head) = (Kept(options), TimeProvider.System.GetUtcNow(), this.key);
        return new(address, found, simulation, key, () => Describe(simulation, kept, started, key) with { PartOf = head, Part = number });
    }

    /// <summary>What makes an ordinary training one of this set; null without a studio.</summary>
    /// <param name="number">Among the others, from 1.</param>
    public SetPlace? PlaceOf(int number) => reporter is null ? null : new(key, number);

    /// <summary>Takes the row of an iteration.</summary>
    public void Add(IterationRow row) => reporter?.Add(() => ProgressColumns.Of(row));

    /// <summary>Takes a row of a set as a whole.</summary>
    public void Add(params (string Name, double? Value)[] row) => reporter?.Add(() => row);

    /// <summary>Takes how the trainings of the set stand.</summary>
    public void Tell(Func<SetState> state)
    {
        try
        {
            reporter?.Tell(state());
        }
        catch (Exception)                                                // what is only told must not fail a training
        {
            return;
        }
    }

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

    /// <summary>How a set, or a part of a training, ended.</summary>
    /// <param name="isStopped">Whether it was stopped before its end.</param>
    /// <param name="message">In words.</param>
    /// <param name="reward">Mean per episode without exploration; null if that was not measured.</param>
    /// <param name="policy">That is kept; null for none.</param>
    public void End(bool isStopped, string message, double? reward, TrainedPolicy? policy = null) => reporter?.End(
        new()
        {
            Stop = isStopped ? ExperimentEnd.Interrupted : nameof(StopReason.Steps), Message = message,
            Reward = reward is { } value && double.IsFinite(value) ? value : null,
        }, policy is null ? null : policy.ToOnnx);

    /// <summary>An error before anything was learnt.</summary>
    public void Fail(Exception exception) =>
        reporter?.End(new() { Stop = nameof(StopReason.Failed), Message = ThrowPlace.MessageOf(exception) });

    public void Dispose() => reporter?.Dispose();

    /// <summary>How far limits are kept, as a studio hears it; what has no interval is left out.</summary>
    public static MeasuredLimit[] LimitsOf(IEnumerable<LimitResult> limits) =>
    [
        .. limits.Where(limit => double.IsFinite(limit.Mean + limit.Low + limit.High)).Select(
            limit => new MeasuredLimit(limit.Name, limit.Mean, limit.Low, limit.High, limit.Episodes)),
    ];

    /// <summary>The options as they are now: they are described on another thread.</summary>
    static TrainingOptions Kept(TrainingOptions options) => options with
    {
        RewardWeights = options.RewardWeights is { } weights ? new(weights) : null,
        Limits = options.Limits?.Copy(),
    };

    static string KeyOf(TrainingOptions options, bool isResumed) =>
        ExperimentKey.Of(options.Folder is null ? null : Path.GetFullPath(options.Folder), isResumed);

    static ExperimentStart Describe(string simulation, TrainingOptions options, DateTimeOffset started, string key) => new()
    {
        Key = key, Simulation = simulation,
        Options = JsonSerializer.SerializeToElement(
            options with { Folder = null, TensorBoard = null }, TrainingJson.Default.TrainingOptions),
        TotalSteps = options is { Steps: null, Time: not null } ? null : options.Steps ?? ResolvedOptions.DefaultSteps,
        TimeLimit = options.Time?.TotalSeconds, Folder = options.Folder is null ? null : Path.GetFullPath(options.Folder),
        Started = started, Machine = Environment.MachineName, Process = Environment.ProcessId, Version = PolicyMetadata.KitVersion,
        Algorithm = Algorithm.For(options).Name, RewardFunction = options.NameOfRewardFunction,
        PartOf = options.Place?.Head, Part = options.Place?.Number ?? 0,
    };
}

/// <summary>The place of a training among others that a studio shows as one.</summary>
/// <param name="Head">Key of the experiment that stands for all.</param>
/// <param name="Number">Among them, from 1.</param>
internal sealed record SetPlace(string Head, int Number);
