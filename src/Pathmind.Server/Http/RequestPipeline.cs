using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pathmind.Server.Protocol;
using Pathmind.Server.Telemetry;

namespace Pathmind.Server.Http;

/// <summary>What every request to an endpoint that needs the key passes first: counts, limits, the key, and an answer
/// in words when something fails.</summary>
internal sealed partial class RequestPipeline(AccessKey key, ConcurrencyLimit admission, ILogger<RequestPipeline> logger)
{
    public RequestDelegate Protect(EndpointMetrics metrics, RequestDelegate endpoint) => async context =>
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            await AdmitAsync(context, endpoint);
        }
        catch (BadHttpRequestException exception)                        // a body that is not what its headers say
        {
            await FailAsync(context, exception.StatusCode, exception.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception exception)
        {
            Failed(metrics.Policy, metrics.Endpoint, exception);
            await FailAsync(context, StatusCodes.Status500InternalServerError, "The server failed; its log says why.");
        }
        finally
        {
            var (status, elapsed) = (context.Response.StatusCode, Stopwatch.GetElapsedTime(start));
            metrics.Count(status, elapsed);
            Answered(metrics.Policy, metrics.Endpoint, status, elapsed.TotalMilliseconds);
        }
    };

    async Task AdmitAsync(HttpContext context, RequestDelegate endpoint)
    {
        if (!key.Admits(context.Request))
        {
            await Answer.WriteErrorAsync(context, StatusCodes.Status401Unauthorized,
                $"The access key is missing or wrong: send it as header, query parameter or cookie named {AccessKey.Name}.");
            return;
        }
        if (!admission.TryEnter())
        {
            context.Response.Headers.RetryAfter = "1";
            await Answer.WriteErrorAsync(
                context, StatusCodes.Status429TooManyRequests, "Too many requests at a time: try again in a second.");
            return;
        }
        try
        {
            await endpoint(context);
        }
        finally
        {
            admission.Leave();
        }
    }

    static Task FailAsync(HttpContext context, int status, string detail)
    {
        if (!context.Response.HasStarted)
            return Answer.WriteErrorAsync(context, status, detail);
        context.Abort();
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Policy} {Endpoint} failed.")]
    partial void Failed(string policy, string endpoint, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Policy} {Endpoint} answered {Status} in {Milliseconds} ms.")]
    partial void Answered(string policy, string endpoint, int status, double milliseconds);
}
