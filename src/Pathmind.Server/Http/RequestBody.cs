using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Pathmind.Http;

/// <summary>Waits until a request's body is there, within a limit.</summary>
internal static class RequestBody
{
    /// <summary>Whether the content type is JSON, or left out: Python's requests.post(url, data=json.dumps(x)) names none.</summary>
    public static bool IsJson(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.IsEmpty || type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The body, still in the connection's buffers: give it back with <see cref="PipeReader.AdvanceTo(SequencePosition)"/>.</summary>
    /// <returns>Null if it is larger than the limit.</returns>
    public static async ValueTask<ReadOnlySequence<byte>?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
            return null;
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            if (result.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return null;
            }
            if (result.IsCompleted)
                return result.Buffer;
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
