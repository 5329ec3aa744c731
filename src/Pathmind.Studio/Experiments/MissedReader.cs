using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>Makes experiments of the trainings that ran and ended while no studio answered.</summary>
/// <param name="folder">Where they leave their notes.</param>
/// <param name="board">All experiments.</param>
/// <param name="folders">Reads their rows.</param>
/// <param name="logger">Hears of notes that cannot be read.</param>
internal sealed partial class MissedReader(string folder, ExperimentBoard board, FolderReader folders, ILogger<MissedReader> logger)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval);
        do
            foreach (var note in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [])
                try
                {
                    await TakeAsync(note);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFailure(logger, note, exception);                 // the next round tries again
                }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task TakeAsync(string note)
    {
        MissedTraining? missed;
        try
        {
            missed = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(note), StudioJson.Default.MissedTraining);
        }
        catch (JsonException)
        {
            missed = null;
        }
        if (missed is not null && ExperimentKey.IsValid(missed.Start.Key))
        {
            var experiment = await board.RegisterAsync(missed.Start);
            await folders.EndAsync(experiment.Number, missed.End);
        }
        File.Delete(note);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The note {Note} of a training could not be taken.")]
    static partial void LogFailure(ILogger logger, string note, Exception exception);
}
