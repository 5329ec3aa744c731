using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pathmind.Notebook.Zmtp;

/// <summary>One connection as ZMTP 3.0 sees it (https://rfc.zeromq.org/spec/23/), mechanism NULL: greeting, handshake,
/// then frames. Reading and writing may be done by two threads.</summary>
/// <remarks>3.0 and not 3.1, so that peers send subscriptions as messages; the commands of 3.1 (SUBSCRIBE, CANCEL,
/// PING) are understood all the same.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "It holds no more than memory: the socket below is closed by the peer that made it.")]
internal sealed class ZmtpStream(Stream stream)
{
    const int GreetingSize = 64;
    const byte More = 1, Long = 2, Command = 4;
    const long LargestMessage = 1L << 30;                                // bytes; a frame that claims more is not a Jupyter message
    const int MostFrames = 1024;
    const int Piece = 1 << 16;                                           // bytes that are written at once, and then counted

    readonly byte[] head = new byte[9];                                  // of the frame that is read
    readonly BufferedStream output = new(stream, Piece);
    long written;

    /// <summary>Bytes of bodies that the connection has taken so far: it grows as long as the peer reads.</summary>
    public long Written => Interlocked.Read(ref written);

    /// <summary>Greets, and learns the peer's identity.</summary>
    /// <param name="socketType">ROUTER, PUB or REP.</param>
    /// <returns>The identity that the peer chose; empty for none.</returns>
    /// <exception cref="InvalidDataException">The peer does not speak ZMTP 3 with mechanism NULL.</exception>
    public byte[] Handshake(string socketType)
    {
        Span<byte> greeting = stackalloc byte[GreetingSize];
        greeting.Clear();
        (greeting[0], greeting[9], greeting[10]) = (0xFF, 0x7F, 3);
        "NULL"u8.CopyTo(greeting[12..]);
        stream.Write(greeting);
        stream.ReadExactly(greeting);
        if (greeting[0] != 0xFF || greeting[9] != 0x7F || greeting[10] < 3
            || !greeting.Slice(12, 20).TrimEnd((byte)0).SequenceEqual("NULL"u8))
            throw new InvalidDataException("The peer does not greet as ZMTP 3 with mechanism NULL.");
        WriteFrame(Command, [
            .. Short("READY"), .. Property("Socket-Type", Encoding.ASCII.GetBytes(socketType)), .. Property("Identity", [])]);
        output.Flush();
        var (flags, body) = ReadFrame(LargestMessage);
        if ((flags & Command) == 0 || !IsCommand(body, "READY", out var properties))
            throw new InvalidDataException("The peer did not answer the greeting with READY.");
        return IdentityIn(properties);
    }

    /// <summary>The next message; commands are answered or turned into what they mean.</summary>
    /// <exception cref="EndOfStreamException">The peer has gone.</exception>
    public byte[][] Read()
    {
        List<byte[]> frames = [];
        var left = LargestMessage;
        while (true)
        {
            var (flags, body) = ReadFrame(left);
            if ((flags & Command) != 0)
            {
                if (IsCommand(body, "SUBSCRIBE", out var topic))
                    return [[1, .. topic]];
                if (IsCommand(body, "CANCEL", out topic))
                    return [[0, .. topic]];
                if (IsCommand(body, "PING", out var context) && context.Length >= 2)
                    lock (output)
                    {
                        WriteFrame(Command, [.. Short("PONG"), .. context[2..]]);    // the first two bytes are a time to live
                        output.Flush();
                    }
                continue;
            }
            frames.Add(body);
            left -= body.Length;
            if (frames.Count > MostFrames)
                throw new InvalidDataException($"A message has more than {MostFrames} frames.");
            if ((flags & More) == 0)
                return [.. frames];
        }
    }

    /// <summary>Writes a message; it leaves at <see cref="Flush"/> at the latest.</summary>
    public void Write(IReadOnlyList<byte[]> frames)
    {
        lock (output)
            for (var i = 0; i < frames.Count; i++)
                WriteFrame(i < frames.Count - 1 ? More : (byte)0, frames[i]);
    }

    public void Flush()
    {
        lock (output)
            output.Flush();
    }

    void WriteFrame(byte flags, ReadOnlySpan<byte> body)
    {
        Span<byte> start = stackalloc byte[9];
        if (body.Length <= byte.MaxValue)
        {
            (start[0], start[1]) = (flags, (byte)body.Length);
            output.Write(start[..2]);
        }
        else
        {
            start[0] = (byte)(flags | Long);
            BinaryPrimitives.WriteInt64BigEndian(start[1..], body.Length);
            output.Write(start);
        }
        while (body.Length > 0)
        {
            var count = Math.Min(Piece, body.Length);
            output.Write(body[..count]);
            body = body[count..];
            Interlocked.Add(ref written, count);
        }
    }

    (byte Flags, byte[] Body) ReadFrame(long most)
    {
        stream.ReadExactly(head, 0, 2);
        var flags = head[0];
        long length = head[1];
        if ((flags & Long) != 0)
        {
            stream.ReadExactly(head, 2, 7);
            length = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(1));
        }
        if (length < 0 || length > most || (flags & ~(More | Long | Command)) != 0)
            throw new InvalidDataException(
                $"A frame claims {length} bytes with flags {flags}: this is not ZMTP, or a message has more than {LargestMessage} bytes.");
        return (flags, ReadBody((int)length));
    }

    /// <summary>Memory grows with what came, not with what was claimed.</summary>
    byte[] ReadBody(int length)
    {
        const int step = 1 << 20;
        if (length <= step)
        {
            var body = new byte[length];
            stream.ReadExactly(body);
            return body;
        }
        using var all = new MemoryStream(step);
        var piece = new byte[step];
        for (var left = length; left > 0; left -= Math.Min(step, left))
        {
            stream.ReadExactly(piece, 0, Math.Min(step, left));
            all.Write(piece, 0, Math.Min(step, left));
        }
        return all.ToArray();
    }

    static byte[] Short(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    static byte[] Property(string name, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [.. Short(name), .. length, .. value];
    }

    static bool IsCommand(ReadOnlySpan<byte> body, string name, out ReadOnlySpan<byte> rest)
    {
        var start = Short(name);
        var matches = body.StartsWith(start);
        rest = matches ? body[start.Length..] : default;
        return matches;
    }

    static byte[] IdentityIn(ReadOnlySpan<byte> properties)
    {
        while (properties.Length > 0)
        {
            var nameLength = properties[0];
            if (properties.Length < 5 + nameLength || BinaryPrimitives.ReadInt32BigEndian(properties[(1 + nameLength)..]) is var length
                && (length < 0 || properties.Length - 5 - nameLength < length))
                throw new InvalidDataException("READY holds a property that is cut off.");
            var value = properties.Slice(5 + nameLength, length);
            if (Encoding.ASCII.GetString(properties.Slice(1, nameLength)).Equals("Identity", StringComparison.OrdinalIgnoreCase))
                return value.ToArray();
            properties = properties[(5 + nameLength + length)..];
        }
        return [];
    }
}
