using System.Net;
using System.Net.Sockets;

namespace Pathmind.Notebook.Zmtp;

/// <summary>Where a socket listens: <c>tcp://127.0.0.1:5555</c> or <c>ipc:///tmp/kernel-1</c>.</summary>
internal static class ZmtpEndpoint
{
    /// <summary>Binds and listens. Port 0 of tcp takes a free one.</summary>
    /// <exception cref="ArgumentException">The address is neither.</exception>
    /// <exception cref="SocketException">The port is taken, or the path cannot be made.</exception>
    public static Socket Listen(string address)
    {
        var (socket, end) = address.Split("://") is [var transport, var place]
            ? transport switch
            {
                "tcp" when IPEndPoint.TryParse(place.Replace("*", "0.0.0.0"), out var ip) =>
                    (new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp), (EndPoint)ip),
                "ipc" => (new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(place)),
                _ => throw Unknown(address),
            }
            : throw Unknown(address);
        try
        {
            if (end is UnixDomainSocketEndPoint && File.Exists(end.ToString()) && !Answers(end))
                File.Delete(end.ToString()!);                        // what a killed kernel left
            socket.Bind(end);
            socket.Listen(64);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static bool Answers(EndPoint path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(path);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static ArgumentException Unknown(string address) =>
        new($"'{address}' is not an address: write tcp://127.0.0.1:5555 or ipc://path.", nameof(address));
}
