using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Assets;
using Pathmind.Studios.Tokens;

namespace Pathmind.Studios.Http;

/// <summary>How a browser gets its session: it posts a token to <c>/sign-in</c>, by a form or by a script that takes
/// the token out of the address. It stands there behind a #, where no server and no log sees it, and not for long. This
/// page and its script are all that there is without a token; programs get JSON.</summary>
/// <param name="tokens">Who is admitted.</param>
/// <param name="sessions">Of browsers.</param>
/// <param name="assets">Has the script.</param>
internal sealed class SignIn(TokenBoard tokens, Sessions sessions, StudioAssets assets)
{
    const string Address = "/sign-in", Script = "sign-in.js", TokenField = "token", NextField = "next", Html = "text/html; charset=utf-8";
    const int LongestForm = 8 << 10;

    /// <summary>The cookie's name; cookies do not know ports.</summary>
    public static string CookieOf(HttpContext context) => $"pathmind-studio-{context.Connection.LocalPort}";

    /// <summary>Whether a request needs no token: it brings one, or wants the script that does.</summary>
    public bool Takes(HttpRequest request) => request.Path == Address && HttpMethods.IsPost(request.Method) || IsScript(request);

    /// <summary>Whether it is the form of a file, as the one that <c>pathmind studio</c> opens, which has no origin:
    /// the token in it says enough.</summary>
    public static bool IsFromFile(HttpRequest request) =>
        request.Path == Address && HttpMethods.IsPost(request.Method) && request.Headers.Origin.ToString() == "null";

    /// <summary>Answers such a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsScript(context.Request))
        {
            await assets.WriteAsync(context, Script);
            return;
        }
        if (await ReadAsync(context.Request) is not { } form)
        {
            await Answer.WriteErrorAsync(
                context, StatusCodes.Status400BadRequest, $"{Address} takes a form with '{TokenField}', of at most {LongestForm} bytes.");
            return;
        }
        var next = form[NextField].ToString() is { } path && IsLocal(path) ? path : "/";
        if (tokens.Find(form[TokenField].ToString().Trim()) is not { } token)
        {
            await ShowAsync(context, next, isWrong: true);
            return;
        }
        await tokens.UseAsync(token);
        context.Response.Cookies.Append(CookieOf(context), sessions.Of(token), new()
        {
            HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true,
            MaxAge = Sessions.Longest,
        });
        if (IsForPeople(context.Request))
            await LeadAsync(context, next);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>401, with a form for people.</summary>
    public Task ShowAsync(HttpContext context) =>
        ShowAsync(context, $"{context.Request.Path}{context.Request.QueryString}", isWrong: false);

    async Task ShowAsync(HttpContext context, string next, bool isWrong)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        if (!IsForPeople(context.Request))
        {
            await Answer.WriteErrorAsync(context, StatusCodes.Status401Unauthorized,
                "The token is missing or wrong. Send it as 'Authorization: Bearer …'; pathmind studio prints it when it starts.");
            return;
        }
        context.Response.Headers["Referrer-Policy"] = "same-origin";     // else the form would say nothing of its origin
        await WriteAsync(context, StatusCodes.Status401Unauthorized, $"""
            <main><h1>Pathmind studio</h1>
            <p>Open the address that <code>pathmind studio</code> printed when it started, or enter its token.</p>
            <p class="wrong" id="wrong" role="alert"{(isWrong ? "" : " hidden")}>That is not the token of this studio.</p>
            <form id="sign-in" method="post" action="{Address}"><label for="token">Token</label>
            <input type="hidden" name="{NextField}" value="{WebUtility.HtmlEncode(next)}">
            <input id="token" name="{TokenField}" type="password" autocomplete="off" required autofocus>
            <button>Open</button></form></main>
            """, $"<script src=\"/{assets[Script]}\" defer></script>");
    }

    /// <summary>Leads to an address of this studio. Not by a redirect: a browser that comes from elsewhere would not
    /// send the cookie with it.</summary>
    static Task LeadAsync(HttpContext context, string path) => WriteAsync(
        context, StatusCodes.Status200OK, $"<main><p><a href=\"{WebUtility.HtmlEncode(path)}\">Open the studio</a></p></main>",
        $"<meta http-equiv=\"refresh\" content=\"0;url={WebUtility.HtmlEncode(path)}\">");

    bool IsScript(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path == $"/{assets[Script]}";

    static bool IsForPeople(HttpRequest request) => !request.Path.StartsWithSegments("/api")
        && (HttpMethods.IsGet(request.Method) || request.Path == Address)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    /// <summary>Whether an address is one of this studio: a path.</summary>
    static bool IsLocal(string path) => path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\');

    /// <summary>The form of a request; null if it has none, or too large a one.</summary>
    static async Task<IFormCollection?> ReadAsync(HttpRequest request)
    {
        if (!request.HasFormContentType || request.ContentLength is not <= LongestForm)
            return null;
        try
        {
            return await request.ReadFormAsync(new FormOptions { ValueCountLimit = 4, MultipartBodyLengthLimit = LongestForm });
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException or IOException)
        {
            return null;
        }
    }

    static Task WriteAsync(HttpContext context, int status, string body, string head) =>
        Answer.WriteAsync(context, status, Html, Encoding.UTF8.GetBytes($$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Pathmind studio</title><link rel="icon" href="data:,">{{head}}
            <style>
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f6f7f9, #14171c);
              color: light-dark(#1d2129, #e6e8ec); }
            main { max-width: 26rem; padding: 2rem; }
            h1 { font-size: 1.4rem; } form { display: grid; gap: .5rem; }
            input, button { font: inherit; padding: .5rem .75rem; border-radius: .5rem; border: 1px solid light-dark(#b8bfca, #4b5361); }
            input { background: light-dark(#fff, #1c2027); color: inherit; }
            button { background: #2f6fdb; border-color: #2f6fdb; color: #fff; } .wrong { color: light-dark(#b3261e, #ff8a80); }
            </style></head><body>{{body}}</body></html>
            """));
}
