using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pathmind.Tests;

/// <summary>The other end of a socket, byte by byte as https://rfc.zeromq.org/spec/23/ writes them, so that the kit's
/// own reading and writing is not tested with itself.</summary>
internal sealed class WirePeer : IDisposable
{
    const byte More = 1, Long = 2, Command = 4;

    readonly Socket socket;
    readonly NetworkStream stream;

    WirePeer(Socket socket) => (this.socket, stream) = (socket, new(socket) { ReadTimeout = 20_000 });

    /// <summary>Connects and greets.</summary>
    /// <param name="address">tcp://127.0.0.1:5555 or ipc://path.</param>
    /// <param name="identity">What it calls itself; empty for nothing.</param>
    public static WirePeer Connect(string address, string identity = "")
    {
        EndPoint end = address.StartsWith("ipc://", StringComparison.Ordinal)
            ? new UnixDomainSocketEndPoint(address[6..])
            : IPEndPoint.Parse(address["tcp://".Length..]);
        Socket socket = new(end.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(end);
        WirePeer peer = new(socket);
        peer.stream.Write([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0, .. "NULL"u8, .. new byte[16], .. new byte[32]]);
        peer.stream.ReadExactly(new byte[64]);
        peer.Say("READY",
            [11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8, 8, .. "Identity"u8, 0, 0, 0, (byte)identity.Length,
                .. Encoding.ASCII.GetBytes(identity)]);
        peer.ReadFrame();
        return peer;
    }

    /// <summary>Sends a message.</summary>
    public void Send(params byte[][] frames)
    {
        for (var i = 0; i < frames.Length; i++)
            WriteFrame(i < frames.Length - 1 ? More : (byte)0, frames[i]);
    }

    /// <summary>Sends a command: PING, SUBSCRIBE, …</summary>
    public void Say(string command, params byte[] body) =>
        WriteFrame(Command, [(byte)command.Length, .. Encoding.ASCII.GetBytes(command), .. body]);

    /// <summary>The next message or command.</summary>
    /// <exception cref="IOException">The connection is closed.</exception>
    public byte[][] Read()
    {
        List<byte[]> frames = [];
        bool more;
        do
        {
            (more, var body) = ReadFrame();
            frames.Add(body);
        }
        while (more);
        return [.. frames];
    }

    /// <summary>Bytes as they are.</summary>
    public void WriteRaw(params byte[] bytes) => stream.Write(bytes);

    /// <summary>Whether the other end closes the connection, which it has twenty seconds to do.</summary>
    public bool IsClosed()
    {
        var rest = new byte[1 << 16];
        try
        {
            while (stream.Read(rest) > 0)
            {
            }
            return true;
        }
        catch (IOException exception)
        {
            return exception.InnerException is SocketException { SocketErrorCode: not SocketError.TimedOut and not SocketError.WouldBlock };
        }
    }

    public void Dispose() => socket.Dispose();

    void WriteFrame(byte flags, byte[] body)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, body.Length);
        stream.Write(body.Length < 256 ? [flags, (byte)body.Length] : [(byte)(flags | Long), .. length]);
        stream.Write(body);
    }

    (bool More, byte[] Body) ReadFrame()
    {
        var flags = ReadBytes(1)[0];
        var length = (flags & Long) == 0 ? ReadBytes(1)[0] : BinaryPrimitives.ReadInt64BigEndian(ReadBytes(8));
        return ((flags & More) != 0, ReadBytes(length));
    }

    byte[] ReadBytes(long count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
