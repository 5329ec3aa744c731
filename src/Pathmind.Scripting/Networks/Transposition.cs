using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pathmind.Networks;

/// <summary>Copies a matrix with rows and columns exchanged, 8 × 4 or 4 × 4 numbers at a time in registers.</summary>
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
        nuint row = 0;
        for (; Avx.IsSupported && row + 8 <= rows; row += 8)
            for (nuint column = 0; column < columns; column += 4)
                EightByFour(ref Unsafe.Add(ref source, row * sourceStride + column), sourceStride,
                    ref Unsafe.Add(ref target, column * targetStride + row), targetStride);
        for (; row < rows; row += 4)
            for (nuint column = 0; column < columns; column += 4)
                FourByFour(ref Unsafe.Add(ref source, row * sourceStride + column), sourceStride,
                    ref Unsafe.Add(ref target, column * targetStride + row), targetStride);
    }

    /// <summary>Two squares at once, one in each half of a vector: rows 0 to 3 and rows 4 to 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void EightByFour(ref float s, nuint sourceStride, ref float t, nuint targetStride)
    {
        var (r0, r1) = (RowAndFourth(ref s, sourceStride, 0), RowAndFourth(ref s, sourceStride, 1));
        var (r2, r3) = (RowAndFourth(ref s, sourceStride, 2), RowAndFourth(ref s, sourceStride, 3));
        var (even, odd) = (Avx.UnpackLow(r0, r2), Avx.UnpackLow(r1, r3));                         // 00 20 01 21, 10 30 11 31 of each half
        Avx.UnpackLow(even, odd).StoreUnsafe(ref t);
        Avx.UnpackHigh(even, odd).StoreUnsafe(ref t, targetStride);
        (even, odd) = (Avx.UnpackHigh(r0, r2), Avx.UnpackHigh(r1, r3));                           // 02 22 03 23, 12 32 13 33
        Avx.UnpackLow(even, odd).StoreUnsafe(ref t, 2 * targetStride);
        Avx.UnpackHigh(even, odd).StoreUnsafe(ref t, 3 * targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> RowAndFourth(ref float s, nuint stride, nuint row) =>
        Vector256.Create(Vector128.LoadUnsafe(ref s, row * stride), Vector128.LoadUnsafe(ref s, (row + 4) * stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void FourByFour(ref float s, nuint sourceStride, ref float t, nuint targetStride)
    {
        var (r0, r1) = (Vector128.LoadUnsafe(ref s), Vector128.LoadUnsafe(ref s, sourceStride));
        var (r2, r3) = (Vector128.LoadUnsafe(ref s, 2 * sourceStride), Vector128.LoadUnsafe(ref s, 3 * sourceStride));
        var (even, odd) = (Vector128Ops.LowPairs(r0, r2), Vector128Ops.LowPairs(r1, r3));         // 00 20 01 21, 10 30 11 31
        Vector128Ops.LowPairs(even, odd).StoreUnsafe(ref t);
        Vector128Ops.HighPairs(even, odd).StoreUnsafe(ref t, targetStride);
        (even, odd) = (Vector128Ops.HighPairs(r0, r2), Vector128Ops.HighPairs(r1, r3));           // 02 22 03 23, 12 32 13 33
        Vector128Ops.LowPairs(even, odd).StoreUnsafe(ref t, 2 * targetStride);
        Vector128Ops.HighPairs(even, odd).StoreUnsafe(ref t, 3 * targetStride);
    }
}
