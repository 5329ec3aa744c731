using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Sharing;

/// <summary>What a request below <c>/share</c> passes: it is a GET, and its address has the token of a link. Nothing
/// else of it counts: no cookie, no other token. It reaches no route but those that are
/// <see cref="VisitorRoutes.ForVisitors"/>.</summary>
internal sealed class ShareGuard(ShareBoard shares, GuessLimit guesses)
{
    const string Prefix = "/share";

    /// <summary>Whether an address is that of a link.</summary>
    public static bool IsLink(HttpRequest request) => request.Path.StartsWithSegments(Prefix);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        SharedHeaders.Add(context);
        var token = context.Request.Path.Value!.Split('/') is [_, _, var given, ..] ? given : "";
        var (visitor, digest) = (context.Connection.RemoteIpAddress, Secret.DigestOf(token));
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Get;
            await SharedRefusal.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "A shared page is only looked at.");
        }
        else if (!guesses.Admits(visitor, digest))
        {
            context.Response.Headers.RetryAfter = GuessLimit.Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            await SharedRefusal.WriteAsync(
                context, StatusCodes.Status429TooManyRequests, "Too many links that lead nowhere were asked for. Try again in a minute.");
        }
        else if (shares.Find(token) is { } share && shares.ExperimentsOf(share).Count > 0)
        {
            guesses.Opened(visitor, digest);
            await shares.OpenedAsync(share);
            context.Request.Headers.Remove("Cookie");
            context.Request.Headers.Remove("Authorization");
            context.Features.Set(share);
            await next(context);
        }
        else
        {
            guesses.Missed(visitor);
            await SharedRefusal.UnknownAsync(context);
        }
    }
}

/// <summary>The routes of those who have a link.</summary>
internal static class VisitorRoutes
{
    /// <summary>Opens a route to those who have a link, and to no one else.</summary>
    public static TBuilder ForVisitors<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new VisitorRoute()));
        return route;
    }

    /// <summary>Whether a route is open to them.</summary>
    public static bool IsForVisitors(this Endpoint? route) => route?.Metadata.GetMetadata<VisitorRoute>() is not null;

    sealed record VisitorRoute;
}
