using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;

namespace Pathmind.Studios.Http;

/// <summary>What every request passes first, whatever it asks for: it must be meant for this studio (Host), come from
/// its own pages or from a program (Origin), and carry the token, as <c>Authorization: Bearer</c>, as the cookie that a
/// browser keeps, or once as <c>?token=</c> in an address, which is then left.</summary>
/// <param name="token">The token.</param>
internal sealed class StudioGuard(string token)
{
    const string Bearer = "Bearer ", Query = "token";

    readonly AccessKey key = new(token);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        SecurityHeaders.Add(context.Response);
        if (!IsOfThisStudio(request.Host, context.Connection.LocalPort))
            await Answer.WriteErrorAsync(context, StatusCodes.Status421MisdirectedRequest,
                "This studio is reached as 127.0.0.1 or localhost, and by no other name.");
        else if (!IsFromItself(request))
            await Answer.WriteErrorAsync(context, StatusCodes.Status403Forbidden, "Pages of other addresses may not ask this studio.");
        else if (IsSignIn(request, out var given))
            await SignInAsync(context, given);
        else if (IsAdmitted(context))
            await next(context);
        else
            await SignInPage.WriteAsync(context, isWrong: false);
    }

    /// <summary>The cookie's name; cookies do not know ports.</summary>
    public static string CookieOf(HttpContext context) => $"pathmind-studio-{context.Connection.LocalPort}";

    bool IsAdmitted(HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        return header?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true
            ? key.Matches(header[Bearer.Length..].Trim())
            : key.Matches(context.Request.Cookies[CookieOf(context)]);
    }

    /// <summary>A name of another site that leads here (rebinding) is refused.</summary>
    static bool IsOfThisStudio(HostString host, int port) =>
        host.Host is "127.0.0.1" or "localhost" or "[::1]" && (host.Port ?? 80) == port;

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

    /// <summary>Keeps the token in a cookie and leads to the same address without it. Not by a redirect: a browser that
    /// comes from elsewhere would not send the cookie with it.</summary>
    async Task SignInAsync(HttpContext context, string given)
    {
        if (!key.Matches(given))
        {
            await SignInPage.WriteAsync(context, isWrong: true);
            return;
        }
        context.Response.Cookies.Append(CookieOf(context), given, new()
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, MaxAge = TimeSpan.FromDays(365),
        });
        await SignInPage.LeadAsync(context, context.Request.Path);
    }
}
