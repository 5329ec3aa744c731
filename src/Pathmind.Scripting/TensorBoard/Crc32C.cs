using System.Buffers.Binary;
using System.Numerics;

namespace Pathmind.EventFiles;

/// <summary>The cyclic redundancy check CRC-32C (Castagnoli's polynomial; RFC 3720, appendix B.4).</summary>
internal static class Crc32C
{
    const uint MaskDelta = 0xA282EAD8;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }

    /// <summary>As it stands beside the bytes in a file of records: turned by 15 bits, and a constant added, since the
    /// check of bytes that hold their own check says little.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Of(bytes), 15) + MaskDelta;
}
