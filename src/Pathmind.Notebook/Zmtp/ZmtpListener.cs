using System.Net.Sockets;

namespace Pathmind.Notebook.Zmtp;

/// <summary>A bound socket of one type: accepts peers, and reads from each on a separate thread. Subclasses interpret
/// the messages.</summary>
internal abstract class ZmtpListener : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), LongestFarewell = TimeSpan.FromSeconds(20);

    readonly Socket listener;
    readonly string socketType;
    readonly List<ZmtpPeer> peers = [];
    volatile bool closed;                                                // written under the lock of the peers

    /// <exception cref="SocketException">The address is taken.</exception>
    protected ZmtpListener(string address, string socketType)
    {
        this.socketType = socketType;
        listener = ZmtpEndpoint.Listen(address);
        Address = listener.LocalEndPoint is System.Net.IPEndPoint ip ? $"tcp://{ip}" : address;
    }

    /// <summary>Where it listens, with the port that was chosen.</summary>
    public string Address { get; }

    /// <summary>Accepts peers from now on.</summary>
    public void Start() => new Thread(Accept) { IsBackground = true, Name = $"zmtp {socketType}" }.Start();

    /// <summary>Lets what was sent leave, as long as peers read it, then disconnects all; one that reads nothing for a
    /// second is not waited for.</summary>
    public void Dispose()
    {
        ZmtpPeer[] left;
        lock (peers)
        {
            closed = true;
            left = [.. peers];
        }
        listener.Dispose();
        foreach (var peer in left)
        {
            peer.Drain(Patience, LongestFarewell);
            peer.Dispose();
        }
    }

    /// <summary>A peer has greeted.</summary>
    protected abstract void Joined(ZmtpPeer peer);

    /// <summary>A message came, on the peer's thread.</summary>
    protected abstract void Received(ZmtpPeer peer, byte[][] frames);

    /// <summary>A peer has gone; once for every <see cref="Joined"/>.</summary>
    protected abstract void Left(ZmtpPeer peer);

    void Accept()
    {
        while (!closed)
        {
            try
            {
                var peer = new ZmtpPeer(listener.Accept());
                new Thread(() => Serve(peer)) { IsBackground = true, Name = $"zmtp {socketType} reader" }.Start();
            }
            catch (SocketException) when (!closed)
            {
                Thread.Sleep(50);                                        // out of file handles, say: the next may succeed
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>Invalid input from a peer ends its own connection only.</summary>
    void Serve(ZmtpPeer peer)
    {
        var joined = false;
        try
        {
            peer.Open(socketType);
            lock (peers)
            {
                ObjectDisposedException.ThrowIf(closed, this);
                peers.Add(peer);
            }
            Joined(peer);
            joined = true;
            while (!closed)
                Received(peer, peer.Read());
        }
        // gone, silent for too long, not ZMTP, or an unexpected message
        catch (Exception)
        {
        }
        finally
        {
            lock (peers)
                peers.Remove(peer);
            if (joined)
                Left(peer);
            peer.Dispose();
        }
    }
}
