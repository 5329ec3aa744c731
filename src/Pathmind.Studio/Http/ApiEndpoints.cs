using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Reporting;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Policies;
using Pathmind.Studios.Tokens;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>The addresses below /api, for trainings that report and for programs: docs/studio.md.</summary>
internal sealed class ApiEndpoints(ExperimentBoard board, FolderReader folders)
{
    const int MostColumns = 1_000, MostRows = 20_000, LongestName = 300, MostMembers = 10_000;

    public void MapTo(IEndpointRouteBuilder routes)
    {
        var experiments = routes.MapGroup("/api/experiments");
        var summary = StudioJson.Default.ExperimentSummary;
        experiments.MapGet("/", context => WriteAsync(
            context, [.. board.All.Select(SummaryOf)], StudioJson.Default.ExperimentSummaryArray))
            .ForScopes(TokenScope.Read, TokenScope.Submit)
            .Says("All experiments, the newest first.", answer: StudioJson.Default.ExperimentSummaryArray);
        experiments.MapPost("/", RegisterAsync).ForScopes(TokenScope.Submit)
            .Says("Makes an experiment of a training; the same key is the same experiment.",
                StudioJson.Default.ExperimentStart, StudioJson.Default.ExperimentPlace, 201);
        experiments.MapGet("/{number:int}", context => OfExperimentAsync(context, number =>
            board.Find(number) is { } experiment
                ? WriteAsync(context, SummaryOf(experiment), summary) : UnknownAsync(context, number)))
            .ForScopes(TokenScope.Read, TokenScope.Submit).Says("One experiment.", answer: summary);
        experiments.MapGet("/{number:int}/rows", context => OfExperimentAsync(context, async number =>
        {
            var curve = await board.CurveAsync(number);
            await (board.Find(number) is null ? UnknownAsync(context, number)
                : WriteAsync(context, curve.ToBatch(), StudioJson.Default.ProgressBatch));
        })).ForScopes(TokenScope.Read, TokenScope.Submit).Says("Its progress, the columns of progress.csv.",
            answer: StudioJson.Default.ProgressBatch);
        experiments.MapGet("/{number:int}/curve", context => OfExperimentAsync(context, async number =>
            await Answer.WriteAsync(
                context, StatusCodes.Status200OK, "application/octet-stream", CurveBytes.Of(await board.CurveAsync(number)))))
            .Says("Its progress as bytes: length of the header, header (JSON), doubles column by column.");
        experiments.MapPost("/{number:int}/rows", context => OfExperimentAsync(context, number => AppendAsync(context, number)))
            .ForScopes(TokenScope.Submit).Says("Adds rows; known iterations are ignored, no rows are a sign of life.",
                StudioJson.Default.ProgressBatch, StudioJson.Default.ProgressAnswer);
        experiments.MapPost("/{number:int}/set", context => OfExperimentAsync(context, number => TellAsync(context, number)))
            .ForScopes(TokenScope.Submit).Says("Takes how the trainings stand for which it stands: all of them, each time.",
                StudioJson.Default.SetState, StudioJson.Default.ExperimentPlace);
        experiments.MapPost("/{number:int}/end", context => OfExperimentAsync(context, number => EndAsync(context, number)))
            .ForScopes(TokenScope.Submit).Says("Takes how the training ended.",
                StudioJson.Default.ExperimentEnd, StudioJson.Default.ExperimentEnded);
        experiments.MapPost("/{number:int}/stop", context => OfExperimentAsync(context, number => StopAsync(context, number)))
            .ForScopes(TokenScope.Submit).Says("Asks the training to stop.", answer: summary);
    }

    async Task RegisterAsync(HttpContext context)
    {
        if (await ReadAsync(context, StudioJson.Default.ExperimentStart) is not { } start)
            return;
        if (!ExperimentKey.IsValid(start.Key) || start.Simulation.Length is 0 or > LongestName
            || start.Options.ValueKind != JsonValueKind.Object || start.PartOf is { } head && !ExperimentKey.IsValid(head))
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

    async Task TellAsync(HttpContext context, int number)
    {
        if (await ReadAsync(context, StudioJson.Default.SetState) is not { } state)
            return;
        if (state.Members.Length > MostMembers || state.Members.Any(member => member.Number is < 1 or > MostMembers)
            || state.Members.SelectMany(member => member.Values).Any(value => value.Key.Length > LongestName))
            await RefuseAsync(context, $"A set has at most {MostMembers} members, whose numbers begin at 1 and whose names are short.");
        else
            await (await board.TellAsync(number, state) is null ? UnknownAsync(context, number)
                : WriteAsync(context, new(number), StudioJson.Default.ExperimentPlace));
    }

    /// <summary>With the number of the experiment that stands for it.</summary>
    ExperimentSummary SummaryOf(Experiment experiment) => board.HeadOf(experiment) is { } head
        ? experiment.ToSummary() with { PartOf = head.Number, PartName = ExperimentSet.NameOf(head, experiment) } : experiment.ToSummary();

    async Task EndAsync(HttpContext context, int number)
    {
        if (await ReadAsync(context, StudioJson.Default.ExperimentEnd) is not { } end)
            return;
        var hasMissed = board.Find(number) is { } before && before.Rows < end.Rows;
        await (await (hasMissed ? folders.EndAsync(number, end) : board.EndAsync(number, end)) is not { } experiment
            ? UnknownAsync(context, number)
            : WriteAsync(context, new(number, PolicyFiles.IsWanted(experiment)), StudioJson.Default.ExperimentEnded));
    }

    async Task StopAsync(HttpContext context, int number) =>
        await (await board.AskToStopAsync(number) is { } experiment
            ? WriteAsync(context, experiment.ToSummary(), StudioJson.Default.ExperimentSummary) : UnknownAsync(context, number));
}
