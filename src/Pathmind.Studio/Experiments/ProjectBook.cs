using System.Collections.Concurrent;

namespace Pathmind.Studios.Experiments;

/// <summary>The projects: all experiments of a simulation are one, with the versions of its code.</summary>
internal sealed class ProjectBook(ExperimentBoard board, IProjectStore store) : IDisposable
{
    readonly ConcurrentDictionary<string, ProjectNote> notes = new();
    readonly SemaphoreSlim writing = new(1);

    /// <summary>Raised after a change of a title, notes or the archive.</summary>
    public event Action<ProjectNote>? Changed;

    /// <summary>Reads what earlier runs of the studio left.</summary>
    public async Task LoadAsync(CancellationToken cancellation = default)
    {
        foreach (var note in await store.ReadProjectsAsync(cancellation))
            notes[note.Simulation] = note;
    }

    /// <summary>All projects that have experiments, the one with the newest experiment first.</summary>
    public IReadOnlyList<Project> All =>
        [.. Own.GroupBy(experiment => experiment.Simulation).Select(group => new Project(NoteOf(group.Key), [.. group]))];

    /// <summary>One; null if the simulation has no experiment.</summary>
    public Project? Find(string simulation) =>
        Own.Where(experiment => experiment.Simulation == simulation).ToArray() is { Length: > 0 } own
            ? new(NoteOf(simulation), own) : null;

    /// <summary>Several trainings for which one experiment stands count as that one.</summary>
    IEnumerable<Experiment> Own => board.All.Where(experiment => board.HeadOf(experiment) is null);

    /// <summary>Title, notes and archive of a project; empty until something was written.</summary>
    public ProjectNote NoteOf(string simulation) => notes.GetValueOrDefault(simulation) ?? new() { Simulation = simulation };

    /// <summary>What the user sets.</summary>
    public async Task<ProjectNote> EditAsync(string simulation, Func<ProjectNote, ProjectNote> edit)
    {
        await writing.WaitAsync();
        ProjectNote note;
        try
        {
            note = edit(NoteOf(simulation)) with { Simulation = simulation };
            await store.WriteProjectAsync(note);
            notes[simulation] = note;
        }
        finally
        {
            writing.Release();
        }
        Changed?.Invoke(note);
        return note;
    }

    public void Dispose() => writing.Dispose();
}

/// <summary>A project.</summary>
/// <param name="Note">What was written about it.</param>
/// <param name="Experiments">At least one, the newest first.</param>
internal sealed record Project(ProjectNote Note, IReadOnlyList<Experiment> Experiments)
{
    /// <summary>The versions of its code, the first one first.</summary>
    public IReadOnlyList<CodeVersion> Versions { get; } =
    [
        .. Experiments.Where(experiment => experiment.CodeDigest is not null).OrderBy(experiment => experiment.Number)
            .GroupBy(experiment => experiment.CodeDigest!)
            .Select((group, index) => new CodeVersion(
                index + 1, group.Key, group.First().Started, [.. group.Select(experiment => experiment.Number)])),
    ];

    /// <summary>The newest experiment whose code is here, which a new one is made from; null if there is
    /// none.</summary>
    public Experiment? Newest => Experiments.FirstOrDefault(experiment => experiment.Source is not null);

    /// <summary>The version that an experiment trains; null for a training of the user's own program.</summary>
    public CodeVersion? VersionOf(Experiment experiment) => Versions.FirstOrDefault(version => version.Digest == experiment.CodeDigest);
}

/// <summary>A version of a simulation's code.</summary>
/// <param name="Number">From 1, in the order in which they came.</param>
/// <param name="Digest">By which the code is kept.</param>
/// <param name="Since">When its first experiment was made, UTC.</param>
/// <param name="Experiments">Numbers of those that train it.</param>
internal sealed record CodeVersion(int Number, string Digest, DateTime Since, int[] Experiments);
