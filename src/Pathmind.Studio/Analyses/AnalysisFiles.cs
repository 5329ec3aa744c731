using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Pathmind.Studios.Engines;

namespace Pathmind.Studios.Analyses;

/// <summary>What was found out about experiments, in the studio's folder: <c>analyses/N/KIND</c> holds the last result
/// of a kind and the files that belong to it. No training reaches them.</summary>
/// <param name="data">The studio's folder.</param>
internal sealed class AnalysisFiles(StudioData data)
{
    /// <summary>Files of an episode.</summary>
    public const string Replay = "replay.html", Steps = "steps.csv";

    const string ResultName = "result.json";

    /// <summary>Bytes of a file that is kept.</summary>
    const long MostBytes = 32 << 20;

    static readonly string[] Kept = [Replay, Steps];

    readonly ConcurrentDictionary<(int, AnalysisKind), AnalysisResult?> read = new();

    /// <summary>The last result; null if there is none.</summary>
    public AnalysisResult? Read(int number, AnalysisKind kind) => read.GetOrAdd((number, kind), _ =>
        File.Exists(PathOf(number, kind, ResultName)) ? AnalysisJson.TryRead(File.ReadAllText(PathOf(number, kind, ResultName))) : null);

    /// <summary>A file of the last result, for reading; null if it has none.</summary>
    public FileStream? Open(int number, AnalysisKind kind, string name)
    {
        try
        {
            return File.Exists(PathOf(number, kind, name)) ? File.OpenRead(PathOf(number, kind, name)) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Puts a result in the place of the last one.</summary>
    /// <param name="number">Of the experiment.</param>
    /// <param name="result">The result.</param>
    /// <param name="folder">In which the process left its files.</param>
    /// <exception cref="InvalidDataException">A file is too large to be kept, or is none.</exception>
    public void Keep(int number, AnalysisResult result, string folder)
    {
        var place = FolderOf(number, result.Order.Kind);
        var next = Path.Combine(Path.GetDirectoryName(place)!, $".{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        Directory.CreateDirectory(next);
        try
        {
            foreach (var name in Kept)
                if (new FileInfo(Path.Combine(folder, name)) is { Exists: true } file)
                    File.Copy(Require(file).FullName, Path.Combine(next, name));
            File.WriteAllText(Path.Combine(next, ResultName), JsonSerializer.Serialize(result, AnalysisJson.Default.AnalysisResult));
            if (Directory.Exists(place))
                Directory.Delete(place, recursive: true);
            Directory.Move(next, place);
            read[(number, result.Order.Kind)] = result;
        }
        finally
        {
            if (Directory.Exists(next))
                Directory.Delete(next, recursive: true);
        }
    }

    static FileInfo Require(FileInfo file) => file switch
    {
        { LinkTarget: not null } => throw new InvalidDataException($"{file.Name} is a link."),
        { Length: > MostBytes } => throw new InvalidDataException(
            $"The episode is too long to be kept: {file.Name} has {file.Length >> 20} MB, more than {MostBytes >> 20} MB."),
        _ => file,
    };

    string FolderOf(int number, AnalysisKind kind) => Path.Combine(data.AnalysesOf(number), $"{kind}".ToLowerInvariant());

    string PathOf(int number, AnalysisKind kind, string name) => Path.Combine(FolderOf(number, kind), name);
}
