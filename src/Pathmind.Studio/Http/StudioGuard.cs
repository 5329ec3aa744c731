using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Sharing;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Http;

/// <summary>What every request passes first, whatever it asks for: it must be meant for this studio (Host), come from
/// its own pages or from a program (Origin), and carry a token, as <c>Authorization: Bearer</c>, as the session that a
/// browser keeps in a cookie.</summary>
/// <param name="names">What it may be called.</param>
/// <param name="tokens">Who is admitted.</param>
/// <param name="sessions">Of browsers.</param>
/// <param name="signIn">Makes sessions.</param>
/// <param name="visitors">For addresses of links, which have a token of their own.</param>
internal sealed class StudioGuard(StudioNames names, TokenBoard tokens, Sessions sessions, SignIn signIn, ShareGuard visitors)
{
    const string Bearer = "Bearer ";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        SecurityHeaders.Add(context.Response);
        if (!names.Have(request.Host, context.Connection.LocalPort, request.IsHttps))
            await Answer.WriteErrorAsync(context, StatusCodes.Status421MisdirectedRequest, names.Explanation);
        else if (ShareGuard.IsLink(request))
            await visitors.InvokeAsync(context, next);
        else if (!IsFromItself(request) && !SignIn.IsFromFile(request))
            await Answer.WriteErrorAsync(context, StatusCodes.Status403Forbidden, "Pages of other addresses may not ask this studio.");
        else if (signIn.Takes(request))
            await signIn.InvokeAsync(context);
        else if (TokenOf(context) is { } token)
        {
            await tokens.UseAsync(token);
            context.Features.Set(token);
            using (tokens.Serve(token.Id, context.Abort))
                await next(context);
        }
        else
            await signIn.ShowAsync(context);
    }

    AccessToken? TokenOf(HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        return header?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true
            ? tokens.Find(header[Bearer.Length..].Trim())
            : sessions.Find(context.Request.Cookies[SignIn.CookieOf(context)]);
    }

    /// <summary>A browser names the page's origin in every request that changes something, and when it opens a
    /// connection.</summary>
    static bool IsFromItself(HttpRequest request)
    {
        string? origin = request.Headers.Origin, site = request.Headers["Sec-Fetch-Site"];
        if (!string.IsNullOrEmpty(origin))
            return origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || site is null or "same-origin" or "none";
    }
}
