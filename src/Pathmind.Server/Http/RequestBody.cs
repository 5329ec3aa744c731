using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Pathmind.Server.Http;

/// <summary>Waits until a request's body is there, within a limit.</summary>
internal static class RequestBody
{
    /// <summary>Whether the content type is JSON, or left out: Python's requests.post(url, data=json.dumps(x)) names
    /// none.</summary>
    public static bool IsJson(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.IsEmpty || type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the body can be read: as it is, or packed by gzip.</summary>
    public static bool IsPlainOrGzip(HttpRequest request) =>
        request.Headers.ContentEncoding.ToString() is "" or "identity" || IsGzip(request);

    /// <summary>The body without gzip, which may not grow beyond the limit either.</summary>
    /// <exception cref="BadHttpRequestException">It does, or it is not gzip.</exception>
    public static ReadOnlySequence<byte> Unpack(HttpRequest request, ReadOnlySequence<byte> body, int maxBytes)
    {
        if (!IsGzip(request))
            return body;
        try
        {
            using GZipStream packed = new(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
            using MemoryStream plain = new();
            var buffer = new byte[16384];
            for (int count; (count = packed.Read(buffer)) > 0; plain.Write(buffer, 0, count))
                if (plain.Length + count > maxBytes)
                    throw new BadHttpRequestException(
                        $"The unpacked body is larger than {maxBytes} bytes: send fewer observations at once.", 413);
            return new(plain.GetBuffer(), 0, (int)plain.Length);
        }
        catch (InvalidDataException exception)
        {
            throw new BadHttpRequestException("The body is not gzip, as its content encoding says.", 400, exception);
        }
    }

    static bool IsGzip(HttpRequest request) =>
        request.Headers.ContentEncoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase);

    /// <summary>The body, still in the connection's buffers: give it back with
    /// <see cref="PipeReader.AdvanceTo(SequencePosition)"/>.</summary>
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
