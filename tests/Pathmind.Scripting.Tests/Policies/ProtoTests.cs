using Pathmind.Files;
using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

/// <summary>The wire format, by bytes that its page works out (https://protobuf.dev/programming-guides/encoding), and
/// by what hostile files make of it.</summary>
public sealed class ProtoTests
{
    [Fact]
    public void Fields_are_written_as_the_standard_says()
    {
        ProtoWriter writer = new();
        writer.Number(1, 150);
        writer.Text(2, "testing");
        writer.Message(3, inner => inner.Number(1, 150));
        writer.Number(4, -1L);
        writer.Number(5, 1f);
        Assert.Equal(
            [0x08, 0x96, 0x01, 0x12, 0x07, .. "testing"u8, 0x1A, 0x03, 0x08, 0x96, 0x01, 0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xFF, 0xFF, 0x01, 0x2D, 0, 0, 0x80, 0x3F],
            writer.Written.ToArray());
    }

    [Fact]
    public void Packed_and_single_numbers_are_the_same()
    {
        ProtoReader reader =
            new([0x08, 0x03, 0x0A, 0x03, 0x8E, 0x02, 0x05, 0x15, 0, 0, 0x80, 0x3F, 0x12, 0x08, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40], new());
        List<long> whole = [];
        List<float> singles = [];
        while (reader.Next())
            if (reader.Field == 1)
                reader.Numbers(whole);
            else
                reader.Numbers(singles);
        Assert.Equal([3, 270, 5], whole);
        Assert.Equal([1f, 2f, 3f], singles);
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x01 })]                                   // field 0
    [InlineData(new byte[] { 0x0B })]                                         // a group
    [InlineData(new byte[] { 0x0F, 0x01 })]                                   // kind 7
    [InlineData(new byte[] { 0x08 })]                                         // a number is missing
    [InlineData(new byte[] { 0x08, 0x80 })]                                   // a number ends in its middle
    [InlineData(new byte[] { 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 })]    // 11 bytes
    [InlineData(new byte[] { 0x0A, 0x02, 0x41 })]                             // a text is shorter than it claims
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 0x0D, 0x00, 0x00 })]
    [InlineData(new byte[] { 0x09, 0x00 })]
    public void Damaged_bytes_are_refused(byte[] bytes) => Assert.Contains(
        "it is not an ONNX file, or a truncated one", Assert.Throws<InvalidDataException>(() => OnnxFile.Read(bytes)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Every_cut_of_a_policy_is_refused_or_read()
    {
        var whole = PolicyCase.Of(PolicyCase.All.First().Data.Item1, PolicyCase.All.First().Data.Item2).Trained.ToOnnx();
        for (var length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 500))
            Assert.True(Record.Exception(() => OnnxFile.Read(whole[..length])) is null
                or InvalidDataException, $"{length} of {whole.Length} bytes");
    }

    [Fact]
    public void A_file_is_read_and_written_again_byte_for_byte()
    {
        foreach (var row in PolicyCase.All)
        {
            var bytes = PolicyCase.Of(row.Data.Item1, row.Data.Item2).Trained.ToOnnx();
            Assert.Equal(bytes, OnnxFile.Write(OnnxFile.Read(bytes)));
        }
    }
}
