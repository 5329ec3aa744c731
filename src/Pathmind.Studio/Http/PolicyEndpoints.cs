using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Policies;
using Pathmind.Reporting;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Policies;
using Pathmind.Studios.Tokens;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>The policy of an experiment: as files, and served.</summary>
internal sealed class PolicyEndpoints(ExperimentBoard board, PolicyFiles files, PolicyServers servers)
{
    public void MapTo(IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/api/experiments/{number:int}");
        Export(one, "zip", "application/zip", "Its policy folder as a zip.", PolicyExport.ExportZip);
        Export(one, "onnx", "application/octet-stream", "Its policy as policy.onnx.", PolicyExport.ExportOnnx);
        Export(one, "cs", "text/plain; charset=utf-8", "Its policy as one C# file without dependencies.", PolicyExport.ExportCSharp);
        one.MapPut("/policy", context => OfExperimentAsync(context, number => TakeAsync(context, number)))
            .ForScopes(TokenScope.Submit)
            .Says("Takes the policy (policy.onnx) of a training whose folder is not on this machine.",
                answer: StudioJson.Default.ExperimentPlace);
        var served = PolicyJson.Default.ServedPolicy;
        one.MapGet("/server", context => OfExperimentAsync(context, number => board.Find(number) is null
            ? UnknownAsync(context, number) : WriteAsync(context, servers.Find(number), served)))
            .ForScopes()
            .Says("Where its policy is served, and the key that clients send as access-token; both null if it is not.", answer: served);
        one.MapPost("/server", context => OfExperimentAsync(context, number => StartAsync(context, number)))
            .Says("Serves its policy, at an address and with a key of its own.", answer: served);
        one.MapDelete("/server", context => OfExperimentAsync(context, async number =>
            await (await servers.StopAsync(number) ? Answer.WriteAsync(context, StatusCodes.Status200OK, Answer.JsonType, "{}"u8.ToArray())
                : Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"The policy of experiment {number} is not served."))))
            .Says("Ends serving it.");
    }

    async Task TakeAsync(HttpContext context, int number)
    {
        if (board.Find(number) is not { } experiment)
            await UnknownAsync(context, number);
        else if (context.Request.ContentLength is not (> 0 and <= PolicyFiles.MostBytes))
            await Answer.WriteErrorAsync(context, StatusCodes.Status413PayloadTooLarge,
                $"A policy has at most {PolicyFiles.MostBytes} bytes, and says how many.");
        else
            await ExplainingAsync(context, async () =>
            {
                await files.TakeAsync(experiment, context.Request.Body, context.RequestAborted);
                await board.LogAsync(number, [$"It has sent its policy, {context.Request.ContentLength / 1_000.0:0} kB."]);
                await WriteAsync(context, new(number), StudioJson.Default.ExperimentPlace);
            });
    }

    void Export(IEndpointRouteBuilder one, string ending, string type, string summary, Action<TrainedPolicy, string> write) =>
        one.MapGet($"/policy.{ending}", context => OfExperimentAsync(context, number => ExplainingAsync(context, async () =>
        {
            if (board.Find(number) is not { } experiment)
                await UnknownAsync(context, number);
            else if (files.Export(number, write) is { } bytes)
            {
                var name = ending == "cs" ? $"{CSharpNames.Type(experiment.Simulation)}Policy" : $"experiment-{number}";
                context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{ending}\"";
                await Answer.WriteAsync(context, StatusCodes.Status200OK, type, bytes);
            }
            else
                await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, files.WhyNone(experiment)!);
        }))).ForScopes(TokenScope.Read).Says(summary);

    Task StartAsync(HttpContext context, int number) => board.Find(number) is null ? UnknownAsync(context, number)
        : ExplainingAsync(context, async () =>
            await WriteAsync(context, await servers.StartAsync(number), PolicyJson.Default.ServedPolicy));
}

/// <summary>How messages of these addresses are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServedPolicy))]
internal sealed partial class PolicyJson : JsonSerializerContext;
