using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;

namespace Pathmind.Studios.Sharing;

/// <summary>What is shown in the place of a shared page.</summary>
internal static class SharedRefusal
{
    /// <summary>404. It does not tell a link that was never made from one that was revoked or has expired.</summary>
    public static Task UnknownAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status404NotFound,
        "This link leads nowhere: it was revoked, has expired, or is not whole. Ask its owner for another one.");

    public static Task WriteAsync(HttpContext context, int status, string text) =>
        Answer.WriteAsync(context, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes($$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Pathmind studio</title><link rel="icon" href="data:,">
            <style>
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f6f7f9, #14171c);
              color: light-dark(#1d2129, #e6e8ec); }
            main { max-width: 28rem; padding: 2rem; } h1 { font-size: 1.25rem; }
            </style></head><body><main><h1>Nothing is shared here</h1><p>{{WebUtility.HtmlEncode(text)}}</p></main></body></html>
            """));
}
