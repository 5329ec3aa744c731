using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Analyses;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Tokens;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>What is found out about a policy with the code of its simulation.</summary>
internal sealed class AnalysisEndpoints(ExperimentBoard board, PolicyAnalyses analyses, AnalysisFiles files)
{
    public void MapTo(IEndpointRouteBuilder routes)
    {
        var one = routes.MapGroup("/api/experiments/{number:int}");
        var state = AnalysisJson.Default.AnalysisState;
        foreach (var kind in Enum.GetValues<AnalysisKind>())
        {
            var path = $"/analyses/{kind.ToString().ToLowerInvariant()}";
            one.MapGet(path, context => OfKnownAsync(context, number => WriteAsync(context, analyses.Of(number, kind), state)))
                .ForScopes(TokenScope.Read).Says($"{Titles[kind]} how far it is, and the last result.", answer: state);
            one.MapPost(path, context => OfKnownAsync(context, number => ExplainingAsync(context, async () =>
            {
                analyses.Start(number, new(
                    kind, WholeOf(context, "seconds", AnalysisOrder.UsualSeconds), WholeOf(context, "seed", otherwise: 0)));
                await WriteAsync(context, analyses.Of(number, kind), state, StatusCodes.Status202Accepted);
            }))).Says($"{Titles[kind]} starts it; ?seconds=N&seed=N.", answer: state, status: StatusCodes.Status202Accepted);
            one.MapDelete(path, context => OfKnownAsync(context, number =>
            {
                analyses.Cancel(number, kind);
                return WriteAsync(context, analyses.Of(number, kind), state);
            })).Says($"{Titles[kind]} ends it.", answer: state);
        }
        one.MapGet("/replay.html", context =>
            OfKnownAsync(context, number => SendAsync(context, number, AnalysisFiles.Replay, "text/html")))
            .ForScopes(TokenScope.Read).Says("The last episode that was run, to be played: a page without rights.");
        one.MapGet("/steps.csv", context =>
            OfKnownAsync(context, number => SendAsync(context, number, AnalysisFiles.Steps, "text/csv")))
            .ForScopes(TokenScope.Read).Says("The steps of that episode.");
    }

    static readonly Dictionary<AnalysisKind, string> Titles = new()
    {
        [AnalysisKind.Comparison] = "Comparison of its policy with random actions and heuristics:",
        [AnalysisKind.Importance] = "Which observations its policy needs:",
        [AnalysisKind.Episode] = "An episode of its policy, step by step:",
    };

    Task OfKnownAsync(HttpContext context, Func<int, Task> answer) => OfExperimentAsync(
        context, number => board.Find(number) is null ? UnknownAsync(context, number) : answer(number));

    async Task SendAsync(HttpContext context, int number, string name, string type)
    {
        await using var file = files.Open(number, AnalysisKind.Episode, name);
        if (file is null)
        {
            await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"No episode of experiment {number} was run here yet.");
            return;
        }
        SecurityHeaders.AddForForeignPage(context.Response);
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <exception cref="InvalidDataException">It is not a whole number.</exception>
    static int WholeOf(HttpContext context, string name, int otherwise) => context.Request.Query[name].ToString() switch
    {
        "" => otherwise,
        var text when int.TryParse(text, out var number) => number,
        var text => throw new InvalidDataException($"{name} is '{text}', but must be a whole number."),
    };
}
