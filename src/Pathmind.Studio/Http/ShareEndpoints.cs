using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Sharing;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>Links by the API, for those that may all.</summary>
internal sealed class ShareEndpoints(ShareBoard shares)
{
    const double MostDays = 3650;

    public void MapTo(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/shares").ForScopes();
        group.MapGet("/", context => WriteAsync(
            context, [.. shares.All.Select(share => ShareSummary.Of(share))], ShareJson.Default.ShareSummaryArray))
            .Says("All links to shared experiments, without their tokens.", answer: ShareJson.Default.ShareSummaryArray);
        group.MapPost("/", CreateAsync)
            .Says("Makes a link by which others look at experiments; the answer alone has its address.",
                ShareJson.Default.ShareRequest, ShareJson.Default.ShareSummary, 201);
        group.MapDelete("/{id:int}", RevokeAsync).Says("Ends a link.", status: 204);
    }

    async Task CreateAsync(HttpContext context)
    {
        if (await ReadAsync(context, ShareJson.Default.ShareRequest) is not { } wish)
            return;
        if (wish.Days is not (null or (> 0 and <= MostDays)))
            await RefuseAsync(context, $"A link expires after {wish.Days} days, but the number must be above 0 and at most {MostDays}.");
        else
            await ExplainingAsync(context, async () =>
            {
                var expires = wish.Days is { } days ? DateTime.UtcNow.AddDays(days) : (DateTime?)null;
                var (share, token) = await shares.CreateAsync(new(
                    wish.Experiments, wish.Name ?? "", wish.Notes, wish.Code, wish.Log, expires));
                var address = $"{context.Request.Scheme}://{context.Request.Host}/share/{token}";
                await WriteAsync(context, ShareSummary.Of(share, address), ShareJson.Default.ShareSummary, StatusCodes.Status201Created);
            });
    }

    async Task RevokeAsync(HttpContext context)
    {
        var id = int.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
        if (await shares.RevokeAsync(id))
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"There is no link {id}.");
    }
}

/// <summary>A link as the API lists it.</summary>
internal sealed record ShareSummary
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public required int[] Experiments { get; init; }

    public required bool Notes { get; init; }

    public required bool Code { get; init; }

    public required bool Log { get; init; }

    public required DateTime Created { get; init; }

    public DateTime? Expires { get; init; }

    public DateTime? LastOpened { get; init; }

    /// <summary>The address with the token, in the answer to making it alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    public static ShareSummary Of(SharedView share, string? url = null) => new()
    {
        Id = share.Id, Name = share.Name, Experiments = share.Numbers, Notes = share.HasNotes, Code = share.HasCode, Log = share.HasLog,
        Created = share.Created, Expires = share.Expires, LastOpened = share.LastOpened, Url = url,
    };
}

/// <summary>A link that is wished.</summary>
internal sealed record ShareRequest
{
    public required int[] Experiments { get; init; }

    public string? Name { get; init; }

    /// <summary>Whether notes are shown, and code, and the log.</summary>
    public bool Notes { get; init; }

    public bool Code { get; init; }

    public bool Log { get; init; }

    /// <summary>Days after which it expires; null for never.</summary>
    public double? Days { get; init; }
}

/// <summary>How the messages are written and read, by code that the compiler makes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ShareSummary[]))]
[JsonSerializable(typeof(ShareRequest))]
internal sealed partial class ShareJson : JsonSerializerContext;
