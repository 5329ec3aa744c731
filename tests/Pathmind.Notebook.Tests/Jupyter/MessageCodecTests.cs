using System.Text;
using System.Text.Json.Nodes;
using Pathmind.Notebook.Jupyter;

namespace Pathmind.Tests;

public sealed class MessageCodecTests
{
    /// <remarks>The digest is that of Python: hmac.new(b"key", b'{"msg_type":"x"}' + b"{}" * 3,
    /// hashlib.sha256).hexdigest().</remarks>
    [Fact]
    public void A_signature_that_Python_makes_is_accepted_and_one_changed_byte_is_not()
    {
        byte[][] Frames(string content) =>
            [[7], "<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(PythonDigest),
                .. new[] { """{"msg_type":"x"}""", "{}", "{}", content }.Select(Encoding.UTF8.GetBytes)];

        var frames = Frames("{}");
        var message = new MessageCodec("key").Read(frames);
        Assert.Equal(("x", (byte)7), (message!.Type, message.Identities[0][0]));
        Assert.Null(new MessageCodec("other").Read(frames));
        frames[6] = "{ }"u8.ToArray();
        Assert.Null(new MessageCodec("key").Read(frames));
    }

    [Fact]
    public void What_is_written_is_read_again_with_its_parent_and_topic()
    {
        var codec = new MessageCodec("secret");
        var request = codec.Read(codec.Write([[1, 2]], "execute_request", null, new() { ["code"] = "ü\n" }))!;
        var answer = codec.Write([.. request.Identities], "execute_reply", request.Header, new() { ["status"] = "ok" });
        Assert.Equal("ü\n", request.Text("code"));
        Assert.Equal([1, 2], answer[0]);
        Assert.Equal(request.Header.GetProperty("msg_id").GetString(), (string?)JsonNode.Parse(answer[4])!["msg_id"]);
        Assert.Equal("execute_reply", codec.Read(answer)!.Type);
    }

    [Fact]
    public void Without_a_signature_only_a_codec_without_a_key_reads()
    {
        byte[][] frames = [[7], [8], "<IDS|MSG>"u8.ToArray(), [], "{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray()];
        Assert.Null(new MessageCodec("key").Read(frames));
        Assert.Equal([[7], [8]], new MessageCodec("").Read(frames)!.Identities);
        Assert.Empty(new MessageCodec("").Write([], "status", null, [])[1]);
    }

    [Fact]
    public void A_message_that_is_cut_off_anywhere_is_none()
    {
        var codec = new MessageCodec("key");
        var frames = codec.Write([[7]], "execute_request", null, []);
        Assert.NotNull(codec.Read(frames));
        for (var length = 0; length < frames.Length; length++)
            Assert.Null(codec.Read(frames[..length]));
    }

    [Theory]
    [InlineData("ab", 1, 1)]
    [InlineData("😀b", 1, 2)]
    [InlineData("a😀b", 2, 3)]
    [InlineData("a😀b", 99, 4)]
    [InlineData("a", -3, 0)]
    public void Cursors_count_code_points(string text, int codePoints, int utf16)
    {
        Assert.Equal(utf16, CodePoints.ToUtf16(text, codePoints));
        Assert.Equal(Math.Clamp(codePoints, 0, text.EnumerateRunes().Count()), CodePoints.Of(text, utf16));
    }

    const string PythonDigest = "2282ffffd6e72182b2147b922df4101295f0e2d918c7acf0eeda19c870533a00";
}
