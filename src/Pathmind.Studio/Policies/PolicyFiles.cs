using System.Collections.Concurrent;
using Pathmind.Policies;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Policies;

/// <summary>The policies that the folders of trainings hold, as they are on the disk now.</summary>
/// <param name="board">All experiments.</param>
internal sealed class PolicyFiles(ExperimentBoard board)
{
    readonly ConcurrentDictionary<string, (DateTime Written, TrainedPolicy Policy)> read = new();

    /// <summary>The folder of an experiment's policy; null if there is none.</summary>
    public string? FolderOf(int number) =>
        board.Find(number) is { Deleted: null } experiment && WhyNone(experiment) is null ? experiment.Folder : null;

    /// <summary>Why an experiment has no policy here, in words; null if it has one.</summary>
    public static string? WhyNone(Experiment experiment) =>
        experiment.Folder is not { } folder
            ? "This training writes no folder, so its policy is in its own process alone: train with Folder = \"policies/…\" (--out), "
                + "or submit it."
        : experiment.Machine != Environment.MachineName ? $"Its policy is on {experiment.Machine}, in {folder}."
        : File.Exists(Path.Combine(folder, PolicySource.FileName)) ? null
        : experiment.IsOpen ? "The policy is written when the training ends." : "The training has left no policy.";

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

    /// <summary>The policy in a format; null if there is none.</summary>
    /// <param name="number">Of the experiment.</param>
    /// <param name="write">Writes it to a path.</param>
    /// <exception cref="InvalidDataException">The file is not a policy of this kit, or the format cannot hold
    /// it.</exception>
    public byte[]? Export(int number, Action<TrainedPolicy, string> write)
    {
        if (Read(number) is not { } policy)
            return null;
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
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
            File.Delete(file);
        }
    }
}
