using Pathmind.Policies;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>Writes the checkpoints of a training into its folder. If that fails (the disk is full, a share is gone) the
/// training goes on: the next one may succeed, and the policy is what counts.</summary>
/// <param name="folder">Null for none: then nothing is written.</param>
internal sealed class CheckpointWriter(string? folder)
{
    int lost;

    /// <summary>How many could not be written, as a sentence after others; empty for none.</summary>
    public string Losses => lost == 0 ? "" : $" {Counted.Of(lost, "checkpoint")} could not be written.";

    /// <summary>Keeps a training as it is, and cuts it there.</summary>
    /// <param name="training">Between two iterations.</param>
    /// <param name="say">Shows a line.</param>
    public void Keep(TrainingLoop training, Action<string> say)
    {
        if (folder is null)
            return;
        Write(Checkpoint.Of(training), say);
        training.Cut();
    }

    /// <summary>Writes one, and the history so far.</summary>
    /// <param name="checkpoint">What is written.</param>
    /// <param name="say">Shows a line.</param>
    public void Write(Checkpoint checkpoint, Action<string> say)
    {
        if (folder is null)
            return;
        try
        {
            checkpoint.Save(folder);
            new TrainingHistory(checkpoint.Simulation, checkpoint.History).WriteCsv(Path.Combine(folder, PolicyFolder.Progress));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (lost++ == 0)
                say($"The checkpoint of iteration {checkpoint.History.Length} could not be written: "
                    + $"{Sentences.Ended(exception.Message)} The training goes on and tries again at the next one.");
        }
    }
}
