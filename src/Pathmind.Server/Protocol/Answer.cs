using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Pathmind.Server.Protocol;

/// <summary>Writes answers whose bytes are known.</summary>
internal static class Answer
{
    public const string JsonType = "application/json";

    public static Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.BodyWriter.WriteAsync(body).AsTask();
    }

    /// <summary>An error in words: <c>{"detail": "..."}</c>, as FastAPI writes it.</summary>
    public static Task WriteErrorAsync(HttpContext context, int status, string detail) =>
        WriteAsync(context, status, JsonType, Encoding.UTF8.GetBytes(new JsonObject { ["detail"] = detail }.ToJsonString()));
}
