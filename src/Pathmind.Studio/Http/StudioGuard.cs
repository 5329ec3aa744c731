using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Sharing;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Http;

/// <summary>What every request passes first, whatever it asks for: it must be meant for this studio (Host), come from
/// its own pages or from a program (Origin), and carry a token, as <c>Authorization: Bearer</c>, as the session that a
/// browser keeps in a cookie, or once as <c>?token=</c> in an address, which is then left.</summary>
/// <param name="names">What it may be called.</param>
/// <param name="tokens">Who is admitted.</param>
/// <param name="sessions">Of browsers.</param>
/// <param name="visitors">For addresses of links, which have a token of their own.</param>
internal sealed class StudioGuard(StudioNames names, TokenBoard tokens, Sessions sessions, ShareGuard visitors)
{
    const string Bearer = "Bearer ", Query = "token";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        SecurityHeaders.Add(context.Response);
        if (!names.Have(request.Host, context.Connection.LocalPort, request.IsHttps))
            await Answer.WriteErrorAsync(context, StatusCodes.Status421MisdirectedRequest, names.Explanation);
        else if (ShareGuard.IsLink(request))
            await visitors.InvokeAsync(context, next);
        else if (!IsFromItself(request))
            await Answer.WriteErrorAsync(context, StatusCodes.Status403Forbidden, "Pages of other addresses may not ask this studio.");
        else if (IsSignIn(request, out var given))
            await SignInAsync(context, given);
        else if (TokenOf(context) is { } token)
        {
            await tokens.UseAsync(token);
            context.Features.Set(token);
            using (tokens.Serve(token.Id, context.Abort))
                await next(context);
        }
        else
            await SignInPage.WriteAsync(context, isWrong: false);
    }

    /// <summary>The cookie's name; cookies do not know ports.</summary>
    public static string CookieOf(HttpContext context) => $"pathmind-studio-{context.Connection.LocalPort}";

    AccessToken? TokenOf(HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        return header?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true
            ? tokens.Find(header[Bearer.Length..].Trim())
            : sessions.Find(context.Request.Cookies[CookieOf(context)]);
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

    static bool IsSignIn(HttpRequest request, out string given)
    {
        given = HttpMethods.IsGet(request.Method) && request.Query.TryGetValue(Query, out var value) ? value.ToString() : "";
        return given.Length > 0;
    }

    /// <summary>What the address asks for beside the token.</summary>
    static QueryString OtherQuery(HttpRequest request) => QueryString.Create(
        from pair in request.Query
        where pair.Key != Query
        from value in pair.Value
        select KeyValuePair.Create(pair.Key, value));

    /// <summary>Keeps a session in a cookie and leads to the same address without the token. Not by a redirect: a
    /// browser that comes from elsewhere would not send the cookie with it.</summary>
    async Task SignInAsync(HttpContext context, string given)
    {
        if (tokens.Find(given) is not { } token)
        {
            await SignInPage.WriteAsync(context, isWrong: true);
            return;
        }
        await tokens.UseAsync(token);
        context.Response.Cookies.Append(CookieOf(context), sessions.Of(token), new()
        {
            HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true,
            MaxAge = Sessions.Longest,
        });
        await SignInPage.LeadAsync(context, $"{context.Request.Path}{OtherQuery(context.Request)}");
    }
}
