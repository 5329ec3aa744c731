using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Http;

/// <summary>503, in words, while the database does not do what it must: a training keeps what it has to send, and tries
/// again.</summary>
internal sealed class StoreGuard(IExperimentStore store)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && store.Explain(exception) is not null)
        {
            await Answer.WriteErrorAsync(context, StatusCodes.Status503ServiceUnavailable, store.Explain(exception)!);
        }
    }
}
