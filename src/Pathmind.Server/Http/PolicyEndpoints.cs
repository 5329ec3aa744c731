using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pathmind.Numerics;
using Pathmind.Server.Clients;
using Pathmind.Server.Hosting;
using Pathmind.Server.Pages;
using Pathmind.Server.Predictions;
using Pathmind.Server.Protocol;
using Pathmind.Server.Telemetry;

namespace Pathmind.Server.Http;

/// <summary>All addresses of one policy, with and without a slash at the end.</summary>
internal sealed class PolicyEndpoints(
    PolicySlot policy, ServerOptions options, RequestPipeline guard, ServerMetrics metrics, RequestStreams seeds)
{
    /// <param name="routes">The routes to add them to.</param>
    /// <param name="prefix">Before each address: empty, or /policies/NAME.</param>
    public void MapTo(IEndpointRouteBuilder routes, string prefix)
    {
        routes.MapGet(prefix + "/openapi.json",
            context => Answer.WriteAsync(context, 200, Answer.JsonType, policy.Current.OpenApi(BaseOf(context, prefix))));
        routes.MapGet(prefix + "/try", context => TryPage.WriteAsync(context, BaseOf(context, prefix), policy.Name));
        routes.MapGet(prefix + "/try.css", TryPage.WriteStyleAsync);
        routes.MapGet(prefix + "/try.js", TryPage.WriteScriptAsync);
        Get("schema", context => Answer.WriteAsync(context, 200, Answer.JsonType, policy.Current.Schema));
        Get("clients", context => WriteClientsAsync(context, prefix));
        Post("predict", (predictor, in body, random) => predictor.Predict(body, PredictionForm.Named, random));
        Post("predict_raw", (predictor, in body, random) => predictor.Predict(body, PredictionForm.Raw, random));
        Post("predict_deterministic", (predictor, in body, _) => predictor.Predict(body, PredictionForm.Named, random: null));
        Post("predict_batch", (predictor, in body, random) => predictor.Predict(body, PredictionForm.Batch, random));
        Post("distribution", (predictor, in body, _) => predictor.Distribution(body));

        void Get(string name, RequestDelegate endpoint)
        {
            routes.MapGet($"{prefix}/{name}", guard.Protect(metrics.For(policy.Name, name), endpoint));
            routes.MapMethods($"{prefix}/{name}", ["POST", "PUT", "PATCH", "DELETE"], context => RefuseMethodAsync(context, "GET"));
        }

        void Post(string name, Prediction predict)
        {
            routes.MapPost($"{prefix}/{name}", guard.Protect(metrics.For(policy.Name, name), context => AnswerAsync(context, predict)));
            routes.MapMethods($"{prefix}/{name}", ["GET", "HEAD", "PUT", "PATCH", "DELETE"], context => RefuseMethodAsync(context, "POST"));
        }
    }

    delegate Outcome Prediction(Predictor predictor, in ReadOnlySequence<byte> body, RandomStream? random);

    async Task AnswerAsync(HttpContext context, Prediction predict)
    {
        if (!RequestBody.IsJson(context.Request))
        {
            await Answer.WriteErrorAsync(context, StatusCodes.Status415UnsupportedMediaType,
                $"The content type is '{context.Request.ContentType}': send JSON, as application/json.");
            return;
        }
        if (!RequestBody.IsPlainOrGzip(context.Request))
        {
            await Answer.WriteErrorAsync(context, StatusCodes.Status415UnsupportedMediaType,
                $"The content encoding is '{context.Request.Headers.ContentEncoding}': send the body as it is, or with gzip.");
            return;
        }
        if (await RequestBody.ReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted) is not { } body)
        {
            context.Response.Headers.Connection = "close";               // the rest is not read
            await Answer.WriteErrorAsync(context, StatusCodes.Status413PayloadTooLarge,
                $"The body is larger than {options.MaxBodyBytes} bytes: send fewer observations at once.");
            return;
        }
        var served = policy.Current;                                     // a reload in between does not change this request's policy
        var predictor = served.Rent();
        try
        {
            var outcome = predict(predictor, RequestBody.Unpack(context.Request, body, options.MaxBodyBytes), seeds.Next());
            await (outcome == Outcome.TooManySessions ? RefuseSessionAsync(context)
                : Answer.WriteAsync(context, outcome == Outcome.Decided ? StatusCodes.Status200OK
                    : StatusCodes.Status422UnprocessableEntity, Answer.JsonType, predictor.Answer));
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(body.End);
            served.Return(predictor);
        }
    }

    Task RefuseSessionAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = $"{Math.Ceiling(options.SessionTimeout.TotalSeconds / 4)}";
        return Answer.WriteErrorAsync(context, StatusCodes.Status429TooManyRequests,
            $"The server remembers {options.MaxSessions} sessions, as many as it may: send the state with each observation instead, or "
            + $"wait until a session has not been asked for {options.SessionTimeout.TotalSeconds:0.###} s.");
    }

    static Task RefuseMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return Answer.WriteErrorAsync(context, StatusCodes.Status405MethodNotAllowed,
            $"{context.Request.Path} takes {allowed}, not {context.Request.Method}: /docs shows how, with an example.");
    }

    Task WriteClientsAsync(HttpContext context, string prefix)
    {
        var url = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{prefix}";
        context.Response.Headers.ContentDisposition =
            $"attachment; filename=\"{Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(policy.Name)).Replace('"', '_')}-clients.zip\"";
        return Answer.WriteAsync(context, 200, "application/zip", ClientArchive.Of(policy.Current.Description, policy.Name, url));
    }

    static string BaseOf(HttpContext context, string prefix) => $"{context.Request.PathBase}{prefix}/";
}
