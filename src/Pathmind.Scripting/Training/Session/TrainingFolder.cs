using Pathmind.Files;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>What must hold of <see cref="TrainingOptions.Folder"/> before the first step, so that nothing of another
/// training is overwritten, mixed or lost.</summary>
internal static class TrainingFolder
{
    const string Before = "before";

    /// <summary>Claims a folder that holds several trainings, for as long as they run; null without a folder.</summary>
    /// <exception cref="ArgumentException">It cannot be written to, or others run in it.</exception>
    public static FolderClaim? Claim(string? folder)
    {
        if (folder is null)
            return null;
        var made = FolderClaim.Missing(folder);
        OutputFile.RequireFolder(folder, nameof(TrainingOptions.Folder));
        return FolderClaim.Take(folder, made);
    }

    /// <summary>Makes sure that the folder can be written to and does not belong to another simulation; a new training
    /// moves the checkpoints of the previous one into <c>checkpoints/before</c>, so that <c>Resume</c> can never
    /// continue the wrong one. An old policy stays until the new one replaces it.</summary>
    /// <param name="folder">As the user named it.</param>
    /// <param name="simulation">Name of the simulation's class.</param>
    /// <param name="isNew">Whether the training starts over, and is not resumed.</param>
    /// <returns>The claim on the folder, to be disposed at the end of the training, and what the user should know; null
    /// for nothing.</returns>
    /// <exception cref="ArgumentException">The folder cannot be written to, holds the training of another simulation,
    /// or another training runs in it.</exception>
    public static (FolderClaim Claim, string? Notice) Open(string folder, string simulation, bool isNew)
    {
        var claim = Claim(folder)!;
        try
        {
            if (OwnerOf(folder) is { } owner && owner != simulation)
                throw new ArgumentException(
                    $"'{folder}' holds a training of {owner}, but this one is of {simulation}: name another Folder, or delete that one.");
            return (claim, isNew ? PutAside(folder) : null);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Record of a finished training; null if the folder's newest checkpoint is of an unfinished one, or of
    /// one that the user or an error stopped.</summary>
    public static string? EndOf(string folder) =>
        RecordOf(folder) is { Stop: not (StopReason.Interrupted or StopReason.Failed) } record ? record.Message : null;

    /// <summary>Record of the training whose checkpoints a folder has; null if it was not written, as after a crash, or
    /// is older than the newest checkpoint.</summary>
    public static TrainingRecord? RecordOf(string folder)
    {
        var file = Path.Combine(folder, PolicyFolder.Training);
        var isOld = Checkpoint.Files(folder).LastOrDefault() is { } checkpoint
            && File.GetLastWriteTimeUtc(checkpoint) > File.GetLastWriteTimeUtc(file);
        return File.Exists(file) && !isOld ? TrainingRecord.Read(file) : null;
    }

    /// <summary>The simulation of the policy or the newest checkpoint; null if there is neither.</summary>
    public static string? OwnerOf(string folder) =>
        File.Exists(Path.Combine(folder, PolicySource.FileName)) ? OwnerOfPolicy(folder)
        : Checkpoint.Files(folder).LastOrDefault() is { } newest ? Checkpoint.Load(newest).Simulation
        : null;

    static string OwnerOfPolicy(string folder)
    {
        try
        {
            return TrainedPolicy.Load(folder).Simulation;
        }
        catch (InvalidDataException)
        {
            return $"something else: its {PolicySource.FileName} is not a policy of this kit";
        }
    }

    static string? PutAside(string folder)
    {
        if (Checkpoint.Files(folder).LastOrDefault() is not { } newest)
            return null;
        var unfinished = EndOf(folder) is null;
        var checkpoints = Path.Combine(folder, Checkpoint.Folder);
        var before = Directory.CreateDirectory(Path.Combine(checkpoints, Before)).FullName;
        foreach (var old in Directory.EnumerateFiles(before))
            File.Delete(old);
        foreach (var file in Checkpoint.Files(folder))
            File.Move(file, Path.Combine(before, Path.GetFileName(file)));
        return unfinished
            ? $"A training in '{folder}' had not ended; this one starts over. To continue that one instead: "
                + $"Resume(\"{Path.Combine(folder, Checkpoint.Folder, Before, Path.GetFileName(newest))}\")."
            : null;
    }
}
