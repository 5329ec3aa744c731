using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Reporting;
using Pathmind.Training;

namespace Pathmind.Studios.Experiments;

/// <summary>Reads from the folder of a training what the studio did not hear: rows that were dropped on the way, and
/// all that happened while no studio ran. Only a folder whose training has the experiment's key is read.</summary>
internal sealed partial class FolderReader(ExperimentBoard board, ILogger<FolderReader> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await board.MarkLostAsync();
                foreach (var lost in board.All.Where(experiment => experiment.Status == ExperimentStatus.Lost))
                    await CompleteAsync(lost);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailure(logger, exception);                           // the next round tries again
            }
    }

    /// <summary>Takes over what the folder has and the experiment has not: rows, and how it ended if that is not
    /// known.</summary>
    /// <returns>Whether there was something.</returns>
    public async Task<bool> CompleteAsync(Experiment experiment)
    {
        if (FolderOf(experiment) is not { } folder)
            return false;
        var isMore = await TakeRowsAsync(experiment);
        if (experiment.IsOpen && End(folder) is { } end)
        {
            await board.EndAsync(experiment.Number, end);
            return true;
        }
        return isMore;
    }

    /// <summary>Ends an experiment with all rows that its folder has. They come first: of one that has ended, nothing
    /// is asked for again should the studio be killed in between.</summary>
    /// <returns>The experiment; null if there is none of this number.</returns>
    public async Task<Experiment?> EndAsync(int number, ExperimentEnd end)
    {
        if (board.Find(number) is not { } experiment)
            return null;
        await TakeRowsAsync(experiment);
        return await board.EndAsync(number, end);
    }

    /// <returns>Whether the folder had more rows than the experiment.</returns>
    async Task<bool> TakeRowsAsync(Experiment experiment)
    {
        if (FolderOf(experiment) is not { } folder || Rows(folder, experiment.Simulation) is not { } rows
            || rows.Rows.Length <= experiment.Rows)
            return false;
        await board.ReplaceAsync(experiment.Number, rows);
        return true;
    }

    /// <summary>The folder, if it is here and this training's.</summary>
    static string? FolderOf(Experiment experiment) =>
        experiment.Folder is { } folder && experiment.Machine == Environment.MachineName && ExperimentKey.Read(folder) == experiment.Key
            ? folder : null;

    static ProgressBatch? Rows(string folder, string simulation)
    {
        try
        {
            return TrainingFiles.HistoryOf(folder, simulation) is { } history
                ? ProgressBatch.Of(history.Select(ProgressColumns.Of)) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;                                                 // perhaps it is being written just now
        }
    }

    /// <summary>How the training of a folder ended, with what was judged; null if it has not.</summary>
    public static ExperimentEnd? End(string folder)
    {
        try
        {
            return TrainingFolder.RecordOf(folder) is { } record
                ? new()
                {
                    Stop = record.Stop.ToString(), Message = record.Message, Hints = record.Hints, Reward = record.Reward,
                    RandomReward = record.RandomReward, Limits = StudioReport.LimitsOf(record.Limits),
                }
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the studio did not hear could not be read from the folders.")]
    static partial void LogFailure(ILogger logger, Exception exception);
}
