namespace Pathmind.Policies.Onnx;

/// <summary>Walks through the bytes of an .onnx file before they are parsed, and counts what parsing would make of them: two bytes may ask for an object of 200.
/// Takes no memory, and finds truncated bytes and false lengths on the way.</summary>
/// <remarks>The wire format: https://protobuf.dev/programming-guides/encoding; the fields: onnx.proto beside this file.</remarks>
internal sealed class OnnxCensus
{
    /// <summary>Fields of all messages: a policy has hundreds, the largest graphs of vision some ten thousand.</summary>
    const int MaxFields = 50_000;

    /// <summary>Bytes of numbers of varying length, each of which may become 8.</summary>
    const int MaxVarintBytes = 1 << 20;

    /// <summary>Bytes of names, metadata and all else but the numbers of tensors.</summary>
    const int MaxTextBytes = 4 << 20;

    int fields, varintBytes, textBytes;

    enum Message
    {
        Text,
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        Value,
        Type,
        TensorType,
        Shape,
        Entry,

        /// <summary>No message: numbers of varying length, one after the other.</summary>
        Varints,

        /// <summary>No message: numbers of one length, which take as much memory as bytes of the file; or what is skipped.</summary>
        Plain,
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or would become too large in memory.</exception>
    public static void Check(ReadOnlySpan<byte> file) => new OnnxCensus().Walk(file, Message.Model);

    void Walk(ReadOnlySpan<byte> bytes, Message message)
    {
        if (message == Message.Varints && (varintBytes += bytes.Length) > MaxVarintBytes)
            throw new InvalidDataException($"it has more than {MaxVarintBytes} bytes of numbers outside of raw data");
        if (message == Message.Text && (textBytes += bytes.Length) > MaxTextBytes)
            throw new InvalidDataException($"it has more than {MaxTextBytes} bytes of text");
        if (message is Message.Text or Message.Varints or Message.Plain)
            return;
        while (bytes.Length > 0)
        {
            if (++fields > MaxFields)
                throw new InvalidDataException($"it has more than {MaxFields} entries: policies have some hundred");
            var tag = Varint(ref bytes);
            switch (tag & 7)
            {
                case 0:
                    Varint(ref bytes);
                    break;
                case 1:
                    Take(ref bytes, sizeof(long));
                    break;
                case 2:
                    Walk(Take(ref bytes, Varint(ref bytes)), Inside(message, tag >> 3));
                    break;
                case 5:
                    Take(ref bytes, sizeof(int));
                    break;
                default:
                    throw Damaged();
            }
        }
    }

    static Message Inside(Message message, ulong field) => (message, field) switch
    {
        (Message.Model, 7) => Message.Graph,
        (Message.Model, 8 or 14) => Message.Entry,
        (Message.Graph, 1) => Message.Node,
        (Message.Graph, 5) => Message.Tensor,
        (Message.Graph, 11 or 12) => Message.Value,
        (Message.Node, 5) => Message.Attribute,
        (Message.Attribute, 5) => Message.Tensor,
        (Message.Attribute, 6 or 7 or 11) => Message.Plain,
        (Message.Attribute, 8) => Message.Varints,
        (Message.Tensor, 1 or 5 or 7) => Message.Varints,
        (Message.Tensor, 4 or 9 or 10) => Message.Plain,
        (Message.Value, 2) => Message.Type,
        (Message.Type, 1) => Message.TensorType,
        (Message.TensorType, 2) => Message.Shape,
        (Message.Shape, 1) => Message.Entry,
        _ => Message.Text,
    };

    static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, ulong length)
    {
        if (length > (ulong)bytes.Length)
            throw Damaged();
        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }

    static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = 0; i < 10 && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }
        throw Damaged();
    }

    static InvalidDataException Damaged() => new("it is no ONNX file, or a truncated one");
}
