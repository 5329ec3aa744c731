using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Pathmind.Files;

namespace Pathmind.Policies.Onnx;

/// <summary>Reads the fields of one message in the wire format of Protocol Buffers. What a file may ask for is counted
/// before it is made.</summary>
/// <example><code>while (reader.Next())
///     switch (reader.Field, reader.Kind) { case (1, ProtoKind.Bytes): name = reader.Text(); break; default:
/// reader.Skip(); break; }</code></example>
internal ref struct ProtoReader(ReadOnlySpan<byte> message, ProtoBudget budget)
{
    ReadOnlySpan<byte> rest = message;

    /// <summary>Number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    public ProtoKind Kind { get; private set; }

    /// <summary>Goes to the next field, whose value must then be read or skipped; false at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or ask for too much.</exception>
    public bool Next()
    {
        if (rest.Length == 0)
            return false;
        budget.CountField();
        var tag = Varint();
        (Field, Kind) = (tag >> 3 is > 0 and < 1 << 29 and var field ? (int)field : throw Damaged(), (ProtoKind)(tag & 7));
        return true;
    }

    public long Number() => (long)Varint();

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public string Text()
    {
        var bytes = Bytes();
        budget.CountText(bytes.Length);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The bytes of the field, which are those of the file: nothing is copied.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Varint());

    /// <summary>A message inside of this one.</summary>
    public ProtoReader Message() => new(Bytes(), budget);

    /// <summary>Numbers of varying length: one, or many packed into a field.</summary>
    public void Numbers(List<long> into)
    {
        if (Kind == ProtoKind.Varint)
        {
            into.Add(Number());
            return;
        }
        var packed = Message();
        budget.CountNumbers(packed.rest.Length);
        while (packed.rest.Length > 0)
            into.Add(packed.Number());
    }

    /// <summary>Numbers of one length: one, or many packed into a field.</summary>
    public void Numbers<T>(List<T> into)
        where T : unmanaged
    {
        var bytes = Kind == ProtoKind.Bytes ? Bytes() : Take((ulong)Marshal.SizeOf<T>());
        into.AddRange(MemoryMarshal.Cast<byte, T>(bytes.Length % Marshal.SizeOf<T>() == 0 ? bytes : throw Damaged()));
    }

    /// <summary>Leaves out a field that is not known, or is of another kind than expected.</summary>
    public void Skip()
    {
        switch (Kind)
        {
            case ProtoKind.Varint:
                Varint();
                break;
            case ProtoKind.Eight:
                Take(sizeof(long));
                break;
            case ProtoKind.Bytes:
                Bytes();
                break;
            case ProtoKind.Four:
                Take(sizeof(int));
                break;
            default:
                throw Damaged();
        }
    }

    ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)rest.Length)
            throw Damaged();
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }

    ulong Varint()
    {
        var value = 0UL;
        for (var i = 0; i < 10 && i < rest.Length; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }
        throw Damaged();
    }

    static InvalidDataException Damaged() => new("it is not an ONNX file, or a truncated one");
}
