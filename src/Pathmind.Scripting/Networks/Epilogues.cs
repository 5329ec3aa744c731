using System.Runtime.CompilerServices;

namespace Pathmind.Networks;

/// <summary>What becomes of the finished sums of a matrix product on their way from registers to memory.</summary>
internal interface IEpilogue<TVector>
    where TVector : struct
{
    /// <param name="sums">Sums of neighbouring columns.</param>
    /// <param name="target">Their place in C.</param>
    /// <param name="column">Column of the first.</param>
    void Finish(TVector sums, ref float target, nuint column);

    /// <summary>A last pass over a tile that was just written: for work too long to be compiled once for every vector
    /// of a tile.</summary>
    /// <param name="tile">First number of the tile.</param>
    /// <param name="stride">Distance of two rows of it.</param>
    /// <param name="rows">Rows of it.</param>
    /// <param name="columns">Columns of it, whole vectors.</param>
    void Complete(ref float tile, nuint stride, nuint rows, nuint columns);
}

/// <summary>C = tanh(sum + bias).</summary>
internal readonly ref struct BiasTanh<TVector, TOps>(ref float bias) : IEpilogue<TVector>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    readonly ref float bias = ref bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(TVector sums, ref float target, nuint column) =>
        TOps.Store(TOps.Add(sums, TOps.Load(ref bias, column)), ref target, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(ref float tile, nuint stride, nuint rows, nuint columns) =>
        HyperbolicTangent<TVector, TOps>.Apply(ref tile, stride, rows, columns);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(ref float tile, nuint stride, nuint rows, nuint columns)
    {
    }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(ref float tile, nuint stride, nuint rows, nuint columns)
    {
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(ref float tile, nuint stride, nuint rows, nuint columns)
    {
    }
}

/// <summary>C += sum.</summary>
internal readonly struct Accumulate<TVector, TOps> : IEpilogue<TVector>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(TVector sums, ref float target, nuint column) =>
        TOps.Store(TOps.Add(TOps.Load(ref target, 0), sums), ref target, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(ref float tile, nuint stride, nuint rows, nuint columns)
    {
    }
}
