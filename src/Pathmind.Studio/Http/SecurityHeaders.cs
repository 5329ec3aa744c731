using Microsoft.AspNetCore.Http;

namespace Pathmind.Studios.Http;

/// <summary>What a browser may do with an answer: scripts of this address only, none inside a page; no other page may
/// hold it in a frame or read it.</summary>
internal static class SecurityHeaders
{
    /// <summary>Styles inside of pages are allowed: the components and the charts set colours and places with
    /// them.</summary>
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A page that a user's code made, and that runs its own script: it may be in a frame of the studio's, and
    /// nowhere has it an origin, a network, or a way out.</summary>
    const string Foreign = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts";

    public static void AddForForeignPage(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Foreign;
        response.Headers.XFrameOptions = "SAMEORIGIN";
    }

    public static void Add(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
