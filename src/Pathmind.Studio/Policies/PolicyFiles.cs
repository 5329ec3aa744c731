using System.Collections.Concurrent;
using System.Security.Cryptography;
using Pathmind.Policies;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Policies;

/// <summary>The policies that the folders of trainings hold, as they are on the disk now; of a training without a
/// folder on this machine the policy that it sent when it ended.</summary>
/// <param name="board">All experiments.</param>
/// <param name="sent">Folder of the policy that an experiment's training has sent.</param>
internal sealed class PolicyFiles(ExperimentBoard board, Func<int, string> sent)
{
    /// <summary>Bytes of a policy that is taken.</summary>
    public const int MostBytes = StudioClient.MostPolicyBytes;

    readonly ConcurrentDictionary<string, (DateTime Written, TrainedPolicy Policy)> read = new();
    readonly ConcurrentDictionary<string, (DateTime Written, string Digest)> digests = new();

    /// <summary>The folder of an experiment's policy; null if there is none.</summary>
    public string? FolderOf(int number) =>
        board.Find(number) is not { } experiment ? null
        : IsHere(experiment) ? Has(experiment.Folder!) ? experiment.Folder : null
        : Has(sent(number)) ? sent(number)
        : null;

    /// <summary>Whether a training that has ended is to send its policy.</summary>
    public static bool IsWanted(Experiment experiment) => !IsHere(experiment);

    /// <summary>Takes the policy that a training has sent.</summary>
    /// <exception cref="InvalidDataException">It is not a policy, or is not wanted.</exception>
    public async Task TakeAsync(Experiment experiment, Stream content, CancellationToken cancellation)
    {
        if (IsHere(experiment))
            throw new InvalidDataException($"The policy of experiment {experiment.Number} is read from its folder.");
        var place = sent(experiment.Number);
        var next = Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetRandomFileName()}");
        Directory.CreateDirectory(next);
        try
        {
            await using (FileStream file = new(Path.Combine(next, PolicySource.FileName), FileMode.CreateNew))
                await content.CopyToAsync(file, cancellation);
            _ = TrainedPolicy.Load(next);
            Directory.CreateDirectory(place);
            File.Move(Path.Combine(next, PolicySource.FileName), Path.Combine(place, PolicySource.FileName), overwrite: true);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException($"It is not a policy: {exception.Message}", exception);
        }
        finally
        {
            Directory.Delete(next, recursive: true);
        }
    }

    /// <summary>Why an experiment has no policy here, in words; null if it has one.</summary>
    public string? WhyNone(Experiment experiment) =>
        FolderOf(experiment.Number) is not null ? null
        : experiment.IsOpen ? $"The policy is {(IsHere(experiment) ? "written" : "sent")} when the training ends."
        : experiment.Status == ExperimentStatus.Created ? "It is not trained yet."
        : IsHere(experiment) ? "The training has left no policy."
        : experiment.Folder is { } folder ? $"The training has sent no policy; it is on {experiment.Machine}, in {folder}."
        : "The training has sent no policy, and wrote no folder: train with Folder = \"policies/…\" (--out), or submit it.";

    static bool IsHere(Experiment experiment) => experiment.Folder is not null && experiment.Machine == Environment.MachineName;

    static bool Has(string folder) => File.Exists(Path.Combine(folder, PolicySource.FileName));

    /// <summary>The policy of an experiment; null if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is not a policy of this kit, it is damaged, or it cannot be
    /// read.</exception>
    public TrainedPolicy? Read(int number)
    {
        if (FolderOf(number) is not { } folder)
            return null;
        var written = File.GetLastWriteTimeUtc(Path.Combine(folder, PolicySource.FileName));
        if (read.TryGetValue(folder, out var known) && known.Written == written)
            return known.Policy;
        try
        {
            read[folder] = known = (written, TrainedPolicy.Load(folder));
            return known.Policy;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidDataException($"The policy in {folder} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>SHA-256 of the policy, by which one is told from another; null if there is none, or if it cannot be
    /// read.</summary>
    public string? DigestOf(int number)
    {
        if (FolderOf(number) is not { } folder)
            return null;
        var file = Path.Combine(folder, PolicySource.FileName);
        try
        {
            var written = File.GetLastWriteTimeUtc(file);
            if (digests.TryGetValue(folder, out var known) && known.Written == written)
                return known.Digest;
            var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            digests[folder] = (written, digest);
            return digest;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The policy in a format; null if there is none.</summary>
    /// <param name="number">Of the experiment.</param>
    /// <param name="write">Writes it to a path.</param>
    /// <exception cref="InvalidDataException">The file is not a policy of this kit, or the format cannot hold
    /// it.</exception>
    public byte[]? Export(int number, Action<TrainedPolicy, string> write)
    {
        if (Read(number) is not { } policy)
            return null;
        var folder = Directory.CreateTempSubdirectory("pathmind-export-").FullName;
        var file = Path.Combine(folder, $"{CSharpNames.Type(policy.Simulation)}Policy");   // a class is called as its file
        try
        {
            write(policy, file);
            return File.ReadAllBytes(file);
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
