namespace Pathmind.Notebook.Zmtp;

/// <summary>Talks with many peers: a message begins with the identity of the peer that it comes from or goes
/// to.</summary>
internal sealed class RouterSocket(string address, Action<byte[][]> received) : ZmtpListener(address, "ROUTER")
{
    readonly Dictionary<string, ZmtpPeer> peers = [];
    uint anonymous;

    /// <summary>Sends to the peer that the first frame names; a peer that has gone gets nothing.</summary>
    public void Send(IReadOnlyList<byte[]> frames)
    {
        ZmtpPeer? peer;
        lock (peers)
            peers.TryGetValue(Convert.ToHexString(frames[0]), out peer);
        peer?.Send([.. frames.Skip(1)]);
    }

    /// <summary>A new peer with the identity of a connected one replaces it, as it does after a reconnection.</summary>
    protected override void Joined(ZmtpPeer peer)
    {
        lock (peers)
        {
            if (peer.Identity.Length == 0)
                peer.Identity = [0, .. BitConverter.GetBytes(++anonymous)];
            if (peers.Remove(Convert.ToHexString(peer.Identity), out var old))
                old.Dispose();
            peers.Add(Convert.ToHexString(peer.Identity), peer);
        }
    }

    protected override void Received(ZmtpPeer peer, byte[][] frames) => received([peer.Identity, .. frames]);

    protected override void Left(ZmtpPeer peer)
    {
        lock (peers)
            if (peers.GetValueOrDefault(Convert.ToHexString(peer.Identity)) == peer)
                peers.Remove(Convert.ToHexString(peer.Identity));
    }
}
