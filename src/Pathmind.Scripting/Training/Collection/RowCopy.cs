using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pathmind.Training;

/// <summary>Copies rows of numbers. They are short: a call for each would cost more than the copy.</summary>
internal static class RowCopy
{
    /// <summary>Copies chosen rows of a matrix into consecutive rows of another.</summary>
    /// <param name="source">[all rows, width].</param>
    /// <param name="rows">Which ones.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="target">[rows, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ReadOnlySpan<float> source, ReadOnlySpan<int> rows, int width, Span<float> target)
    {
        ref var t = ref MemoryMarshal.GetReference(target[..(rows.Length * width)]);
        foreach (var row in rows)
        {
            Copy(ref MemoryMarshal.GetReference(source.Slice(row * width, width)), ref t, width);
            t = ref Unsafe.Add(ref t, width);
        }
    }

    /// <summary>Copies one row.</summary>
    /// <param name="source">[width].</param>
    /// <param name="target">[width or more].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ReadOnlySpan<float> source, Span<float> target) =>
        Copy(ref MemoryMarshal.GetReference(source), ref MemoryMarshal.GetReference(target[..source.Length]), source.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy(ref float source, ref float target, int width)
    {
        var i = 0;
        for (; i <= width - 4; i += 4)
            Vector128.LoadUnsafe(ref source, (nuint)i).StoreUnsafe(ref target, (nuint)i);
        for (; i < width; i++)
            Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i);
    }
}
