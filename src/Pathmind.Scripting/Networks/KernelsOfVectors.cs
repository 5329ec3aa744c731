using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <inheritdoc/>
internal sealed class Kernels<TVector, TOps> : Kernels
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Activate(Activation activation, in GemmOperands product, ref float bias)
    {
        if (activation == Activation.Tanh)
            MatrixProduct<TVector, TOps>.Run(product, new BiasTanh<TVector, TOps>(ref bias));
        else
            MatrixProduct<TVector, TOps>.Run(product, new BiasRelu<TVector, TOps>(ref bias));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Differentiate(Activation activation, in GemmOperands product)
    {
        if (activation == Activation.Tanh)
            MatrixProduct<TVector, TOps>.Run(product, default(TanhGradient<TVector, TOps>));
        else
            MatrixProduct<TVector, TOps>.Run(product, default(ReluGradient<TVector, TOps>));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Accumulate(in GemmOperands product) =>
        MatrixProduct<TVector, TOps>.Run(product, default(Accumulate<TVector, TOps>));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ActivateRow(
        Activation activation, ref float input, ref float weights, ref float bias, in LayerLayout layer, ref float output) =>
        RowProduct<TVector, TOps>.Activate(activation, ref input, ref weights, ref bias, layer, ref output);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void OutputRow(
        ref float input, ref float weights, ref float bias, in LayerLayout layer, ref float output, nuint outputStride) =>
        RowProduct<TVector, TOps>.Output(ref input, ref weights, ref bias, layer, ref output, outputStride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Output(
        ref float input, nuint inputStride, ref float weights, ref float bias, in LayerLayout layer, int rows, ref float output,
        nuint outputStride)
    {
        var inputs = (nuint)AlignedBuffer.Padded(layer.Inputs);
        for (nuint j = 0; j < (nuint)layer.Outputs; j++)
        {
            ref var w = ref Unsafe.Add(ref weights, j * (nuint)layer.WeightStride);
            var offset = Vector128.Create(Unsafe.Add(ref bias, j));
            for (nuint row = 0; row < (nuint)rows; row += 4)
            {
                ref var x = ref Unsafe.Add(ref input, row * inputStride);
                TVector s0 = default, s1 = default, s2 = default, s3 = default;
                for (nuint k = 0; k < inputs; k += (nuint)TOps.Count)
                {
                    var factor = TOps.Load(ref w, k);
                    s0 = TOps.MultiplyAdd(TOps.Load(ref x, k), factor, s0);
                    s1 = TOps.MultiplyAdd(TOps.Load(ref x, k + inputStride), factor, s1);
                    s2 = TOps.MultiplyAdd(TOps.Load(ref x, k + 2 * inputStride), factor, s2);
                    s3 = TOps.MultiplyAdd(TOps.Load(ref x, k + 3 * inputStride), factor, s3);
                }
                (TOps.Sums(s0, s1, s2, s3) + offset).StoreUnsafe(ref output, j * outputStride + row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(Span<float> target, ReadOnlySpan<float> source)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source[..target.Length]);
        nuint i = 0, length = (nuint)target.Length, vector = (nuint)TOps.Count;
        for (; i + vector <= length; i += vector)
            TOps.Store(TOps.Add(TOps.Load(ref t, i), TOps.Load(ref s, i)), ref t, i);
        for (; i < length; i++)
            Unsafe.Add(ref t, i) += Unsafe.Add(ref s, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Sum(ReadOnlySpan<float> values)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        nuint i = 0, length = (nuint)values.Length, vector = (nuint)TOps.Count;
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        for (; i + 4 * vector <= length; i += 4 * vector)
        {
            s0 = TOps.Add(s0, TOps.Load(ref v, i));
            s1 = TOps.Add(s1, TOps.Load(ref v, i + vector));
            s2 = TOps.Add(s2, TOps.Load(ref v, i + 2 * vector));
            s3 = TOps.Add(s3, TOps.Load(ref v, i + 3 * vector));
        }
        for (; i + vector <= length; i += vector)
            s0 = TOps.Add(s0, TOps.Load(ref v, i));
        var sum = Vector128.Sum(TOps.Sums(s0, s1, s2, s3));
        for (; i < length; i++)
            sum += Unsafe.Add(ref v, i);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double SquaredNorm(ReadOnlySpan<float> values)
    {
        const int part = 4096;                                           // short sums of float32 lose little
        var norm = 0.0;
        for (; values.Length > part; values = values[part..])
            norm += SquaresOf(values[..part]);
        return norm + SquaresOf(values);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Tanh(Span<float> values)
    {
        var whole = values.Length / TOps.Count * TOps.Count;
        HyperbolicTangent<TVector, TOps>.Apply(ref MemoryMarshal.GetReference(values), 0, 1, (nuint)whole);
        Span<float> rest = stackalloc float[AlignedBuffer.Line];         // the same arithmetic for the last few
        rest.Clear();
        values[whole..].CopyTo(rest);
        HyperbolicTangent<TVector, TOps>.Apply(ref MemoryMarshal.GetReference(rest), 0, 1, (nuint)TOps.Count);
        rest[..(values.Length - whole)].CopyTo(values[whole..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Adam(Span<float> parameters, Span<float> first, Span<float> second, Span<float> gradient, in AdamFactors factors)
    {
        ref var w = ref MemoryMarshal.GetReference(parameters);
        ref var m = ref MemoryMarshal.GetReference(first);
        ref var v = ref MemoryMarshal.GetReference(second);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        var (scale, beta1, beta2) = (TOps.Create(factors.GradientScale), TOps.Create(factors.Beta1), TOps.Create(factors.Beta2));
        var (rest1, rest2) = (TOps.Create(1 - factors.Beta1), TOps.Create(1 - factors.Beta2));
        var (step, correction, epsilon) =
            (TOps.Create(-factors.StepSize), TOps.Create(factors.SecondCorrection), TOps.Create(factors.Epsilon));
        for (nuint i = 0; i < (nuint)parameters.Length; i += (nuint)TOps.Count)
        {
            var slope = TOps.Multiply(scale, TOps.Load(ref g, i));
            var mean = TOps.MultiplyAdd(beta1, TOps.Load(ref m, i), TOps.Multiply(rest1, slope));
            var square = TOps.MultiplyAdd(beta2, TOps.Load(ref v, i), TOps.Multiply(rest2, TOps.Multiply(slope, slope)));
            var root = TOps.MultiplyAdd(TOps.SquareRoot(square), correction, epsilon);
            TOps.Store(TOps.Create(0), ref g, i);
            TOps.Store(mean, ref m, i);
            TOps.Store(square, ref v, i);
            TOps.Store(TOps.MultiplyAdd(TOps.Divide(mean, root), step, TOps.Load(ref w, i)), ref w, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float SquaresOf(ReadOnlySpan<float> values)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        nuint i = 0, length = (nuint)values.Length, vector = (nuint)TOps.Count;
        TVector s0 = default, s1 = default, s2 = default, s3 = default;
        for (; i + 4 * vector <= length; i += 4 * vector)
        {
            var (v0, v1, v2, v3) =
                (TOps.Load(ref v, i), TOps.Load(ref v, i + vector), TOps.Load(ref v, i + 2 * vector), TOps.Load(ref v, i + 3 * vector));
            s0 = TOps.MultiplyAdd(v0, v0, s0);
            s1 = TOps.MultiplyAdd(v1, v1, s1);
            s2 = TOps.MultiplyAdd(v2, v2, s2);
            s3 = TOps.MultiplyAdd(v3, v3, s3);
        }
        for (; i + vector <= length; i += vector)
            s0 = TOps.MultiplyAdd(TOps.Load(ref v, i), TOps.Load(ref v, i), s0);
        var sum = Vector128.Sum(TOps.Sums(s0, s1, s2, s3));
        for (; i < length; i++)
            sum += Unsafe.Add(ref v, i) * Unsafe.Add(ref v, i);
        return sum;
    }
}
