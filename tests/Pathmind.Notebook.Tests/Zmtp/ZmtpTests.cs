using System.Net.Sockets;
using System.Text;
using Pathmind.Notebook.Zmtp;

namespace Pathmind.Tests;

/// <summary>The sockets of the kernel against a peer that writes its own bytes.</summary>
public sealed class ZmtpTests
{
    const string Anywhere = "tcp://127.0.0.1:0";

    [Theory]
    [InlineData(0)]
    [InlineData(255)]                                                      // the last short frame
    [InlineData(256)]                                                      // the first long one
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]                                            // read in two pieces
    public void A_message_comes_back_byte_for_byte(int length)
    {
        using var socket = Started(new EchoSocket(Anywhere));
        using var peer = WirePeer.Connect(socket.Address);
        byte[] body = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        peer.Send([1], body, [2]);
        Assert.Equal([[1], body, [2]], peer.Read());
    }

    [Fact]
    public void A_ping_is_answered_with_its_context_between_the_frames_of_a_message()
    {
        using var socket = Started(new EchoSocket(Anywhere));
        using var peer = WirePeer.Connect(socket.Address);
        peer.Say("PING", 0, 100, 7, 8);                                    // two bytes of time to live, then the context
        Assert.Equal([4, .. "PONG"u8, 7, 8], Assert.Single(peer.Read()));
    }

    [Fact]
    public void Peers_without_a_name_get_their_own_answers()
    {
        using var router = Router();
        using WirePeer one = WirePeer.Connect(router.Address), other = WirePeer.Connect(router.Address);
        one.Send("1"u8.ToArray());
        Assert.Equal("1", Text(one.Read()[0]));
        other.Send("2"u8.ToArray());
        Assert.Equal("2", Text(other.Read()[0]));
        one.Send("3"u8.ToArray());
        Assert.Equal("3", Text(one.Read()[0]));
    }

    [Fact]
    public void Who_connects_again_under_its_name_replaces_itself_and_is_still_answered()
    {
        using var router = Router();
        using var before = WirePeer.Connect(router.Address, "front end");
        before.Send([1]);
        before.Read();
        using var after = WirePeer.Connect(router.Address, "front end");
        Assert.True(before.IsClosed());
        for (byte i = 0; i < 20; i++)                                      // also once the leaving of the first has been noticed
        {
            after.Send([i]);
            Assert.Equal([i], after.Read()[0]);
            Thread.Sleep(5);
        }
    }

    [Theory]
    [InlineData(true)]                                                     // ZMTP 3.1
    [InlineData(false)]                                                    // 3.0: messages that begin with 1 and 0
    public void A_subscriber_gets_what_it_subscribed_to_until_it_cancels(bool byCommand)
    {
        using var publisher = Started(new PublisherSocket(Anywhere, topic => [[.. "welcome "u8, .. topic]]));
        using var peer = WirePeer.Connect(publisher.Address);
        Subscribe("status");
        Assert.Equal("welcome status", Text(peer.Read()[0]));
        Subscribe("stream");
        Assert.Equal("welcome stream", Text(peer.Read()[0]));
        Publish("other", "status.1", "stream.1");
        Assert.Equal(["status.1", "stream.1"], [Text(peer.Read()[0]), Text(peer.Read()[0])]);

        if (byCommand)
            peer.Say("CANCEL", "status"u8.ToArray());
        else
            peer.Send([0, .. "status"u8]);
        Subscribe("end");                                                  // its welcome says that the cancelling has arrived
        Assert.Equal("welcome end", Text(peer.Read()[0]));
        Publish("status.2", "stream.2");
        Assert.Equal("stream.2", Text(peer.Read()[0]));

        void Subscribe(string topic)
        {
            if (byCommand)
                peer.Say("SUBSCRIBE", Encoding.ASCII.GetBytes(topic));
            else
                peer.Send([1, .. Encoding.ASCII.GetBytes(topic)]);
        }

        void Publish(params string[] topics)
        {
            foreach (var topic in topics)
                publisher.Publish([Encoding.ASCII.GetBytes(topic)]);
        }
    }

    [Fact]
    public void A_subscriber_that_reads_gets_any_amount_and_one_that_does_not_is_disconnected_at_256_MB()
    {
        using var publisher = Started(new PublisherSocket(Anywhere, topic => [topic]));
        using WirePeer reader = WirePeer.Connect(publisher.Address), sleeper = WirePeer.Connect(publisher.Address);
        byte[] megabytes = new byte[16 << 20];                             // one array, however often it waits
        foreach (var peer in new[] { reader, sleeper })
        {
            peer.Say("SUBSCRIBE");
            peer.Read();
        }
        for (var i = 0; i < 18; i++)                                       // 288 MB
        {
            publisher.Publish([[1], megabytes]);
            Assert.Equal(megabytes.Length, reader.Read()[1].Length);
        }
        Assert.True(sleeper.IsClosed());
        publisher.Publish(["still there"u8.ToArray()]);
        Assert.Equal("still there", Text(reader.Read()[0]));
    }

    [Fact]
    public void A_message_of_too_many_frames_or_a_frame_with_unknown_flags_ends_the_connection()
    {
        using var socket = Started(new EchoSocket(Anywhere));
        using var endless = WirePeer.Connect(socket.Address);
        endless.WriteRaw([.. Enumerable.Repeat(new byte[] { 1, 0 }, 1025).SelectMany(frame => frame)]);
        Assert.True(endless.IsClosed());
        using var unknown = WirePeer.Connect(socket.Address);
        unknown.WriteRaw(8, 0);
        Assert.True(unknown.IsClosed());
        using var most = WirePeer.Connect(socket.Address);
        most.Send([.. Enumerable.Repeat(Array.Empty<byte>(), 1024)]);
        Assert.Equal(1024, most.Read().Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(400)]                                                      // longer than a second, together
    public async Task What_was_sent_arrives_although_the_socket_is_closed_at_once(int pause)
    {
        var router = Router();
        using var peer = WirePeer.Connect(router.Address, "me");
        peer.Send([1]);
        peer.Read();
        for (var i = 0; i < 8; i++)
            router.Send(["me"u8.ToArray(), new byte[4 << 20]]);
        var closing = Task.Run(router.Dispose, TestContext.Current.CancellationToken);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(4 << 20, peer.Read()[0].Length);
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
        Assert.True(peer.IsClosed());
        await closing;
    }

    [Fact]
    public void A_peer_that_does_not_read_does_not_keep_a_socket_from_closing()
    {
        var router = Router();
        using var peer = WirePeer.Connect(router.Address, "me");
        peer.Send([1]);
        peer.Read();
        router.Send(["me"u8.ToArray(), new byte[64 << 20]]);
        router.Dispose();
        Assert.True(peer.IsClosed());
    }

    [Fact]
    public void A_path_that_a_killed_kernel_left_is_taken_and_one_in_use_is_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "ipc is for Unix.");
        var folder = Directory.CreateTempSubdirectory("pathmind-zmtp-");
        try
        {
            var path = Path.Combine(folder.FullName, "kernel-1");
            File.WriteAllText(path, "");
            using var socket = Started(new EchoSocket($"ipc://{path}"));
            using var peer = WirePeer.Connect(socket.Address);
            peer.Send([5]);
            Assert.Equal([5], Assert.Single(peer.Read()));
            Assert.Throws<SocketException>(() => new EchoSocket($"ipc://{path}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("127.0.0.1:5555")]
    [InlineData("udp://127.0.0.1:5555")]
    [InlineData("tcp://nowhere")]
    public void What_is_no_address_is_refused(string address) => Assert.Throws<ArgumentException>(() => new EchoSocket(address));

    /// <summary>Answers each message with itself, to whoever sent it.</summary>
    static RouterSocket Router()
    {
        RouterSocket? router = null;
        router = new(Anywhere, frames => router!.Send(frames));
        return Started(router);
    }

    static T Started<T>(T socket)
        where T : ZmtpListener
    {
        socket.Start();
        return socket;
    }

    static string Text(byte[] frame) => Encoding.ASCII.GetString(frame);
}
