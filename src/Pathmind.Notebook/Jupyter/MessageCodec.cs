using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Frames of a message and back, signed by HMAC-SHA256
/// (https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol): identities, a delimiter, the
/// signature, then header, parent header, metadata and content as JSON.</summary>
internal sealed class MessageCodec(string key)
{
    /// <summary>Version of the messaging protocol that the kernel speaks.</summary>
    public const string ProtocolVersion = "5.3";

    const int Parts = 4;                                                 // frames that are signed

    static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 64 };

    readonly byte[] key = Encoding.UTF8.GetBytes(key);
    readonly string session = Guid.NewGuid().ToString("N");
    long sent;

    /// <summary>The message in the frames; null if the signature is wrong or the frames are not a message: its sender
    /// does not know the key.</summary>
    public JupyterMessage? Read(byte[][] frames)
    {
        var at = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (at < 0 || frames.Length < at + 2 + Parts)
            return null;
        var signed = frames.AsSpan(at + 2, Parts);
        if (key.Length > 0 && !CryptographicOperations.FixedTimeEquals(Sign(signed), frames[at + 1]))
            return null;
        try
        {
            var (header, content) = (Parse(signed[0]), Parse(signed[3]));
            return header.ValueKind == JsonValueKind.Object && content.ValueKind == JsonValueKind.Object
                ? new(frames[..at], header, content) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The frames of a message.</summary>
    /// <param name="identities">Whom it goes to; for a publisher the topic.</param>
    /// <param name="type">Such as execute_reply.</param>
    /// <param name="parent">What it answers or belongs to; null for nothing.</param>
    /// <param name="content">Its content.</param>
    public byte[][] Write(IEnumerable<byte[]> identities, string type, JsonElement? parent, JsonObject content)
    {
        JsonObject header = new()
        {
            ["msg_id"] = $"{session}_{Interlocked.Increment(ref sent)}", ["session"] = session, ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        };
        byte[][] parts = [Bytes(header), parent is { } known ? Encoding.UTF8.GetBytes(known.GetRawText())
            : "{}"u8.ToArray(), "{}"u8.ToArray(), Bytes(content)];
        return [.. identities, Delimiter, key.Length > 0 ? Sign(parts) : [], .. parts];
    }

    /// <remarks>Without a serializer: its start would take a part of the kernel's.</remarks>
    static byte[] Bytes(JsonNode node)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
            node.WriteTo(writer);
        return bytes.ToArray();
    }

    static JsonElement Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json, Shallow);
        return document.RootElement.Clone();
    }

    /// <summary>The digest in lower-case hexadecimal, as ASCII.</summary>
    byte[] Sign(ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
            hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
