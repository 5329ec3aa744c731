using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Engines;

/// <summary>Removes deleted experiments once they cannot be brought back any more: rows, the folder of a training that
/// the studio started, what was found out about its policy, and code that no other one needs. Folders of the user's own
/// trainings stay.</summary>
internal sealed partial class ExperimentRemoval(
    ExperimentBoard board, CodeStore code, Submissions submissions, StudioData data, ILogger<ExperimentRemoval> logger) : BackgroundService
{
    /// <summary>How long a deleted experiment can be brought back; the page offers it a little shorter.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        submissions.Clear();                                             // before the first request
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var deleted in board.Deleted.Where(one => DateTime.UtcNow - one.Deleted > Patience))
                try
                {
                    await RemoveAsync(deleted);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    LogFailure(logger, deleted.Number, exception);       // the next round tries again
                }
    }

    async Task RemoveAsync(Experiment deleted)
    {
        await board.ForgetAsync(deleted.Number);
        foreach (var folder in new[] { data.FolderOf(deleted.Number), data.AnalysesOf(deleted.Number), data.PolicyOf(deleted.Number) })
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        if (deleted.Source is null)
            return;
        var digest = deleted.CodeDigest!;
        if (board.All.Concat(board.Deleted).All(other => other.CodeDigest != digest))
            code.Delete(digest);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The files of the deleted experiment {Number} could not be removed.")]
    static partial void LogFailure(ILogger logger, int number, Exception exception);
}
