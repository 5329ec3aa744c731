using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Tokens;
using Pathmind.Studios.Workers;

namespace Pathmind.Studios.Http;

/// <summary>The workers of the studio's cluster: to be seen by all who may read, to be drained by those who may
/// all.</summary>
internal sealed class WorkerEndpoints(ClusterWatch watch)
{
    const string Dashboard = "/orleans";

    public void MapTo(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Dashboard}/{{**path}}", ShowDashboardAsync).ForScopes();
        var group = routes.MapGroup("/api/workers");
        group.MapGet("/", context => AnsweringAsync(context, () => ReadAsync(context)))
            .ForScopes(TokenScope.Read, TokenScope.Submit)
            .Says("Workers with what they run, slices that wait, failures of the last day.",
                answer: ClusterJson.Default.ClusterState);
        group.MapPost("/{worker}/drain", context => DrainAsync(context, isDrained: true)).ForScopes()
            .Says("Lets a worker, by name or address, finish what it runs, take no more, end.", answer: ClusterJson.Default.DrainAnswer);
        group.MapDelete("/{worker}/drain", context => DrainAsync(context, isDrained: false)).ForScopes()
            .Says("Lets a worker that was drained, and has not ended yet, go on.", answer: ClusterJson.Default.DrainAnswer);
    }

    /// <summary>The engine's page finds its files beside itself: its address ends in a slash.</summary>
    async Task ShowDashboardAsync(HttpContext context)
    {
        var request = context.Request;
        var rest = (string?)request.RouteValues["path"] ?? "";
        if (watch.Cluster?.Dashboard is not { } dashboard)
            await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, "This studio belongs to no cluster.");
        else if (rest.Length == 0 && !request.Path.Value!.EndsWith('/'))
            context.Response.Redirect($"{Dashboard}/");
        else
        {
            var (path, place) = (request.Path, request.PathBase);
            (request.PathBase, request.Path) = (place.Add(Dashboard), $"/{rest}");
            request.RouteValues = [];
            await dashboard(context);
            (request.PathBase, request.Path) = (place, path);
        }
    }

    async Task ReadAsync(HttpContext context) => await ApiRequest.WriteAsync(
        context, watch.Cluster is { } cluster ? await cluster.ReadAsync(context.RequestAborted) : ClusterState.None,
        ClusterJson.Default.ClusterState);

    Task DrainAsync(HttpContext context, bool isDrained) => AnsweringAsync(context, async () =>
    {
        var worker = (string)context.Request.RouteValues["worker"]!;
        var count = watch.Cluster is { } cluster ? await cluster.DrainAsync(worker, isDrained, context.RequestAborted) : 0;
        await (count > 0 ? ApiRequest.WriteAsync(context, new(count), ClusterJson.Default.DrainAnswer)
            : Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"There is no worker '{worker}'."));
    });

    /// <summary>503 if the cluster does not answer.</summary>
    static async Task AnsweringAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (IOException exception) when (!context.Response.HasStarted)
        {
            await Answer.WriteErrorAsync(context, StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
    }
}
