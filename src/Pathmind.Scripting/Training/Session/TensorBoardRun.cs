using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pathmind.Displays;
using Pathmind.EventFiles;
using Pathmind.Files;

namespace Pathmind.Training;

/// <summary>The folder of a run below <see cref="TrainingOptions.TensorBoard"/>, which no other training writes to; or
/// that of several trainings that belong together, with a folder for each below it.</summary>
internal sealed class TensorBoardRun : IDisposable
{
    /// <summary>The file of a policy folder that names the run of its training.</summary>
    const string Note = "tensorboard.txt";

    const string EventPrefix = "events.out.tfevents.";

    readonly FolderClaim? claim;
    readonly TensorBoardRun? set;
    string? notice;
    int lost;

    TensorBoardRun(string folder, FolderClaim? claim, TensorBoardRun? set) => (Folder, this.claim, this.set) = (folder, claim, set);

    public string Folder { get; }

    /// <summary>Whether other trainings have begun, or will, that belong to it.</summary>
    public bool IsPart => set is not null;

    /// <summary>What was set on the simulations, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode> Settings { get; private init; } = new Dictionary<string, JsonNode>();

    /// <exception cref="ArgumentException">The folder of all runs cannot be written to.</exception>
    public static void Require(TrainingOptions options)
    {
        if (options.TensorBoard is { } all)
            OutputFile.RequireFolder(all, nameof(TrainingOptions.TensorBoard));
    }

    /// <summary>The run of a training: a new one, numbered; if the training goes on from a checkpoint, that which its
    /// folder names, if it is still there.</summary>
    /// <param name="options">Whose policy folder is claimed.</param>
    /// <param name="simulation">After which a new run is named.</param>
    /// <param name="isResumed">Whether the training goes on.</param>
    /// <returns>Null if none is asked for.</returns>
    /// <exception cref="ArgumentException">The folder cannot be written to.</exception>
    public static TensorBoardRun? Open(TrainingOptions options, string simulation, bool isResumed)
    {
        if (options.Run is { } part)
            return part;
        Require(options);
        if (options.TensorBoard is not { } all)
            return null;
        try
        {
            var note = options.Folder is { } folder ? Path.Combine(folder, Note) : null;
            if (isResumed && File.Exists(note) && Known(all, File.ReadAllText(note).Trim()) is { } known)
                return known;
            var run = New(all, OutputFile.NameOf(simulation));
            run.Name(note);
            return run;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(all, exception);
        }
    }

    /// <summary>The run of one of several trainings.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="settings">What is set on its simulations; null for nothing.</param>
    public TensorBoardRun Part(string name, IReadOnlyDictionary<string, JsonNode>? settings = null) =>
        new(Path.Combine(Folder, name), claim: null, set ?? this) { Settings = settings ?? Settings };

    /// <summary>Begins a file of the run behind those that it has, from which everything after a step is cut: a
    /// training that goes on makes those steps again.</summary>
    /// <param name="from">Steps that the training has made; 0 for a new one.</param>
    /// <param name="now">The date and time of day.</param>
    /// <exception cref="ArgumentException">The folder cannot be written to.</exception>
    public RecordFile Begin(long from, DateTimeOffset now)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var seconds = now.ToUnixTimeSeconds();
            foreach (var file in Directory.EnumerateFiles(Folder, $"{EventPrefix}*").ToArray())
            {
                // files are read in the order of their names
                seconds = Math.Max(seconds, SecondsOf(file) + 1);
                if (from == 0)
                    File.Delete(file);
                else
                    RecordFile.Cut(file, written => BoardEvent.StepOf(written) <= from);
            }
            return new(Path.Combine(Folder, string.Create(
                CultureInfo.InvariantCulture, $"{EventPrefix}{seconds:D10}.{OutputFile.NameOf(Environment.MachineName)}")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(Folder, exception);
        }
    }

    /// <summary>Takes down that something could not be written, once for all trainings that belong together.</summary>
    public void Lose(string what, Exception exception)
    {
        var whole = set ?? this;
        if (Interlocked.Exchange(ref whole.lost, 1) == 0)
            whole.notice = $"{what} could not be written for TensorBoard to {Folder}: {exception.Message.TrimEnd('.')}. "
                + "The training goes on; what is lost is missing in the curves.";
    }

    /// <summary>Shows what was lost, once.</summary>
    public void ShowNotice(IDisplay display)
    {
        if (Interlocked.Exchange(ref notice, null) is { } lostNow)
            display.Show(new TextLine(lostNow));
    }

    public void Dispose() => claim?.Dispose();

    static ArgumentException Unusable(string folder, Exception exception) =>
        new($"'{folder}' cannot be written: {exception.Message.TrimEnd('.')}. Name a folder that you may write to.", exception);

    static long SecondsOf(string file) => NumberIn(Path.GetFileName(file)[EventPrefix.Length..].Split('.')[0]);

    static long NumberIn(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    static TensorBoardRun? Known(string all, string name) =>
        name.Length > 0 && Path.GetFileName(name) == name && Path.Combine(all, name) is var folder && Directory.Exists(folder)
            && Hold(folder) is { } claim ? new(folder, claim, set: null) : null;

    /// <summary>The number after the largest one; the next, if another training takes that one first.</summary>
    static TensorBoardRun New(string all, string name)
    {
        var largest = Directory.EnumerateDirectories(all, $"{name}-*")
            .Select(folder => NumberIn(Path.GetFileName(folder)[(name.Length + 1)..])).DefaultIfEmpty().Max();
        for (var number = largest + 1; ; number++)
        {
            var folder = Path.Combine(all, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
            Directory.CreateDirectory(folder);
            if (Hold(folder) is not { } claim)
                continue;
            if (Directory.EnumerateFileSystemEntries(folder).All(entry => Path.GetFileName(entry) == FolderClaim.Name))
                return new(folder, claim, set: null);
            claim.Dispose();
        }
    }

    /// <summary>Writes its name down, for a training that is resumed.</summary>
    void Name(string? note)
    {
        if (note is null)
            return;
        try
        {
            using AtomicFile file = new(note);
            file.Stream.Write(Encoding.UTF8.GetBytes($"{Path.GetFileName(Folder)}\n"));
            file.Commit();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Null if another training has the folder.</summary>
    static FolderClaim? Hold(string folder)
    {
        try
        {
            return FolderClaim.Take(folder);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
