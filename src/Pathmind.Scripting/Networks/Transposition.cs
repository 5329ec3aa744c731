using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pathmind.Networks;

/// <summary>Copies a matrix with rows and columns exchanged, 4 × 4 numbers at a time in registers.</summary>
internal static class Transposition
{
    /// <param name="source">[rows, columns], both counted in whole fours: the padding is copied as well.</param>
    /// <param name="sourceStride">Distance of two rows of the source.</param>
    /// <param name="target">[columns, rows].</param>
    /// <param name="targetStride">Distance of two rows of the target.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref float source, nuint sourceStride, ref float target, nuint targetStride, nuint rows, nuint columns)
    {
        for (nuint row = 0; row < rows; row += 4)
            for (nuint column = 0; column < columns; column += 4)
            {
                ref var s = ref Unsafe.Add(ref source, row * sourceStride + column);
                ref var t = ref Unsafe.Add(ref target, column * targetStride + row);
                var (r0, r1) = (Vector128.LoadUnsafe(ref s), Vector128.LoadUnsafe(ref s, sourceStride));
                var (r2, r3) = (Vector128.LoadUnsafe(ref s, 2 * sourceStride), Vector128.LoadUnsafe(ref s, 3 * sourceStride));
                var (even, odd) = (Vector128Ops.LowPairs(r0, r2), Vector128Ops.LowPairs(r1, r3));     // 00 20 01 21, 10 30 11 31
                Vector128Ops.LowPairs(even, odd).StoreUnsafe(ref t);
                Vector128Ops.HighPairs(even, odd).StoreUnsafe(ref t, targetStride);
                (even, odd) = (Vector128Ops.HighPairs(r0, r2), Vector128Ops.HighPairs(r1, r3));       // 02 22 03 23, 12 32 13 33
                Vector128Ops.LowPairs(even, odd).StoreUnsafe(ref t, 2 * targetStride);
                Vector128Ops.HighPairs(even, odd).StoreUnsafe(ref t, 3 * targetStride);
            }
    }
}
