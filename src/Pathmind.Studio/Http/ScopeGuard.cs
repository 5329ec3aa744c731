using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Sharing;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Http;

/// <summary>Whether a token may what a request asks for, once the route is known. A route says it by
/// <see cref="ForScopes"/>; one that says nothing is open to tokens that read if it is a GET of the API, and else to
/// those that may all. Who has the link to a shared page reaches its routes alone.</summary>
internal static class ScopeGuard
{
    /// <summary>Names the scopes that may use a route beside <see cref="TokenScope.All"/>.</summary>
    public static TBuilder ForScopes<TBuilder>(this TBuilder route, params TokenScope[] scopes)
        where TBuilder : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new RouteScopes(scopes)));
        return route;
    }

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<SharedView>() is not null)
            return context.GetEndpoint().IsForVisitors() ? next(context) : SharedRefusal.UnknownAsync(context);
        var token = context.Features.Get<AccessToken>()!;
        return token.Scope == TokenScope.All || May(token.Scope, context)
            ? next(context)
            : Answer.WriteErrorAsync(context, StatusCodes.Status403Forbidden,
                $"The token '{token.Name}' has the scope {token.Scope.ToString().ToLowerInvariant()}, which does not include this.");
    }

    static bool May(TokenScope scope, HttpContext context) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<RouteScopes>() is { } scopes
            ? scopes.Scopes.Contains(scope)
            : scope == TokenScope.Read && context.Request.Path.StartsWithSegments("/api")
                && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    sealed record RouteScopes(TokenScope[] Scopes);
}
