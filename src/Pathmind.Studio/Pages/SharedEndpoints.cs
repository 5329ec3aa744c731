using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Assets;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Sharing;

namespace Pathmind.Studios.Pages;

/// <summary>What those see who have a link: all of it is made of the link's own experiments.</summary>
internal sealed class SharedEndpoints(ShareBoard shares, SharedCurves curves, StudioAssets assets)
{
    /// <summary>The files that shared pages need.</summary>
    static readonly string[] Files = ["app.css", "share.css", "share.js", "charts.js", "plotly.js", "icon.svg"];

    static readonly string[] Themes = ["light", "dark"];

    public void MapTo(IEndpointRouteBuilder routes)
    {
        var shared = routes.MapGroup("/share/{token}").ForVisitors();
        shared.MapGet("/", WritePageAsync);
        shared.MapGet("/now", WriteNowAsync);
        shared.MapGet("/curves", WriteCurvesAsync);
        shared.MapGet("/chart/{name}", WriteChartAsync);
        shared.MapGet("/assets/{digest}/{name}", context => Files.Contains((string)context.Request.RouteValues["name"]!)
            ? assets.WriteAsync(context) : SharedRefusal.UnknownAsync(context));
    }

    async Task WritePageAsync(HttpContext context)
    {
        var (share, experiments) = Shown(context);
        await PageAsync(context, experiments, await curves.ReadAsync(share, experiments), chart: null);
    }

    /// <summary>One chart, in whatever page shows it.</summary>
    async Task WriteChartAsync(HttpContext context)
    {
        var (share, experiments) = Shown(context);
        var axis = context.Request.Query["axis"].ToString();
        var name = (string)context.Request.RouteValues["name"]!;
        var all = await curves.ReadAsync(share, experiments, axis);
        if (all.Charts.FirstOrDefault(chart => IsNamed(chart, name)) is not { } chart)
        {
            var known = string.Join(", ", all.Charts.Select(one => one.Id));
            await SharedRefusal.WriteAsync(context, StatusCodes.Status404NotFound, $"There is no chart of this name. There are: {known}.");
            return;
        }
        SharedHeaders.AllowFrames(context);
        await PageAsync(context, experiments, all.Alone(chart), chart.Id);
    }

    /// <summary>What changes while a training goes on; 204 if it is what the visitor has seen.</summary>
    async Task WriteNowAsync(HttpContext context)
    {
        var (share, experiments) = Shown(context);
        var charts = await curves.ReadAsync(share, experiments);
        if (charts.Version == context.Request.Query["seen"])
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await new RazorComponentResult<SharedNow>(new { Experiments = experiments, Charts = charts, share.HasLog })
                .ExecuteAsync(context);
    }

    async Task WriteCurvesAsync(HttpContext context)
    {
        var (share, experiments) = Shown(context);
        var query = context.Request.Query;
        var smoothing = double.TryParse(query["smoothing"], CultureInfo.InvariantCulture, out var given) ? given : SharedCurves.Smoothing;
        var all = (await curves.ReadAsync(share, experiments, query["axis"], smoothing)).Charts;
        if (query["chart"].ToString() is { Length: > 0 } name)
            all = [.. all.Where(chart => IsNamed(chart, name))];
        await Answer.WriteAsync(
            context, StatusCodes.Status200OK, Answer.JsonType,
            JsonSerializer.SerializeToUtf8Bytes(all, SharedJson.Default.IReadOnlyListOverlaidChart));
    }

    static Task PageAsync(HttpContext context, IReadOnlyList<Experiment> experiments, SharedCharts charts, string? chart) =>
        new RazorComponentResult<SharedPage>(new
        {
            Share = context.Features.Get<SharedView>()!,
            Experiments = experiments,
            Charts = charts,
            Address = $"/share/{context.Request.RouteValues["token"]}",
            Chart = chart,
            Axis = context.Request.Query["axis"].ToString(),
            Theme = Themes.FirstOrDefault(theme => theme == context.Request.Query["theme"]),
        }).ExecuteAsync(context);

    (SharedView Share, IReadOnlyList<Experiment> Experiments) Shown(HttpContext context)
    {
        var share = context.Features.Get<SharedView>()!;
        return (share, shares.ExperimentsOf(share));
    }

    /// <summary>The reward has the same name in the charts of one experiment and in those of several.</summary>
    static bool IsNamed(OverlaidChart chart, string name) => chart.Id == name || chart.Id == $"{name}_mean" || $"{chart.Id}_mean" == name;
}

/// <summary>How charts are written for a script.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<OverlaidChart>))]
internal sealed partial class SharedJson : JsonSerializerContext;
