using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;

namespace Pathmind.Studios.Http;

/// <summary>What is shown to a browser without the token, and what leads one with it on. Programs get JSON.</summary>
internal static class SignInPage
{
    const string Html = "text/html; charset=utf-8";

    /// <summary>401, with a form for people.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isWrong">Whether a token was given.</param>
    public static Task WriteAsync(HttpContext context, bool isWrong)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        if (!IsForPeople(context.Request))
            return Answer.WriteErrorAsync(context, StatusCodes.Status401Unauthorized,
                "The token is missing or wrong. Send it as 'Authorization: Bearer …'; pathmind studio prints it when it starts.");
        var complaint = isWrong ? "<p class=\"wrong\" role=\"alert\">That is not the token of this studio.</p>" : "";
        return WriteAsync(context, StatusCodes.Status401Unauthorized, $"""
            <main><h1>Pathmind studio</h1>
            <p>Open the address that <code>pathmind studio</code> printed when it started, or enter its token.</p>{complaint}
            <form method="get" action="/"><label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="off" required autofocus>
            <button>Open</button></form></main>
            """, "");
    }

    /// <summary>Leads to an address of this studio.</summary>
    public static Task LeadAsync(HttpContext context, string path) => WriteAsync(
        context, StatusCodes.Status200OK, $"<main><p><a href=\"{WebUtility.HtmlEncode(path)}\">Open the studio</a></p></main>",
        $"<meta http-equiv=\"refresh\" content=\"0;url={WebUtility.HtmlEncode(path)}\">");

    static bool IsForPeople(HttpRequest request) => HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

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
            button { background: #2f6fdb; border-color: #2f6fdb; color: #fff; } .wrong { color: light-dark(#b3261e, #ff8a80); }
            </style></head><body>{{body}}</body></html>
            """));
}
