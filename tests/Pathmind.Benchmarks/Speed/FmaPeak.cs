using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pathmind.Networks;
using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>The most that the processor can compute in float32: multiply-adds on registers, with nothing to wait
/// for.</summary>
internal static class FmaPeak
{
    // independent sums: more than latency × throughput (4 × 2), and with factor and addend in 16 registers
    const int Sums = 12, Repeats = 4_000_000;

    /// <summary>10⁹ operations a second of all the workers's threads together; a multiply-add counts as two.</summary>
    public static double Gigaflops(WorkerThreads workers)
    {
        var vectorLength = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;
        return 2e-9 * Sums * Repeats * vectorLength * workers.Threads / Timing.Seconds(() => workers.Run(static _ => MultiplyAdds()));
    }

    static Vector128<float> MultiplyAdds() =>
        Vector512.IsHardwareAccelerated ? MultiplyAdds<Vector512<float>, Vector512Ops>()
        : Vector256.IsHardwareAccelerated ? MultiplyAdds<Vector256<float>, Vector256Ops>()
        : MultiplyAdds<Vector128<float>, Vector128Ops>();

    /// <summary>Repeats times Sums multiply-adds. The sums tend to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vector128<float> MultiplyAdds<TVector, TOps>()
        where TVector : struct
        where TOps : struct, IVectorOps<TVector>
    {
        var (factor, addend, zero) = (TOps.Create(0.75f), TOps.Create(0.25f), TOps.Create(0));
        var (s0, s1, s2, s3, s4, s5) = (zero, zero, zero, zero, zero, zero);
        var (s6, s7, s8, s9, s10, s11) = (zero, zero, zero, zero, zero, zero);
        for (var i = 0; i < Repeats; i++)
        {
            s0 = TOps.MultiplyAdd(s0, factor, addend);
            s1 = TOps.MultiplyAdd(s1, factor, addend);
            s2 = TOps.MultiplyAdd(s2, factor, addend);
            s3 = TOps.MultiplyAdd(s3, factor, addend);
            s4 = TOps.MultiplyAdd(s4, factor, addend);
            s5 = TOps.MultiplyAdd(s5, factor, addend);
            s6 = TOps.MultiplyAdd(s6, factor, addend);
            s7 = TOps.MultiplyAdd(s7, factor, addend);
            s8 = TOps.MultiplyAdd(s8, factor, addend);
            s9 = TOps.MultiplyAdd(s9, factor, addend);
            s10 = TOps.MultiplyAdd(s10, factor, addend);
            s11 = TOps.MultiplyAdd(s11, factor, addend);
        }
        return TOps.Sums(s0, s1, s2, s3) + TOps.Sums(s4, s5, s6, s7) + TOps.Sums(s8, s9, s10, s11);
    }
}
