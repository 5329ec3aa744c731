using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>A layer applied to a single row, without the bookkeeping of tiles. Sums run in the order of
/// <see cref="GemmOperands"/>.</summary>
internal static class RowProduct<TVector, TOps>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    /// <summary>y = activation(x · W + bias).</summary>
    /// <param name="activation">Of the layer.</param>
    /// <param name="x">[inputs].</param>
    /// <param name="weights">[inputs, padded outputs].</param>
    /// <param name="bias">[padded outputs].</param>
    /// <param name="layer">Sizes of the layer.</param>
    /// <param name="y">[padded outputs].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(Activation activation, ref float x, ref float weights, ref float bias, in LayerLayout layer, ref float y)
    {
        nuint vector = (nuint)TOps.Count, columns = (nuint)AlignedBuffer.Padded(layer.Outputs), stride = (nuint)layer.WeightStride,
            column = 0;
        for (; column + 4 * vector <= columns; column += 4 * vector)
        {
            ref var w = ref Unsafe.Add(ref weights, column);
            TVector s0 = default, s1 = default, s2 = default, s3 = default;
            for (var k = 0; k < layer.Inputs; k++, w = ref Unsafe.Add(ref w, stride))
            {
                var factor = TOps.Create(Unsafe.Add(ref x, k));
                s0 = TOps.MultiplyAdd(factor, TOps.Load(ref w, 0), s0);
                s1 = TOps.MultiplyAdd(factor, TOps.Load(ref w, vector), s1);
                s2 = TOps.MultiplyAdd(factor, TOps.Load(ref w, 2 * vector), s2);
                s3 = TOps.MultiplyAdd(factor, TOps.Load(ref w, 3 * vector), s3);
            }
            ref var b = ref Unsafe.Add(ref bias, column);
            ref var target = ref Unsafe.Add(ref y, column);
            TOps.Store(TOps.Add(s0, TOps.Load(ref b, 0)), ref target, 0);
            TOps.Store(TOps.Add(s1, TOps.Load(ref b, vector)), ref target, vector);
            TOps.Store(TOps.Add(s2, TOps.Load(ref b, 2 * vector)), ref target, 2 * vector);
            TOps.Store(TOps.Add(s3, TOps.Load(ref b, 3 * vector)), ref target, 3 * vector);
        }
        for (; column < columns; column += vector)
        {
            ref var w = ref Unsafe.Add(ref weights, column);
            TVector sum = default;
            for (var k = 0; k < layer.Inputs; k++, w = ref Unsafe.Add(ref w, stride))
                sum = TOps.MultiplyAdd(TOps.Create(Unsafe.Add(ref x, k)), TOps.Load(ref w, 0), sum);
            TOps.Store(TOps.Add(sum, TOps.Load(ref bias, column)), ref y, column);
        }
        if (activation == Activation.Tanh)
            HyperbolicTangent<TVector, TOps>.Apply(ref y, 0, 1, columns);
        else
            for (column = 0; column < columns; column += vector)
                TOps.Store(TOps.AtLeast(TOps.Create(0), TOps.Load(ref y, column)), ref y, column);
    }

    /// <summary>The linear output layer, 4 outputs at a time.</summary>
    /// <param name="x">[padded inputs].</param>
    /// <param name="weights">[outputs, padded inputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="layer">Sizes of the layer.</param>
    /// <param name="y">[outputs], outputStride apart.</param>
    /// <param name="outputStride">Distance of two outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(ref float x, ref float weights, ref float bias, in LayerLayout layer, ref float y, nuint outputStride)
    {
        nuint inputs = (nuint)AlignedBuffer.Padded(layer.Inputs), stride = (nuint)layer.WeightStride, outputs = (nuint)layer.Outputs;
        for (nuint j = 0; j < outputs; j += 4)
        {
            ref var w0 = ref Unsafe.Add(ref weights, j * stride);
            ref var w1 = ref Unsafe.Add(ref w0, j + 1 < outputs ? stride : 0);               // beyond the last output: the last again
            ref var w2 = ref Unsafe.Add(ref w1, j + 2 < outputs ? stride : 0);
            ref var w3 = ref Unsafe.Add(ref w2, j + 3 < outputs ? stride : 0);
            TVector s0 = default, s1 = default, s2 = default, s3 = default;
            for (nuint k = 0; k < inputs; k += (nuint)TOps.Count)
            {
                var factor = TOps.Load(ref x, k);
                s0 = TOps.MultiplyAdd(factor, TOps.Load(ref w0, k), s0);
                s1 = TOps.MultiplyAdd(factor, TOps.Load(ref w1, k), s1);
                s2 = TOps.MultiplyAdd(factor, TOps.Load(ref w2, k), s2);
                s3 = TOps.MultiplyAdd(factor, TOps.Load(ref w3, k), s3);
            }
            var sums = TOps.Sums(s0, s1, s2, s3) + Vector128.LoadUnsafe(ref bias, j);       // biases are padded to a cache line
            ref var target = ref Unsafe.Add(ref y, j * outputStride);
            target = sums[0];
            if (j + 1 < outputs)
                Unsafe.Add(ref target, outputStride) = sums[1];
            if (j + 2 < outputs)
                Unsafe.Add(ref target, 2 * outputStride) = sums[2];
            if (j + 3 < outputs)
                Unsafe.Add(ref target, 3 * outputStride) = sums[3];
        }
    }
}
