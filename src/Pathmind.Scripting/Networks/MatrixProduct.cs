using System.Runtime.CompilerServices;
using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>The matrix product in register tiles: 4 rows by 4 vectors (2 where registers are few) keep the sums in
/// registers and use each number loaded 4 times; the rest is done by tiles of 1 row or 1 vector.</summary>
internal static class MatrixProduct<TVector, TOps>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TEpilogue>(in GemmOperands p, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        var vector = (nuint)TOps.Count;
        var columns = (nuint)AlignedBuffer.Padded(p.Columns);
        nuint column = 0;
        for (; TOps.HasManyRegisters && column + 4 * vector <= columns; column += 4 * vector)
        {
            var row = 0;
            for (; row + 4 <= p.Rows; row += 4)
                FourByFour(p, (nuint)row, column, epilogue);
            for (; row < p.Rows; row++)
                OneByFour(p, (nuint)row, column, epilogue);
        }
        for (; !TOps.HasManyRegisters && column + 2 * vector <= columns; column += 2 * vector)
        {
            var row = 0;
            for (; row + 4 <= p.Rows; row += 4)
                FourByTwo(p, (nuint)row, column, epilogue);
            for (; row < p.Rows; row++)
                OneByTwo(p, (nuint)row, column, epilogue);
        }
        for (; column < columns; column += vector)
        {
            var row = 0;
            for (; row + 4 <= p.Rows; row += 4)
                FourByOne(p, (nuint)row, column, epilogue);
            for (; row < p.Rows; row++)
                OneByOne(p, (nuint)row, column, epilogue);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FourByFour<TEpilogue>(in GemmOperands p, nuint row, nuint column, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        TVector s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        TVector s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        var vector = (nuint)TOps.Count;
        ref var a0 = ref Unsafe.Add(ref p.A, row * p.ARow);
        ref var a1 = ref Unsafe.Add(ref a0, p.ARow);
        ref var a2 = ref Unsafe.Add(ref a1, p.ARow);
        ref var a3 = ref Unsafe.Add(ref a2, p.ARow);
        ref var b = ref Unsafe.Add(ref p.B, column);
        nuint aStep = p.AStep, bRow = p.BRow, k = 0;
        for (var step = p.Steps; step > 0; step--, k += aStep, b = ref Unsafe.Add(ref b, bRow))
        {
            var (b0, b1, b2, b3) =
                (TOps.Load(ref b, 0), TOps.Load(ref b, vector), TOps.Load(ref b, 2 * vector), TOps.Load(ref b, 3 * vector));
            var a = TOps.Create(Unsafe.Add(ref a0, k));
            s00 = TOps.MultiplyAdd(a, b0, s00);
            s01 = TOps.MultiplyAdd(a, b1, s01);
            s02 = TOps.MultiplyAdd(a, b2, s02);
            s03 = TOps.MultiplyAdd(a, b3, s03);
            a = TOps.Create(Unsafe.Add(ref a1, k));
            s10 = TOps.MultiplyAdd(a, b0, s10);
            s11 = TOps.MultiplyAdd(a, b1, s11);
            s12 = TOps.MultiplyAdd(a, b2, s12);
            s13 = TOps.MultiplyAdd(a, b3, s13);
            a = TOps.Create(Unsafe.Add(ref a2, k));
            s20 = TOps.MultiplyAdd(a, b0, s20);
            s21 = TOps.MultiplyAdd(a, b1, s21);
            s22 = TOps.MultiplyAdd(a, b2, s22);
            s23 = TOps.MultiplyAdd(a, b3, s23);
            a = TOps.Create(Unsafe.Add(ref a3, k));
            s30 = TOps.MultiplyAdd(a, b0, s30);
            s31 = TOps.MultiplyAdd(a, b1, s31);
            s32 = TOps.MultiplyAdd(a, b2, s32);
            s33 = TOps.MultiplyAdd(a, b3, s33);
        }
        ref var c = ref Unsafe.Add(ref p.C, row * p.CRow + column);
        FinishRow(s00, s01, s02, s03, ref c, column, epilogue);
        FinishRow(s10, s11, s12, s13, ref Unsafe.Add(ref c, p.CRow), column, epilogue);
        FinishRow(s20, s21, s22, s23, ref Unsafe.Add(ref c, 2 * p.CRow), column, epilogue);
        FinishRow(s30, s31, s32, s33, ref Unsafe.Add(ref c, 3 * p.CRow), column, epilogue);
        epilogue.Complete(ref c, p.CRow, 4, 4 * vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void OneByFour<TEpilogue>(in GemmOperands p, nuint row, nuint column, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        var vector = (nuint)TOps.Count;
        ref var a = ref Unsafe.Add(ref p.A, row * p.ARow);
        ref var b = ref Unsafe.Add(ref p.B, column);
        nuint aStep = p.AStep, bRow = p.BRow;
        for (var step = p.Steps; step > 0; step--, a = ref Unsafe.Add(ref a, aStep), b = ref Unsafe.Add(ref b, bRow))
        {
            var factor = TOps.Create(a);
            s0 = TOps.MultiplyAdd(factor, TOps.Load(ref b, 0), s0);
            s1 = TOps.MultiplyAdd(factor, TOps.Load(ref b, vector), s1);
            s2 = TOps.MultiplyAdd(factor, TOps.Load(ref b, 2 * vector), s2);
            s3 = TOps.MultiplyAdd(factor, TOps.Load(ref b, 3 * vector), s3);
        }
        ref var c = ref Unsafe.Add(ref p.C, row * p.CRow + column);
        FinishRow(s0, s1, s2, s3, ref c, column, epilogue);
        epilogue.Complete(ref c, p.CRow, 1, 4 * vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FourByTwo<TEpilogue>(in GemmOperands p, nuint row, nuint column, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        TVector s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        var vector = (nuint)TOps.Count;
        ref var a0 = ref Unsafe.Add(ref p.A, row * p.ARow);
        ref var a1 = ref Unsafe.Add(ref a0, p.ARow);
        ref var a2 = ref Unsafe.Add(ref a1, p.ARow);
        ref var a3 = ref Unsafe.Add(ref a2, p.ARow);
        ref var b = ref Unsafe.Add(ref p.B, column);
        nuint aStep = p.AStep, bRow = p.BRow, k = 0;
        for (var step = p.Steps; step > 0; step--, k += aStep, b = ref Unsafe.Add(ref b, bRow))
        {
            var (b0, b1) = (TOps.Load(ref b, 0), TOps.Load(ref b, vector));
            var a = TOps.Create(Unsafe.Add(ref a0, k));
            s00 = TOps.MultiplyAdd(a, b0, s00);
            s01 = TOps.MultiplyAdd(a, b1, s01);
            a = TOps.Create(Unsafe.Add(ref a1, k));
            s10 = TOps.MultiplyAdd(a, b0, s10);
            s11 = TOps.MultiplyAdd(a, b1, s11);
            a = TOps.Create(Unsafe.Add(ref a2, k));
            s20 = TOps.MultiplyAdd(a, b0, s20);
            s21 = TOps.MultiplyAdd(a, b1, s21);
            a = TOps.Create(Unsafe.Add(ref a3, k));
            s30 = TOps.MultiplyAdd(a, b0, s30);
            s31 = TOps.MultiplyAdd(a, b1, s31);
        }
        ref var c = ref Unsafe.Add(ref p.C, row * p.CRow + column);
        FinishRow(s00, s01, ref c, column, epilogue);
        FinishRow(s10, s11, ref Unsafe.Add(ref c, p.CRow), column, epilogue);
        FinishRow(s20, s21, ref Unsafe.Add(ref c, 2 * p.CRow), column, epilogue);
        FinishRow(s30, s31, ref Unsafe.Add(ref c, 3 * p.CRow), column, epilogue);
        epilogue.Complete(ref c, p.CRow, 4, 2 * vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void OneByTwo<TEpilogue>(in GemmOperands p, nuint row, nuint column, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        TVector s0 = default, s1 = default;
        var vector = (nuint)TOps.Count;
        ref var a = ref Unsafe.Add(ref p.A, row * p.ARow);
        ref var b = ref Unsafe.Add(ref p.B, column);
        nuint aStep = p.AStep, bRow = p.BRow;
        for (var step = p.Steps; step > 0; step--, a = ref Unsafe.Add(ref a, aStep), b = ref Unsafe.Add(ref b, bRow))
        {
            var factor = TOps.Create(a);
            s0 = TOps.MultiplyAdd(factor, TOps.Load(ref b, 0), s0);
            s1 = TOps.MultiplyAdd(factor, TOps.Load(ref b, vector), s1);
        }
        ref var c = ref Unsafe.Add(ref p.C, row * p.CRow + column);
        FinishRow(s0, s1, ref c, column, epilogue);
        epilogue.Complete(ref c, p.CRow, 1, 2 * vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FourByOne<TEpilogue>(in GemmOperands p, nuint row, nuint column, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        ref var a0 = ref Unsafe.Add(ref p.A, row * p.ARow);
        ref var a1 = ref Unsafe.Add(ref a0, p.ARow);
        ref var a2 = ref Unsafe.Add(ref a1, p.ARow);
        ref var a3 = ref Unsafe.Add(ref a2, p.ARow);
        ref var b = ref Unsafe.Add(ref p.B, column);
        nuint aStep = p.AStep, bRow = p.BRow, k = 0;
        for (var step = p.Steps; step > 0; step--, k += aStep, b = ref Unsafe.Add(ref b, bRow))
        {
            var factor = TOps.Load(ref b, 0);
            s0 = TOps.MultiplyAdd(TOps.Create(Unsafe.Add(ref a0, k)), factor, s0);
            s1 = TOps.MultiplyAdd(TOps.Create(Unsafe.Add(ref a1, k)), factor, s1);
            s2 = TOps.MultiplyAdd(TOps.Create(Unsafe.Add(ref a2, k)), factor, s2);
            s3 = TOps.MultiplyAdd(TOps.Create(Unsafe.Add(ref a3, k)), factor, s3);
        }
        ref var c = ref Unsafe.Add(ref p.C, row * p.CRow + column);
        epilogue.Finish(s0, ref c, column);
        epilogue.Finish(s1, ref Unsafe.Add(ref c, p.CRow), column);
        epilogue.Finish(s2, ref Unsafe.Add(ref c, 2 * p.CRow), column);
        epilogue.Finish(s3, ref Unsafe.Add(ref c, 3 * p.CRow), column);
        epilogue.Complete(ref c, p.CRow, 4, (nuint)TOps.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void OneByOne<TEpilogue>(in GemmOperands p, nuint row, nuint column, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        TVector sum = default;
        ref var a = ref Unsafe.Add(ref p.A, row * p.ARow);
        ref var b = ref Unsafe.Add(ref p.B, column);
        nuint aStep = p.AStep, bRow = p.BRow;
        for (var step = p.Steps; step > 0; step--, a = ref Unsafe.Add(ref a, aStep), b = ref Unsafe.Add(ref b, bRow))
            sum = TOps.MultiplyAdd(TOps.Create(a), TOps.Load(ref b, 0), sum);
        ref var c = ref Unsafe.Add(ref p.C, row * p.CRow + column);
        epilogue.Finish(sum, ref c, column);
        epilogue.Complete(ref c, p.CRow, 1, (nuint)TOps.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void FinishRow<TEpilogue>(TVector s0, TVector s1, TVector s2, TVector s3, ref float c, nuint column, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        var vector = (nuint)TOps.Count;
        FinishRow(s0, s1, ref c, column, epilogue);
        FinishRow(s2, s3, ref Unsafe.Add(ref c, 2 * vector), column + 2 * vector, epilogue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void FinishRow<TEpilogue>(TVector s0, TVector s1, ref float c, nuint column, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TVector>, allows ref struct
    {
        var vector = (nuint)TOps.Count;
        epilogue.Finish(s0, ref c, column);
        epilogue.Finish(s1, ref Unsafe.Add(ref c, vector), column + vector);
    }
}
