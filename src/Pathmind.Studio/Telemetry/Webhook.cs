using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Telemetry;

/// <summary>Tells a program that a training has ended: POST of a JSON object with <c>event</c>, <c>url</c> and
/// <c>experiment</c>. Whoever changes an experiment never waits for it.</summary>
internal sealed partial class Webhook : BackgroundService
{
    const int MostWaiting = 1_000, Attempts = 6;
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10), FirstPause = TimeSpan.FromSeconds(1);

    readonly Channel<Experiment> waiting = Channel.CreateBounded<Experiment>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    readonly Uri address;
    readonly ExperimentBoard board;
    readonly Func<int, Uri> pageOf;
    readonly TimeProvider clock;
    readonly ILogger logger;

    /// <param name="address">Of the program.</param>
    /// <param name="board">All experiments.</param>
    /// <param name="pageOf">Where an experiment is shown.</param>
    /// <param name="clock">For the pauses between attempts, which double.</param>
    /// <param name="logger">Hears of what could not be told.</param>
    public Webhook(Uri address, ExperimentBoard board, Func<int, Uri> pageOf, TimeProvider clock, ILogger<Webhook> logger)
    {
        (this.address, this.board, this.pageOf, this.clock, this.logger) = (address, board, pageOf, clock, logger);
        board.Changed += Take;
    }

    public override void Dispose()
    {
        board.Changed -= Take;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout };
        await foreach (var experiment in waiting.Reader.ReadAllAsync(stoppingToken))
            await TellAsync(client, experiment, stoppingToken);
    }

    void Take(ExperimentChange change)
    {
        if (change.HasEnded && change.Experiment.PartOf.Length == 0)
            waiting.Writer.TryWrite(change.Experiment);
    }

    async Task TellAsync(HttpClient client, Experiment experiment, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["event"] = "experiment.ended", ["url"] = pageOf(experiment.Number).ToString(),
            ["experiment"] = JsonSerializer.SerializeToNode(experiment.ToSummary(), StudioJson.Default.ExperimentSummary),
        });
        var said = "";
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0)
                await Task.Delay(FirstPause * (1 << (attempt - 1)), clock, cancellation);
            try
            {
                using ByteArrayContent content = new(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var response = await client.PostAsync(address, content, cancellation);
                if (response.IsSuccessStatusCode)
                    return;
                said = $"answered {(int)response.StatusCode}";
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException
                && !cancellation.IsCancellationRequested)
            {
                said = exception.Message;
            }
        }
        LogFailure(logger, experiment.Number, Attempts, said);
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The webhook was not told that training {Number} has ended, after {Attempts} attempts: {Said}")]
    static partial void LogFailure(ILogger logger, int number, int attempts, string said);
}
