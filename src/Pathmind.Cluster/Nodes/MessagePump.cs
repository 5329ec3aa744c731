using System.Threading.Channels;

namespace Pathmind.Clusters.Nodes;

/// <summary>Sends messages in their order over a network that may fail for some time. What was not confirmed is sent
/// again with the same number, and nothing else before it: the other end ignores what it has had.</summary>
/// <param name="send">Takes a number, from 1, and the messages that wait.</param>
internal sealed class MessagePump(Func<long, byte[][], Task> send)
{
    /// <summary>Bytes after which a call is large enough.</summary>
    const int Enough = 4 << 20;

    readonly Channel<byte[]> waiting = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });

    /// <summary>From any thread.</summary>
    public void Post(byte[] message) => waiting.Writer.TryWrite(message);

    /// <summary>There are no more.</summary>
    public void Complete() => waiting.Writer.TryComplete();

    /// <summary>Sends until there are no more.</summary>
    /// <exception cref="IOException">The other end did not answer for five minutes.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var number = 1L; await waiting.Reader.WaitToReadAsync(cancellation); number++)
        {
            var own = number;
            byte[][] messages = [.. Waiting()];
            await Persistence.CallAsync(() => send(own, messages), cancellation);
        }
    }

    IEnumerable<byte[]> Waiting()
    {
        for (var bytes = 0; bytes < Enough && waiting.Reader.TryRead(out var message); bytes += message.Length)
            yield return message;
    }
}
