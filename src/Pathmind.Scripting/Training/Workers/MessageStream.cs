using System.Buffers.Binary;

namespace Pathmind.Training;

/// <summary>Messages through a pipe: four bytes for the length, then the message. Reading and writing may happen on
/// different threads.</summary>
/// <param name="stream">One end of the pipe.</param>
internal sealed class MessageStream(Stream stream)
{
    const int Longest = 1 << 29;

    readonly Lock one = new();

    /// <summary>Writes a message, from any thread.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    public void Write(byte[] message)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, message.Length);
        lock (one)
        {
            stream.Write(length);
            stream.Write(message);
            stream.Flush();
        }
    }

    /// <summary>Waits for the next message; null at the end.</summary>
    /// <exception cref="InvalidDataException">What comes is not messages.</exception>
    public byte[]? Read()
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        if (stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
            return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (count is < 0 or > Longest)
            throw new InvalidDataException(
                $"A message of {count} bytes was announced, more than {Longest}: something else writes as well.");
        var message = new byte[count];
        return stream.ReadAtLeast(message, count, throwOnEndOfStream: false) < count ? null : message;
    }
}
