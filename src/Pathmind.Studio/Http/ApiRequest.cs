using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pathmind.Server.Protocol;

namespace Pathmind.Studios.Http;

/// <summary>What the addresses below /api have in common: a body is JSON of a bounded length, an answer is JSON, an
/// error a status and <c>{"detail": "…"}</c>.</summary>
internal static class ApiRequest
{
    /// <summary>Longest body that <see cref="ReadAsync"/> takes.</summary>
    const int MostBytes = 8 << 20;

    /// <summary>The body as a value; null after an answer that says what is wrong with it.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (context.Request.ContentLength is not (>= 0 and <= MostBytes))
        {
            await Answer.WriteErrorAsync(
                context, StatusCodes.Status413PayloadTooLarge, $"A body has at most {MostBytes} bytes, and says how many.");
            return null;
        }
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } value)
                return value;
            throw new JsonException("it is null");
        }
        catch (BadHttpRequestException exception)                        // it comes too slowly, or not as it must
        {
            await Answer.WriteErrorAsync(context, exception.StatusCode, exception.Message);
            return null;
        }
        catch (JsonException exception)
        {
            await Answer.WriteErrorAsync(
                context, StatusCodes.Status400BadRequest, $"The body is not what this address takes: {exception.Message}");
            return null;
        }
    }

    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        Answer.WriteAsync(context, status, Answer.JsonType, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Answers with the experiment whose number the address has.</summary>
    public static Task OfExperimentAsync(HttpContext context, Func<int, Task> answer) =>
        answer(int.Parse((string)context.Request.RouteValues["number"]!, CultureInfo.InvariantCulture));

    /// <summary>404: there is no such experiment.</summary>
    public static Task UnknownAsync(HttpContext context, int number) =>
        Answer.WriteErrorAsync(context, StatusCodes.Status404NotFound, $"There is no experiment {number}.");

    /// <summary>422: it cannot be, and why.</summary>
    public static Task RefuseAsync(HttpContext context, string detail) =>
        Answer.WriteErrorAsync(context, StatusCodes.Status422UnprocessableEntity, detail);

    /// <summary>422, in words, for what cannot be: an <see cref="InvalidDataException"/>.</summary>
    public static async Task ExplainingAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (InvalidDataException exception)
        {
            await RefuseAsync(context, exception.Message);
        }
    }
}
