using System.Runtime.InteropServices;
using Pathmind.Files;

namespace Pathmind.Policies.Onnx;

/// <summary>Reads a tensor with its numbers: TensorProto.</summary>
internal static class OnnxTensorReader
{
    const int External = 1;                                              // TensorProto.DataLocation

    public static (string Name, Tensor Tensor) Tensor(ProtoReader message)
    {
        List<long> lengths = [], integers = [];
        List<float> singles = [];
        List<double> doubles = [];
        var (name, type, location, hasRaw) = ("", 0, 0L, false);
        ReadOnlySpan<byte> raw = [];
        while (message.Next())
            switch (message.Field, message.Kind)
            {
                case (1, ProtoKind.Varint or ProtoKind.Bytes):
                    message.Numbers(lengths);
                    break;
                case (2, ProtoKind.Varint):
                    type = (int)message.Number();
                    break;
                case (4, ProtoKind.Four or ProtoKind.Bytes):
                    message.Numbers(singles);
                    break;
                case (5 or 7, ProtoKind.Varint or ProtoKind.Bytes):
                    message.Numbers(integers);                           // of int32 or of int64: a tensor has one of them
                    break;
                case (8, ProtoKind.Bytes):
                    name = message.Text();
                    break;
                case (9, ProtoKind.Bytes):
                    raw = message.Bytes();
                    hasRaw = true;
                    break;
                case (10, ProtoKind.Eight or ProtoKind.Bytes):
                    message.Numbers(doubles);
                    break;
                case (14, ProtoKind.Varint):
                    location = message.Number();
                    break;
                default:
                    message.Skip();
                    break;
            }
        if (location == External)
            throw new InvalidDataException(
                $"the numbers of the tensor '{name}' are in another file, which bytes alone do not have: read the model from its file, "
                + "or save it as one file");
        int[] shape = [.. lengths.Select(Length)];
        return (name, (OnnxType)type switch
        {
            OnnxType.Float => new(shape, hasRaw ? Numbers<float>(raw) : [.. singles]) { IsKnown = true },
            OnnxType.Double =>
            new(shape, Array.ConvertAll(hasRaw ? Numbers<double>(raw) : [.. doubles], number => (float)number)) { IsKnown = true },
            OnnxType.Int64 => new(shape, hasRaw ? Numbers<long>(raw) : [.. integers]) { IsKnown = true },
            OnnxType.Int32 =>
            new(shape, hasRaw ? Array.ConvertAll(Numbers<int>(raw), number => (long)number)
                : [.. integers.Select(number => (int)number)])
            { IsKnown = true },
            OnnxType.Bool =>
            new(shape, hasRaw ? Array.ConvertAll(Numbers<byte>(raw), Truth)
                : [.. integers.Select(number => Truth((byte)number))])
            { IsKnown = true },
            var other =>
            throw new InvalidDataException(
                $"the tensor '{name}' holds numbers of the kind {other}; float32, double, int32, int64 and bool can be read"),
        });
    }

    public static int Length(long length) =>
        length is >= 0 and <= Onnx.Tensor.MaxCount
        ? (int)length
        : throw new InvalidDataException($"a tensor's length of {length} is not in 0 .. {Onnx.Tensor.MaxCount}");

    static long Truth(byte number) => number == 0 ? 0 : 1;

    /// <summary>Numbers stored as little-endian bytes, which is the order of every machine that .NET 10 runs on but
    /// s390x.</summary>
    static T[] Numbers<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged =>
        BitConverter.IsLittleEndian
            ? MemoryMarshal.Cast<byte, T>(bytes).ToArray()
            : throw new PlatformNotSupportedException("ONNX files are read on little-endian machines only.");
}
