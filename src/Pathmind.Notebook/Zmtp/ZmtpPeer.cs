using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Pathmind.Notebook.Zmtp;

/// <summary>A connected peer: a thread that reads and one that writes, so that neither a training on all cores nor a
/// peer that does not read stops the others.</summary>
internal sealed class ZmtpPeer : IDisposable
{
    const long MostWaiting = 1L << 28;                                   // bytes that may wait for a peer that does not read

    static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    readonly Socket socket;
    readonly ZmtpStream stream;
    readonly BlockingCollection<IReadOnlyList<byte[]>> outgoing = [];
    readonly Thread writer;
    long waiting;

    public ZmtpPeer(Socket socket)
    {
        this.socket = socket;
        if (socket.AddressFamily != AddressFamily.Unix)
            socket.NoDelay = true;
        stream = new(new NetworkStream(socket));
        writer = new(Write) { IsBackground = true, Name = "zmtp writer" };
    }

    /// <summary>What the peer calls itself; empty for nothing.</summary>
    public byte[] Identity { get; set; } = [];

    /// <summary>Greets; a peer that does not answer within ten seconds is given up.</summary>
    /// <exception cref="IOException">It did not, or has gone.</exception>
    /// <exception cref="InvalidDataException">It speaks something else.</exception>
    public void Open(string socketType)
    {
        using (new Timer(_ => socket.Dispose(), null, HandshakeTime, Timeout.InfiniteTimeSpan))
            Identity = stream.Handshake(socketType);
        writer.Start();
    }

    /// <summary>The next message; blocks.</summary>
    public byte[][] Read() => stream.Read();

    /// <summary>Queues a message. A peer that lets 256 MB wait is disconnected.</summary>
    public void Send(IReadOnlyList<byte[]> frames)
    {
        if (Interlocked.Add(ref waiting, frames.Sum(frame => (long)frame.Length)) > MostWaiting)
        {
            Dispose();
            return;
        }
        try
        {
            outgoing.Add(frames);
        }
        catch (InvalidOperationException)                                 // it has gone in the meantime
        {
        }
    }

    /// <summary>Waits until what was sent has left; then tells the peer that this was all, since a socket that is
    /// closed while a thread reads from it drops what is still under way.</summary>
    /// <param name="patience">How long a peer may read nothing; one that reads slowly gets all.</param>
    /// <param name="longest">Time after which it is given up all the same.</param>
    public void Drain(TimeSpan patience, TimeSpan longest)
    {
        outgoing.CompleteAdding();
        var begin = Stopwatch.GetTimestamp();
        for (var before = stream.Written; writer.IsAlive && !writer.Join(patience); before = stream.Written)
        {
            if (stream.Written == before || Stopwatch.GetElapsedTime(begin) > longest)
                return;
        }
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)    // it has gone
        {
        }
    }

    /// <summary>Disconnects.</summary>
    public void Dispose()
    {
        outgoing.CompleteAdding();
        socket.Dispose();
    }

    void Write()
    {
        try
        {
            foreach (var frames in outgoing.GetConsumingEnumerable())
            {
                stream.Write(frames);
                if (outgoing.Count == 0)
                    stream.Flush();
                Interlocked.Add(ref waiting, -frames.Sum(frame => (long)frame.Length));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            Dispose();
        }
    }
}
