using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Tokens;
using static Pathmind.Studios.Http.ApiRequest;

namespace Pathmind.Studios.Http;

/// <summary>Tokens by the API, for those that may all.</summary>
internal sealed class TokenEndpoints(TokenBoard tokens)
{
    const double MostDays = 3650;

    public void MapTo(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tokens").ForScopes();
        group.MapGet("/", context => WriteAsync(
            context, [.. tokens.All.Select(token => TokenSummary.Of(token))], TokenJson.Default.TokenSummaryArray))
            .Says("All tokens, without the tokens themselves.", answer: TokenJson.Default.TokenSummaryArray);
        group.MapPost("/", CreateAsync)
            .Says("Makes a token; the answer alone has it.", TokenJson.Default.TokenWish, TokenJson.Default.TokenSummary, 201);
        group.MapPost("/{id:int}/rotate", context => OfTokenAsync(context, RotateAsync))
            .Says("Puts another token in its place, and closes what was opened with the old one.", answer: TokenJson.Default.TokenSummary);
        group.MapDelete("/{id:int}", context => OfTokenAsync(context, RevokeAsync))
            .Says("Ends a token, and what was opened with it.", status: 204);
    }

    async Task CreateAsync(HttpContext context)
    {
        if (await ReadAsync(context, TokenJson.Default.TokenWish) is not { } wish)
            return;
        if (wish.Days is not (null or (> 0 and <= MostDays)))
            await RefuseAsync(context, $"A token expires after {wish.Days} days, but the number must be above 0 and at most {MostDays}.");
        else
            await ExplainingAsync(context, async () =>
            {
                var expires = wish.Days is { } days ? DateTime.UtcNow.AddDays(days) : (DateTime?)null;
                var (token, secret) = await tokens.CreateAsync(wish.Name, wish.Scope, expires);
                await WriteAsync(
                    context, TokenSummary.Of(token, secret), TokenJson.Default.TokenSummary, StatusCodes.Status201Created);
            });
    }

    async Task RotateAsync(HttpContext context, int id)
    {
        if (await tokens.RotateAsync(id) is not { } secret)
            await UnknownTokenAsync(context, id);
        else
            await WriteAsync(context, TokenSummary.Of(tokens.Find(id)!, secret), TokenJson.Default.TokenSummary);
    }

    async Task RevokeAsync(HttpContext context, int id)
    {
        if (id <= 0)
            await RefuseAsync(context, "The studio's own tokens cannot be revoked: rotate them.");
        else if (await tokens.RevokeAsync(id))
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await UnknownTokenAsync(context, id);
    }

    static Task OfTokenAsync(HttpContext context, Func<HttpContext, int, Task> answer) =>
        answer(context, int.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture));

    static Task UnknownTokenAsync(HttpContext context, int id) =>
        Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"There is no token {id}.");
}
