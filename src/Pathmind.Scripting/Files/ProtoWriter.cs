using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Pathmind.Files;

/// <summary>Writes one message in the wire format of Protocol Buffers
/// (https://protobuf.dev/programming-guides/encoding): fields one after the other, each a tag and a value.</summary>
internal sealed class ProtoWriter
{
    readonly ArrayBufferWriter<byte> bytes = new();

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public void Number(int field, long value)
    {
        Tag(field, ProtoKind.Varint);
        Varint((ulong)value);
    }

    public void Number(int field, float value)
    {
        Tag(field, ProtoKind.Four);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), value);
        bytes.Advance(sizeof(float));
    }

    public void Number(int field, double value)
    {
        Tag(field, ProtoKind.Eight);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.GetSpan(sizeof(double)), value);
        bytes.Advance(sizeof(double));
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, ProtoKind.Bytes);
        Varint((ulong)value.Length);
        bytes.Write(value);
    }

    /// <summary>A message inside of this one.</summary>
    public void Message(int field, Action<ProtoWriter> write)
    {
        ProtoWriter inner = new();
        write(inner);
        Bytes(field, inner.Written);
    }

    void Tag(int field, ProtoKind kind) => Varint(((ulong)field << 3) | (ulong)kind);

    /// <summary>Seven bits per byte, the lowest first; the eighth bit is set if more follow.</summary>
    void Varint(ulong value)
    {
        var span = bytes.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        bytes.Advance(length);
    }
}

/// <summary>How the value of a field is stored: the lowest three bits of its tag.</summary>
internal enum ProtoKind
{
    Varint = 0,
    Eight = 1,
    Bytes = 2,
    Four = 5,
}
