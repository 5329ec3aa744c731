using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Reporting;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Experiments;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>The addresses below /api, for trainings that report and for programs: docs/studio.md.</summary>
internal sealed class ApiEndpoints(ExperimentBoard board, FolderReader folders, SubmittedTrainings trainings)
{
    const int MostColumns = 1_000, MostRows = 20_000, LongestName = 300;

    public void MapTo(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/submissions", SubmitAsync);
        var experiments = routes.MapGroup("/api/experiments");
        experiments.MapGet("/", context => WriteAsync(
            context, [.. board.All.Select(experiment => experiment.ToSummary())], StudioJson.Default.ExperimentSummaryArray));
        experiments.MapPost("/", RegisterAsync);
        experiments.MapGet("/{number:int}", context => OfExperimentAsync(context, number =>
            board.Find(number) is { } experiment
                ? WriteAsync(context, experiment.ToSummary(), StudioJson.Default.ExperimentSummary) : UnknownAsync(context, number)));
        experiments.MapGet("/{number:int}/rows", context => OfExperimentAsync(context, async number =>
        {
            var curve = await board.CurveAsync(number);
            await (board.Find(number) is null ? UnknownAsync(context, number)
                : WriteAsync(context, curve.ToBatch(), StudioJson.Default.ProgressBatch));
        }));
        experiments.MapGet("/{number:int}/curve", context => OfExperimentAsync(context, async number =>
            await Answer.WriteAsync(
                context, StatusCodes.Status200OK, "application/octet-stream", CurveBytes.Of(await board.CurveAsync(number)))));
        experiments.MapPost("/{number:int}/rows", context => OfExperimentAsync(context, number => AppendAsync(context, number)));
        experiments.MapPost("/{number:int}/end", context => OfExperimentAsync(context, number => EndAsync(context, number)));
        experiments.MapPost("/{number:int}/start", context => OfExperimentAsync(context, number => StartAsync(context, number)));
        experiments.MapPost("/{number:int}/stop", context => OfExperimentAsync(context, number => StopAsync(context, number)));
    }

    async Task RegisterAsync(HttpContext context)
    {
        if (await ReadAsync(context, StudioJson.Default.ExperimentStart) is not { } start)
            return;
        if (!ExperimentKey.IsValid(start.Key) || start.Simulation.Length is 0 or > LongestName
            || start.Options.ValueKind != JsonValueKind.Object)
            await RefuseAsync(context,
                "A training registers with a key of 32 hexadecimal digits, the name of its simulation and its options as an object.");
        else
            await WriteAsync(context, new((await board.RegisterAsync(start)).Number), StudioJson.Default.ExperimentPlace,
                StatusCodes.Status201Created);
    }

    async Task AppendAsync(HttpContext context, int number)
    {
        if (await ReadAsync(context, StudioJson.Default.ProgressBatch) is not { } batch)
            return;
        if (batch.Columns.Length > MostColumns || batch.Rows.Length > MostRows || batch.Columns.Any(name => name.Length > LongestName))
            await RefuseAsync(context,
                $"A batch has at most {MostRows} rows and {MostColumns} columns, whose names have at most {LongestName} characters.");
        else
            await ExplainingAsync(context, async () =>
                await (await board.AppendAsync(number, batch) is { } experiment
                    ? WriteAsync(context, new(experiment.IsAskedToStop), StudioJson.Default.ProgressAnswer)
                    : UnknownAsync(context, number)));
    }

    async Task EndAsync(HttpContext context, int number)
    {
        if (await ReadAsync(context, StudioJson.Default.ExperimentEnd) is not { } end)
            return;
        if (await board.EndAsync(number, end) is not { } experiment)
            await UnknownAsync(context, number);
        else
        {
            if (experiment.Rows < end.Rows)
                await folders.CompleteAsync(experiment);
            await WriteAsync(context, new(number), StudioJson.Default.ExperimentPlace);
        }
    }

    async Task SubmitAsync(HttpContext context)
    {
        if (await ReadAsync(context, StudioJson.Default.Submission) is { } submission)
            await ExplainingAsync(context, async () =>
                await WriteAsync(context, new((await trainings.SubmitAsync(submission)).Number), StudioJson.Default.ExperimentPlace,
                    StatusCodes.Status201Created));
    }

    Task StartAsync(HttpContext context, int number) => ExplainingAsync(context, async () =>
        await (await trainings.StartAsync(number) is { } experiment
            ? WriteAsync(context, experiment.ToSummary(), StudioJson.Default.ExperimentSummary) : UnknownAsync(context, number)));

    async Task StopAsync(HttpContext context, int number) =>
        await (await board.AskToStopAsync(number) is { } experiment
            ? WriteAsync(context, experiment.ToSummary(), StudioJson.Default.ExperimentSummary) : UnknownAsync(context, number));
}
