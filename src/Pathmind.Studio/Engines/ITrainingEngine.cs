using Pathmind.Reporting;

namespace Pathmind.Studios.Engines;

/// <summary>Runs trainings: as processes of this machine, or elsewhere. The studio knows no more of it than
/// this.</summary>
internal interface ITrainingEngine
{
    /// <summary>Starts a training.</summary>
    /// <exception cref="IOException">Its files cannot be written.</exception>
    /// <exception cref="PlatformNotSupportedException">Trainings cannot be started here; the message says what to
    /// do.</exception>
    ITrainingRun Start(TrainingOrder order);

    /// <summary>A training that an earlier studio started and that runs still, or ended meanwhile; null if nothing is
    /// known of it.</summary>
    /// <param name="order">What was to be trained.</param>
    ITrainingRun? Find(TrainingOrder order);
}

/// <summary>A training that was started.</summary>
internal interface ITrainingRun : IDisposable
{
    /// <summary>What happened since the last call; a found run begins with all of it again.</summary>
    ValueTask<TrainingNews> ReadAsync(CancellationToken cancellation);

    /// <summary>Asks it to end and to keep its best policy. Does not wait.</summary>
    void Stop();

    /// <summary>Ends it at once; its checkpoints remain.</summary>
    void Kill();
}

/// <summary>What is to be trained.</summary>
internal sealed record TrainingOrder
{
    /// <summary>The folder of the code, a full path. It is copied: a training may write beside its script.</summary>
    public required string Code { get; init; }

    /// <summary>The script or project in it, a relative path.</summary>
    public required string Source { get; init; }

    /// <summary>Which of its simulations.</summary>
    public required string Simulation { get; init; }

    /// <summary>Whether it goes on from the newest checkpoint in the folder, if there is one.</summary>
    public bool Resumes { get; init; }

    /// <summary>Of the population; null for one training. A population goes on where it was without being
    /// told.</summary>
    public int? Members { get; init; }

    /// <summary>Number and key of the experiment.</summary>
    public required (int Number, string Key) Experiment { get; init; }

    /// <summary>Training options as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>Where the policy, its checkpoints and what the engine must remember go; a full path.</summary>
    public required string Folder { get; init; }
}

/// <summary>News of a training.</summary>
/// <param name="Rows">Its progress; no rows if there is none.</param>
/// <param name="Log">Lines that it printed beside.</param>
/// <param name="End">How it ended; null while it runs.</param>
/// <param name="WasKilled">Whether it is gone without having said how it ended: it was killed, or crashed.</param>
internal sealed record TrainingNews(ProgressBatch Rows, IReadOnlyList<string> Log, ExperimentEnd? End, bool WasKilled = false);
