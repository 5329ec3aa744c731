using System.Runtime.InteropServices;

namespace Pathmind.Numerics;

/// <summary>Floats that begin on a cache line (64 bytes) and never move: a 512-bit load that crosses lines costs
/// two.</summary>
internal sealed class AlignedBuffer
{
    /// <summary>Floats in a cache line, and in the widest vector.</summary>
    public const int Line = 16;

    readonly float[] array;
    readonly int start;

    public AlignedBuffer(int length)
    {
        array = GC.AllocateArray<float>(length + Line, pinned: true);
        var bytesPastLine = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & 63);
        start = (64 - bytesPastLine) % 64 / sizeof(float);
        Length = length;
    }

    public int Length { get; }

    public Span<float> Span => array.AsSpan(start, Length);

    /// <summary>The element at an index, for kernels; the index is checked against the array.</summary>
    public ref float this[int index] => ref array[start + index];

    /// <summary>The length rounded up to whole cache lines.</summary>
    public static int Padded(int length) => (length + Line - 1) / Line * Line;
}
