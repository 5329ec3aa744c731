using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;

namespace Pathmind.Studios.Http;

/// <summary>404 where there is nothing: people get a page in the frame of the studio, programs get words.</summary>
internal static class UnknownAddress
{
    const string Page = "/not-found";

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var (request, response) = (context.Request, context.Response);
        if (response is not { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentLength: null, ContentType: null })
            return;
        if (!IsForPeople(request))
        {
            await Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound,
                $"There is nothing at {request.Path}: /api/openapi.json says what there is.");
            return;
        }
        var asked = request.Path;
        context.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature
        {
            OriginalPath = asked.Value!, OriginalPathBase = request.PathBase.Value!, OriginalQueryString = request.QueryString.Value,
        });
        context.SetEndpoint(null);                                       // routing looks again
        request.RouteValues.Clear();
        request.Path = Page;
        try
        {
            await next(context);
        }
        finally
        {
            request.Path = asked;
        }
    }

    static bool IsForPeople(HttpRequest request) => HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
