using System.Runtime.CompilerServices;

namespace Pathmind.Networks;

/// <summary>What becomes of the finished sums of a matrix product on their one way from registers to memory.</summary>
internal interface IEpilogue<TVector>
    where TVector : struct
{
    /// <param name="sums">Sums of neighbouring columns.</param>
    /// <param name="target">Their place in C.</param>
    /// <param name="column">Column of the first.</param>
    void Finish(TVector sums, ref float target, nuint column);
}

/// <summary>C = tanh(sum + bias).</summary>
internal readonly ref struct BiasTanh<TVector, TOps>(ref float bias) : IEpilogue<TVector>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    readonly ref float bias = ref bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(TVector sums, ref float target, nuint column) =>
        TOps.Store(HyperbolicTangent<TVector, TOps>.Of(TOps.Add(sums, TOps.Load(ref bias, column))), ref target, 0);
}

/// <summary>C = max(sum + bias, 0).</summary>
internal readonly ref struct BiasRelu<TVector, TOps>(ref float bias) : IEpilogue<TVector>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    readonly ref float bias = ref bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(TVector sums, ref float target, nuint column) =>
        TOps.Store(TOps.AtLeast(TOps.Create(0), TOps.Add(sums, TOps.Load(ref bias, column))), ref target, 0);
}

/// <summary>C holds h = tanh(z) and becomes sum · tanh'(z) = sum · (1 - h²).</summary>
internal readonly struct TanhGradient<TVector, TOps> : IEpilogue<TVector>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(TVector sums, ref float target, nuint column)
    {
        var activation = TOps.Load(ref target, 0);
        TOps.Store(TOps.Multiply(sums, TOps.Subtract(TOps.Create(1), TOps.Multiply(activation, activation))), ref target, 0);
    }
}

/// <summary>C holds h = max(z, 0) and becomes the sum where h is above 0, else 0.</summary>
internal readonly struct ReluGradient<TVector, TOps> : IEpilogue<TVector>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(TVector sums, ref float target, nuint column) =>
        TOps.Store(TOps.WherePositive(TOps.Load(ref target, 0), sums), ref target, 0);
}

/// <summary>C += sum.</summary>
internal readonly struct Accumulate<TVector, TOps> : IEpilogue<TVector>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(TVector sums, ref float target, nuint column) =>
        TOps.Store(TOps.Add(TOps.Load(ref target, 0), sums), ref target, 0);
}
