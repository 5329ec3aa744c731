using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Pathmind.Studios.Sharing;

/// <summary>What a browser may do with a shared page. It is of no origin (sandbox): even a fault of its script could
/// not act as an owner who looks at it, since it gets no cookie of the studio and cannot read other
/// addresses.</summary>
internal static class SharedHeaders
{
    public static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request, "'none'");
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";        // the page itself is of no origin
        headers.AccessControlAllowOrigin = "*";                          // who knows the address may read it; no cookie counts
        headers["X-Robots-Tag"] = "noindex";
    }

    /// <summary>Lets any page show this one in a frame: one chart, with nothing to press.</summary>
    public static void AllowFrames(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request, "* file: vscode-webview: vscode-file:");
        headers.Remove("X-Frame-Options");
    }

    static string Policy(HttpRequest request, string frames)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"'self' {request.Scheme}://{request.Host}/share/");
        return $"sandbox allow-scripts; default-src 'none'; script-src {own}; style-src {own} 'unsafe-inline'; img-src {own} data:; "
            + $"connect-src {own}; base-uri 'none'; form-action 'none'; frame-ancestors {frames}";
    }
}
