using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pathmind.Networks;

/// <summary>Copies chosen rows of a matrix to where they stand one after the other. Rows are short: a call for each would cost more than the copy.</summary>
internal static class Gathering
{
    /// <param name="source">[all rows, width].</param>
    /// <param name="rows">Which ones.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="target">[rows, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> source, ReadOnlySpan<int> rows, int width, Span<float> target)
    {
        ref var t = ref MemoryMarshal.GetReference(target[..(rows.Length * width)]);
        foreach (var row in rows)
        {
            ref var s = ref MemoryMarshal.GetReference(source.Slice(row * width, width));
            var i = 0;
            for (; i <= width - 4; i += 4)
                Vector128.LoadUnsafe(ref s, (nuint)i).StoreUnsafe(ref t, (nuint)i);
            for (; i < width; i++)
                Unsafe.Add(ref t, i) = Unsafe.Add(ref s, i);
            t = ref Unsafe.Add(ref t, width);
        }
    }
}
