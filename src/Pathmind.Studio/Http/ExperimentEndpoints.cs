using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Policies;
using Pathmind.Reporting;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Tokens;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>What can be done with an experiment, and the code that it trains.</summary>
internal sealed class ExperimentEndpoints(
    ExperimentBoard board, SubmittedTrainings trainings, Submissions submissions, Populations populations, CodeStore code)
{
    public void MapTo(IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/api/experiments/{number:int}");
        var summary = StudioJson.Default.ExperimentSummary;
        one.MapPost("/start", context => ChangeAsync(context, trainings.StartAsync))
            .ForScopes(TokenScope.Submit).Says("Starts an experiment that waits.", answer: summary);
        one.MapPost("/resume", ResumeAsync).ForScopes(TokenScope.Submit)
            .Says("Lets one that has ended go on from its newest checkpoint; ?steps=N makes so many more.", answer: summary);
        one.MapPost("/copy", context => ChangeAsync(context, submissions.CopyAsync)).ForScopes(TokenScope.Submit)
            .Says("Makes a new experiment with its code, options and design, which waits to be started.", answer: summary);
        one.MapPost("/population", TrainPopulationAsync).ForScopes(TokenScope.Submit)
            .Says("Trains it as a population of ?members=N: one that waits itself, else a copy, which is the answer.", answer: summary);
        one.MapDelete("/", context => ChangeAsync(context, board.DeleteAsync))
            .Says("Deletes it; for some seconds it can be restored.", answer: summary);
        one.MapPost("/restore", context => ChangeAsync(context, board.RestoreAsync))
            .Says("Brings a deleted one back.", answer: summary);
        one.MapGet("/files", context => OfExperimentAsync(context, number => WriteFilesAsync(context, number)))
            .ForScopes(TokenScope.Read, TokenScope.Submit).Says("Its policy folder as a zip, with curve and record of the training.");
        one.MapGet("/code", context => OfExperimentAsync(context, number => ListCodeAsync(context, number)))
            .Says("Names of the files that it trains.", answer: StudioJson.Default.StringArray);
        one.MapGet("/code/text", context => OfExperimentAsync(context, number => ReadCodeAsync(context, number)))
            .Says("Text of one of these files: ?file=NAME.");
    }

    /// <summary>What a policy folder is read by; the curve and the record of the training, which its result
    /// needs.</summary>
    static readonly string[] Files = [PolicySource.FileName, PolicyFolder.Schema, PolicyFolder.Progress, PolicyFolder.Training];

    async Task WriteFilesAsync(HttpContext context, int number)
    {
        if (board.Find(number) is not { } experiment)
            await UnknownAsync(context, number);
        else if (experiment.Folder is not { } folder || experiment.Machine != Environment.MachineName
            || !File.Exists(Path.Combine(folder, PolicyFolder.Training)))
            await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"Experiment {number} has no policy here (yet).");
        else
        {
            using MemoryStream memory = new();
            using (ZipArchive zip = new(memory, ZipArchiveMode.Create, leaveOpen: true))
                foreach (var file in Files.Where(file => File.Exists(Path.Combine(folder, file))))
                    zip.CreateEntryFromFile(Path.Combine(folder, file), file, CompressionLevel.Fastest);
            await Answer.WriteAsync(context, StatusCodes.Status200OK, "application/zip", memory.ToArray());
        }
    }

    Task ResumeAsync(HttpContext context) => ChangeAsync(context, number => trainings.ResumeAsync(number, StepsOf(context)));

    /// <summary>Answers with the experiment as it is afterwards.</summary>
    static Task ChangeAsync(HttpContext context, Func<int, Task<Experiment?>> change) => OfExperimentAsync(context, number =>
        ExplainingAsync(context, async () => await (await change(number) is { } experiment
            ? WriteAsync(context, experiment.ToSummary(), StudioJson.Default.ExperimentSummary) : UnknownAsync(context, number))));

    /// <exception cref="InvalidDataException">It is not a number of steps.</exception>
    static long? StepsOf(HttpContext context) => context.Request.Query["steps"].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, out var steps) => steps,
        var text => throw new InvalidDataException($"steps is '{text}', but must be a whole number."),
    };

    Task TrainPopulationAsync(HttpContext context) =>
        ChangeAsync(context, number => populations.TrainAsync(number, MembersOf(context)));

    /// <exception cref="InvalidDataException">It is not a number of members.</exception>
    static int MembersOf(HttpContext context) => int.TryParse(context.Request.Query["members"], out var members)
        ? members : throw new InvalidDataException($"members is '{context.Request.Query["members"]}', but must be a whole number.");

    Task ListCodeAsync(HttpContext context, int number) => board.Find(number) is not { } experiment ? UnknownAsync(context, number)
        : WriteAsync(context, experiment.CodeDigest is { } digest ? [.. code.FilesOf(digest).Select(file => file.Name)] : [],
            StudioJson.Default.StringArray);

    async Task ReadCodeAsync(HttpContext context, int number)
    {
        var name = context.Request.Query["file"].ToString();
        if (board.Find(number)?.CodeDigest is { } digest && code.TextOf(digest, name) is { } text)
            await Answer.WriteAsync(context, StatusCodes.Status200OK, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
        else
            await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"Experiment {number} has no text '{name}'.");
    }
}
