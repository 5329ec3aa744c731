using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;

namespace Pathmind.Server.Pages;

/// <summary>GET /try: a form for an observation, and what the policy decides. The page holds no data: its script asks
/// for the schema, with the key.</summary>
internal static class TryPage
{
    /// <summary>The content security policy: nothing from elsewhere, nothing inline.</summary>
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'self'; form-action "
        + "'none'; frame-ancestors 'none'";

    /// <param name="context">The request.</param>
    /// <param name="baseAddress">The address of this policy.</param>
    /// <param name="policy">Its name.</param>
    public static Task WriteAsync(HttpContext context, string baseAddress, string policy)
    {
        var home = WebUtility.HtmlEncode($"{context.Request.PathBase}/");
        return WriteHtmlAsync(context, Embedded.Text("pages/try.html").Replace("{{base}}", WebUtility.HtmlEncode(baseAddress))
            .Replace("{{home}}", home).Replace("{{policy}}", WebUtility.HtmlEncode(policy)));
    }

    public static Task WriteHtmlAsync(HttpContext context, string html)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Answer.WriteAsync(context, 200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));
    }

    public static Task WriteStyleAsync(HttpContext context) =>
        Answer.WriteAsync(context, 200, "text/css; charset=utf-8", Embedded.Bytes("pages/try.css"));

    public static Task WriteScriptAsync(HttpContext context) =>
        Answer.WriteAsync(context, 200, "text/javascript; charset=utf-8", Embedded.Bytes("pages/try.js"));
}
