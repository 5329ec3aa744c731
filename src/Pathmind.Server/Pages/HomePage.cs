using System.Net;
using Microsoft.AspNetCore.Http;
using Pathmind.Server.Hosting;
using Pathmind.Server.Protocol;

namespace Pathmind.Server.Pages;

/// <summary>GET /: <c>"ok"</c> for programs, as in the original; the policies and their pages for a browser, which asks
/// for HTML.</summary>
internal static class HomePage
{
    public static Task WriteAsync(HttpContext context, IReadOnlyList<PolicySlot> policies)
    {
        context.Response.Headers.Vary = "Accept";
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return Answer.WriteAsync(context, StatusCodes.Status200OK, Answer.JsonType, "\"ok\""u8.ToArray());
        var home = WebUtility.HtmlEncode($"{context.Request.PathBase}/");
        var cards = string.Concat(policies.Select(Card));
        return TryPage.WriteHtmlAsync(context, Embedded.Text("pages/home.html").Replace("{{home}}", home).Replace("{{policies}}", cards));
    }

    static string Card(PolicySlot policy)
    {
        var (address, description) = (WebUtility.HtmlEncode(policy.Prefix[1..]), policy.Current.Description);
        return $"""
            <section class="card">
              <h2 class="name">{WebUtility.HtmlEncode(policy.Name)}</h2>
              <p>Decides {WebUtility.HtmlEncode($"{description.Decisions}")} for {WebUtility.HtmlEncode(description.Simulation)}.</p>
              <p class="links"><a href="{address}/try">Try it</a> <a href="{address}/openapi.json">openapi.json</a></p>
            </section>

            """;
    }
}
