namespace Pathmind.Notebook.Zmtp;

/// <summary>Answers every message with itself, envelope included: a heartbeat.</summary>
internal sealed class EchoSocket(string address) : ZmtpListener(address, "REP")
{
    protected override void Joined(ZmtpPeer peer)
    {
    }

    protected override void Received(ZmtpPeer peer, byte[][] frames) => peer.Send(frames);

    protected override void Left(ZmtpPeer peer)
    {
    }
}
