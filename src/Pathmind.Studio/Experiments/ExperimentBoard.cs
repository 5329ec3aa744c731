using System.Collections.Concurrent;
using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>All experiments as they are now, in memory and in the store: who changes one changes both, then all who
/// watch hear of it. One studio has one board.</summary>
/// <param name="store">What survives.</param>
/// <param name="clock">For what is late.</param>
internal sealed class ExperimentBoard(IExperimentStore store, TimeProvider clock) : IDisposable
{
    /// <summary>After so long without a sign a training counts as lost: it sends one every second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    readonly ConcurrentDictionary<int, Experiment> experiments = new();
    readonly ConcurrentDictionary<string, int> byKey = new();
    readonly SemaphoreSlim writing = new(1);                             // a database has one writer

    /// <summary>Raised after each change, on any thread; what it calls must not wait.</summary>
    public event Action<ExperimentChange>? Changed;

    /// <summary>All but the deleted ones, the newest first.</summary>
    public IReadOnlyList<Experiment> All =>
        [.. experiments.Values.Where(experiment => experiment.Deleted is null).OrderByDescending(experiment => experiment.Number)];

    /// <summary>Those that were deleted and are still there.</summary>
    public IReadOnlyList<Experiment> Deleted =>
        [.. experiments.Values.Where(experiment => experiment is { Deleted: not null, Start.Length: > 0 })];

    /// <summary>One; null if there is none of this number, or none any more.</summary>
    public Experiment? Find(int number) => experiments.GetValueOrDefault(number) is { Deleted: null } found ? found : null;

    /// <summary>The trainings for which an experiment stands, in the order of their numbers; none for a single
    /// one.</summary>
    public IReadOnlyList<Experiment> PartsOf(Experiment head) => head.Set.Length == 0 ? []
        : [.. experiments.Values.Where(one => one.Deleted is null && one.PartOf == head.Key).OrderBy(one => (one.Part, one.Number))];

    /// <summary>The experiment that stands for a training and its siblings; null for none, or none any more.</summary>
    public Experiment? HeadOf(Experiment part) =>
        part.PartOf.Length > 0 && byKey.TryGetValue(part.PartOf, out var number) ? Find(number) : null;

    /// <summary>Reads what earlier runs of the studio left. What ran then must give a sign again.</summary>
    public async Task LoadAsync(CancellationToken cancellation = default)
    {
        foreach (var experiment in await store.ReadAllAsync(cancellation))
        {
            experiments[experiment.Number] = experiment with { LastSign = Now };
            byKey[experiment.Key] = experiment.Number;
        }
    }

    /// <summary>Makes an experiment of a training; one that has registered before is the same.</summary>
    public Task<Experiment> RegisterAsync(ExperimentStart start) => WriteAsync(async () =>
    {
        var isKnown = byKey.TryGetValue(start.Key, out var number);
        var experiment = isKnown
            ? experiments[number] with
            {
                Status = ExperimentStatus.Running,
                Ended = null,
                LastSign = Now,
                TotalSteps = start.TotalSteps,
                TimeLimit = start.TimeLimit,
                Start = Text(start),
                Machine = start.Machine,
                Process = start.Process,
                Stop = null,
                Message = null,
                Hints = "",
                FinalReward = null,
                Limits = "",
                Deleted = null,
                IsAskedToStop = experiments[number] is { Ended: null, IsAskedToStop: true },
            }
            : new Experiment
            {
                Number = NextNumber, Key = start.Key, Simulation = start.Simulation, Status = ExperimentStatus.Running,
                Started = start.Started.UtcDateTime, LastSign = Now, TotalSteps = start.TotalSteps, TimeLimit = start.TimeLimit,
                Start = Text(start), Folder = start.Folder, Machine = start.Machine, Process = start.Process,
                Set = start.Set ?? "", PartOf = start.PartOf ?? "", Part = start.Part,
            };
        experiment = experiment.WithLog(
            Now, $"{(isKnown ? "Goes on" : "Began")} on {start.Machine}, process {start.Process}, kit {start.Version}.");
        await store.WriteAsync(experiment);
        byKey[experiment.Key] = experiment.Number;
        return (experiment, null);
    });

    /// <summary>Makes an experiment that the studio itself trains.</summary>
    /// <param name="make">Gets its number.</param>
    public Task<Experiment> CreateAsync(Func<int, Experiment> make) => WriteAsync(async () =>
    {
        var experiment = make(NextNumber).WithLog(Now, "Submitted.");
        await store.WriteAsync(experiment);
        byKey[experiment.Key] = experiment.Number;
        return (experiment, null);
    });

    /// <summary>Adds lines to the log of an experiment.</summary>
    public Task<Experiment?> LogAsync(int number, IReadOnlyList<string> lines) =>
        EditAsync(number, experiment => experiment.WithLog(Now, lines));

    /// <summary>Adds rows that are new; a batch without any is a sign of life.</summary>
    /// <returns>The experiment; null if there is none of this number.</returns>
    /// <exception cref="InvalidDataException">The rows are not as they must be.</exception>
    public Task<Experiment?> AppendAsync(int number, ProgressBatch batch) => ChangeAsync(number, async before =>
    {
        var rows = Curve.After(batch, before.Iteration);
        var isBack = before.Status == ExperimentStatus.Lost;
        var experiment = ExperimentRows.Apply(before, rows) with { LastSign = Now };
        if (isBack)
            experiment = (experiment with { Status = ExperimentStatus.Running }).WithLog(Now, "It reports again.");
        if (isBack || rows.Rows.Length > 0)
            await store.WriteAsync(experiment, rows);
        return (experiment, rows);
    });

    /// <summary>Takes how the training ended.</summary>
    public Task<Experiment?> EndAsync(int number, ExperimentEnd end) => ChangeAsync(number, async before =>
    {
        var experiment = before with
        {
            Status = end.Stop switch
            {
                ExperimentEnd.Failed => ExperimentStatus.Failed,
                ExperimentEnd.Interrupted => ExperimentStatus.Stopped,
                _ => ExperimentStatus.Completed,
            },
            Stop = end.Stop,
            Message = end.Message,
            Hints = string.Join('\n', end.Hints),
            FinalReward = end.Reward,
            RandomReward = end.RandomReward,
            Limits = end.Limits.Length == 0 ? "" : JsonSerializer.Serialize(end.Limits, StudioJson.Default.MeasuredLimitArray),
            Ended = Now,
            LastSign = Now,
            IsAskedToStop = false,
        };
        experiment = experiment.WithLog(Now, end.Message);
        await store.WriteAsync(experiment);
        return (experiment, null);
    });

    /// <summary>Puts rows that were read elsewhere in the place of all.</summary>
    public Task<Experiment?> ReplaceAsync(int number, ProgressBatch rows) => ChangeAsync(number, async before =>
    {
        Curve curve = new();
        curve.Add(Curve.After(rows, iteration: 0));
        var experiment = ExperimentRows.Again(before, curve)
            .WithLog(Now, $"{curve.Rows} rows were read from its folder; {before.Rows} had been reported.");
        await store.ReplaceAsync(experiment, curve);
        return (experiment, null);
    });

    /// <summary>Puts an experiment back that the store has lost.</summary>
    public Task<Experiment> MakeAgainAsync(Experiment lost) => WriteAsync(async () =>
    {
        var experiment = lost.WithLog(Now, "The database was damaged and had lost this experiment: it was made again of what was left.");
        await store.WriteAsync(experiment);
        byKey[experiment.Key] = experiment.Number;
        return (experiment, null);
    });

    /// <summary>Takes the rows that the store has as all that there are: it has lost others.</summary>
    public Task<Experiment?> RepairAsync(int number, Curve curve) => ChangeAsync(number, async before =>
    {
        var experiment = ExperimentRows.Again(before, curve)
            .WithLog(Now, $"The database was damaged: {curve.Rows} of {before.Rows} rows could be read.");
        await store.WriteAsync(experiment);
        return (experiment, null);
    });

    /// <summary>What the user sets: name, notes, favourite, archived, the wish to stop.</summary>
    public Task<Experiment?> EditAsync(int number, Func<Experiment, Experiment> edit) => ChangeAsync(number, async before =>
    {
        var experiment = edit(before) with { Number = before.Number, Key = before.Key };
        await store.WriteAsync(experiment);
        return (experiment, null);
    });

    /// <summary>Takes how the trainings stand for which it stands.</summary>
    public Task<Experiment?> TellAsync(int number, SetState state) => EditAsync(
        number, experiment => experiment with { SetText = JsonSerializer.Serialize(state, StudioJson.Default.SetState), LastSign = Now });

    /// <summary>Asks its training to stop, which hears of it with its next rows.</summary>
    public Task<Experiment?> AskToStopAsync(int number) => EditAsync(
        number, experiment => experiment is { IsOpen: true, IsAskedToStop: false }
            ? (experiment with { IsAskedToStop = true }).WithLog(Now, "It was asked to stop.") : experiment);

    /// <summary>Takes an experiment, and the trainings for which it stands, out of all lists; for a while it can be
    /// brought back.</summary>
    /// <exception cref="InvalidDataException">It trains.</exception>
    public async Task<Experiment?> DeleteAsync(int number)
    {
        if (Find(number) is { } head && head.Status != ExperimentStatus.Running)
            foreach (var part in PartsOf(head).Where(one => one.Status != ExperimentStatus.Running))
                await DeleteOneAsync(part.Number);
        return await DeleteOneAsync(number);
    }

    Task<Experiment?> DeleteOneAsync(int number) => ChangeAsync(number, async before =>
    {
        if (before.Status == ExperimentStatus.Running)
            throw new InvalidDataException($"Experiment {number} trains: stop it before you delete it.");
        var experiment = before with { Deleted = Now };
        await store.WriteAsync(experiment);
        return (experiment, null);
    });

    /// <summary>Brings a deleted experiment back, and the trainings for which it stands.</summary>
    /// <returns>The experiment; null if it is gone.</returns>
    public async Task<Experiment?> RestoreAsync(int number)
    {
        if (Deleted.FirstOrDefault(one => one.Number == number) is not { } head)
            return null;
        foreach (var part in Deleted.Where(one => head.Set.Length > 0 && one.PartOf == head.Key).ToArray())
            await RestoreOneAsync(part.Number);
        return await RestoreOneAsync(number);
    }

    Task<Experiment> RestoreOneAsync(int number) => WriteAsync(async () =>
    {
        var experiment = experiments[number] with { Deleted = null };
        await store.WriteAsync(experiment);
        return (experiment, null);
    });

    /// <summary>Forgets a deleted experiment with all its rows. Its number stays taken, since links may lead to
    /// it.</summary>
    public async Task ForgetAsync(int number)
    {
        if (Deleted.All(one => one.Number != number))
            return;
        await WriteAsync(async () =>
        {
            var old = experiments[number];
            Experiment nothing = new()
            {
                Number = number, Key = $"deleted-{number}", Simulation = "", Start = "", Started = old.Started, LastSign = Now,
                Deleted = old.Deleted, Status = ExperimentStatus.Failed,
            };
            await store.ReplaceAsync(nothing, new());
            byKey.TryRemove(old.Key, out _);
            return (nothing, null);
        });
    }

    /// <summary>All rows of an experiment.</summary>
    public Task<Curve> CurveAsync(int number) => store.CurveAsync(number);

    /// <summary>Marks those as lost of which nothing was heard for long.</summary>
    public async Task MarkLostAsync()
    {
        foreach (var late in All.Where(one => one.Status == ExperimentStatus.Running && Now - one.LastSign > Patience))
            await EditAsync(late.Number, one => Now - one.LastSign > Patience
                ? (one with { Status = ExperimentStatus.Lost }).WithLog(Now, $"Nothing was heard of it for {Patience.TotalSeconds} s.")
                : one);
    }

    public void Dispose() => writing.Dispose();

    int NextNumber => experiments.IsEmpty ? 1 : experiments.Keys.Max() + 1;

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    static string Text(ExperimentStart start) => JsonSerializer.Serialize(start, StudioJson.Default.ExperimentStart);

    async Task<Experiment?> ChangeAsync(int number, Func<Experiment, Task<(Experiment, ProgressBatch?)>> change) =>
        Find(number) is null ? null : await WriteAsync(() => change(experiments[number]));  // as it is once it is our turn

    async Task<Experiment> WriteAsync(Func<Task<(Experiment Experiment, ProgressBatch? Rows)>> change)
    {
        await writing.WaitAsync();
        ExperimentChange made;
        try
        {
            var (experiment, rows) = await change();
            var hasEnded = experiment.Ended is not null && experiments.GetValueOrDefault(experiment.Number)?.Ended is null;
            experiments[experiment.Number] = experiment;
            made = new(experiment, rows) { HasEnded = hasEnded };
        }
        finally
        {
            writing.Release();
        }
        Changed?.Invoke(made);
        return made.Experiment;
    }
}

/// <summary>A change of an experiment.</summary>
/// <param name="Experiment">As it is now.</param>
/// <param name="Rows">Rows that it has got; null if something else changed, perhaps all rows.</param>
internal sealed record ExperimentChange(Experiment Experiment, ProgressBatch? Rows)
{
    /// <summary>Whether its training has ended with this change.</summary>
    public bool HasEnded { get; init; }
}
