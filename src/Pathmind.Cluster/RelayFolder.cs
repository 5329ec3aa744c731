using System.Text.Json;
using Pathmind.Clusters.Work;
using Pathmind.Files;
using Pathmind.Training;

namespace Pathmind.Clusters;

/// <summary>A folder in which a training, whose process runs a user's code and therefore knows neither address nor
/// secret of a cluster, asks a node of the cluster to have slices run. Files stay when either side is killed. The node
/// believes nothing of what it reads there.</summary>
/// <param name="path">A full path; made if it is not there.</param>
internal sealed class RelayFolder(string path)
{
    /// <summary>Bytes of a checkpoint, and of a request.</summary>
    const long MostBytes = 256L << 20, MostRequest = 16L << 20;

    string RequestFile => Path.Combine(path, "request.json");

    string StateFile => Path.Combine(path, "state.json");

    /// <summary>The training asks for slices; what was asked before is withdrawn.</summary>
    public void Ask(RelayRequest request, IEnumerable<(int Trial, Checkpoint From)> begins)
    {
        Clear();
        Directory.CreateDirectory(path);
        foreach (var (trial, from) in begins)
            Write(FileOf(request.Id, trial, "from"), SliceFiles.Write(from));
        Write(RequestFile, JsonSerializer.SerializeToUtf8Bytes(request));
    }

    /// <summary>The training asks for nothing any more.</summary>
    public void Clear()
    {
        if (!Directory.Exists(path))
            return;
        try
        {
            File.Delete(RequestFile);
            Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            return;                                                      // the node writes just now: no one asks for it any more
        }
    }

    /// <summary>What the training asks for; null for nothing, or for what is not a request.</summary>
    public RelayRequest? Request() => Read<RelayRequest>(RequestFile, MostRequest);

    /// <summary>Where a slice of the request begins.</summary>
    /// <exception cref="JsonException">It is not a checkpoint.</exception>
    /// <exception cref="IOException">It is too large, or gone.</exception>
    public Checkpoint BeginOf(RelayRequest request, int trial) =>
        SliceFiles.ReadCheckpoint(Read(FileOf(request.Id, trial, "from"), MostBytes));

    /// <summary>The node hands a result over.</summary>
    public void Answer(RelayRequest request, int trial, SliceResult result)
    {
        Write(FileOf(request.Id, trial, "to"), SliceFiles.Write(result.Checkpoint));
        var end = SliceFiles.Write(new SliceEnd(result.Played, result.IsOver));
        Write(FileOf(request.Id, trial, "end"), JsonSerializer.SerializeToUtf8Bytes(end));
    }

    /// <summary>What a slice left; null while it runs.</summary>
    public SliceResult? ResultOf(RelayRequest request, int trial)
    {
        if (Read<string>(FileOf(request.Id, trial, "end"), MostRequest) is not { } text)
            return null;
        var end = SliceFiles.ReadEnd(text);
        return new(SliceFiles.ReadCheckpoint(Read(FileOf(request.Id, trial, "to"), MostBytes)), end.Played, end.IsOver);
    }

    /// <summary>The node says how far it is.</summary>
    public void Tell(RelayState state) => Write(StateFile, JsonSerializer.SerializeToUtf8Bytes(state));

    /// <summary>How far the node is; null if it has not said so.</summary>
    public RelayState? State() => Read<RelayState>(StateFile, MostRequest);

    string FileOf(string id, int trial, string kind) => Path.Combine(path, $"{id}-{trial}.{kind}");

    /// <summary>Nothing is made where the training has removed the folder.</summary>
    void Write(string file, byte[] content)
    {
        if (!Directory.Exists(path))
            return;
        using AtomicFile to = new(file);
        to.Stream.Write(content);
        to.Commit();
    }

    static T? Read<T>(string file, long most)
        where T : class
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<T>(Read(file, most)) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;                                                 // removed meanwhile, or not as it must be
        }
    }

    static byte[] Read(string file, long most) => new FileInfo(file).Length is var bytes && bytes <= most
        ? File.ReadAllBytes(file)
        : throw new IOException($"'{Path.GetFileName(file)}' has {bytes >> 20} MB, more than the {most >> 20} MB that it may.");
}

/// <summary>Slices of one generation, which a training asks for.</summary>
internal sealed record RelayRequest
{
    /// <summary>32 hexadecimal digits, other each time.</summary>
    public required string Id { get; init; }

    /// <summary>Class in the script.</summary>
    public required string Simulation { get; init; }

    /// <summary>C# of the reward function; null for the terms' sum.</summary>
    public string? Reward { get; init; }

    /// <summary>Options of the whole training as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>Of the population.</summary>
    public required int Members { get; init; }

    /// <summary>Empty if the training has ended well, and what was kept to go on with it can be forgotten.</summary>
    public required RelayOrder[] Orders { get; init; }
}

/// <summary>A slice.</summary>
/// <param name="Trial">From 1.</param>
/// <param name="Generation">From 1.</param>
/// <param name="Options">The member's, as JSON.</param>
/// <param name="IsFirst">Whether it begins at the beginning; else at a checkpoint beside the request.</param>
/// <param name="Until">Steps at its end.</param>
/// <param name="EvaluationSeed">Of the episodes that judge it.</param>
internal sealed record RelayOrder(int Trial, int Generation, string Options, bool IsFirst, long Until, int EvaluationSeed);

/// <summary>How far a node is with a request.</summary>
/// <param name="Id">Of the request.</param>
/// <param name="Steps">By trial.</param>
/// <param name="Notices">Lines for the user.</param>
/// <param name="Failure">Why the training fails; null if it does not.</param>
internal sealed record RelayState(string Id, Dictionary<int, long> Steps, string[] Notices, string? Failure = null);
