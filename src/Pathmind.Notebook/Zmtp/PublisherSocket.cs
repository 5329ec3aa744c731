namespace Pathmind.Notebook.Zmtp;

/// <summary>Sends every message to the peers that subscribed to the beginning of its first frame.</summary>
/// <param name="address">The address to listen at.</param>
/// <param name="welcome">Makes the message that a new subscriber gets, given its topic.</param>
internal sealed class PublisherSocket(string address, Func<byte[], byte[][]> welcome) : ZmtpListener(address, "PUB")
{
    readonly Dictionary<ZmtpPeer, List<byte[]>> subscriptions = [];

    /// <summary>All subscribers get messages in the same order.</summary>
    public void Publish(IReadOnlyList<byte[]> frames)
    {
        lock (subscriptions)
            foreach (var (peer, topics) in subscriptions)
                if (topics.Any(topic => frames[0].AsSpan().StartsWith(topic)))
                    peer.Send(frames);
    }

    protected override void Joined(ZmtpPeer peer)
    {
        lock (subscriptions)
            subscriptions.Add(peer, []);
    }

    protected override void Received(ZmtpPeer peer, byte[][] frames)
    {
        if (frames is not [[var kind and (0 or 1), .. var topic]])
            return;
        lock (subscriptions)
            if (kind == 1)
            {
                subscriptions[peer].Add(topic);
                peer.Send(welcome(topic));
            }
            else if (subscriptions[peer].FindIndex(known => known.AsSpan().SequenceEqual(topic)) is >= 0 and var at)
                subscriptions[peer].RemoveAt(at);
    }

    protected override void Left(ZmtpPeer peer)
    {
        lock (subscriptions)
            subscriptions.Remove(peer);
    }
}
