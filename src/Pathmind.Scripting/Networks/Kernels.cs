using System.Runtime.Intrinsics;

namespace Pathmind.Networks;

/// <summary>The loops that a network spends its time in, for the vectors of this machine. References are not checked:
/// callers check shapes.</summary>
internal abstract class Kernels
{
    /// <summary>Kernels for the widest vectors that this machine executes as one instruction.</summary>
    public static Kernels Best { get; } =
        Vector512.IsHardwareAccelerated ? new Kernels<Vector512<float>, Vector512Ops>()
        : Vector256.IsHardwareAccelerated ? new Kernels<Vector256<float>, Vector256Ops>()
        : new Kernels<Vector128<float>, Vector128Ops>();

    /// <summary>C = activation(A · B + bias).</summary>
    public abstract void Activate(Activation activation, in GemmOperands product, ref float bias);

    /// <summary>C, which holds the activations h, becomes (A · B) ⊙ activation'(h).</summary>
    public abstract void Differentiate(Activation activation, in GemmOperands product);

    /// <summary>C += A · B.</summary>
    public abstract void Accumulate(in GemmOperands product);

    /// <summary>The linear output layer, as dot products.</summary>
    /// <param name="input">[rows rounded up to 4, padded inputs] what the last hidden layer wrote.</param>
    /// <param name="inputStride">Distance of two rows of the input.</param>
    /// <param name="weights">[outputs, padded inputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="layer">Sizes of the layer.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="output">[outputs, outputStride] column by column: element (row, output) at output · outputStride +
    /// row.</param>
    /// <param name="outputStride">Distance of two columns of the output; at least the rows rounded up to 4.</param>
    public abstract void Output(ref float input, nuint inputStride, ref float weights, ref float bias, in LayerLayout layer, int rows,
        ref float output, nuint outputStride);

    /// <summary>What <see cref="Activate"/> does, for a single row; bit for bit the same.</summary>
    /// <param name="activation">Of the layer.</param>
    /// <param name="input">[inputs].</param>
    /// <param name="weights">[inputs, padded outputs].</param>
    /// <param name="bias">[padded outputs].</param>
    /// <param name="layer">Sizes of the layer.</param>
    /// <param name="output">[padded outputs].</param>
    public abstract void ActivateRow(
        Activation activation, ref float input, ref float weights, ref float bias, in LayerLayout layer, ref float output);

    /// <summary>What <see cref="Output"/> does, for a single row; bit for bit the same.</summary>
    /// <param name="input">[padded inputs].</param>
    /// <param name="weights">[outputs, padded inputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="layer">Sizes of the layer.</param>
    /// <param name="output">[outputs], outputStride apart.</param>
    /// <param name="outputStride">Distance of two outputs.</param>
    public abstract void OutputRow(
        ref float input, ref float weights, ref float bias, in LayerLayout layer, ref float output, nuint outputStride);

    /// <summary>target += source, element by element.</summary>
    public abstract void Add(Span<float> target, ReadOnlySpan<float> source);

    /// <summary>Sum of the elements.</summary>
    public abstract float Sum(ReadOnlySpan<float> values);

    /// <summary>Sum of the squares, in parts of float32 that are added in float64.</summary>
    public abstract double SquaredNorm(ReadOnlySpan<float> values);

    /// <summary>Each element becomes its tanh.</summary>
    public abstract void Tanh(Span<float> values);

    /// <summary>One step of Adam; the gradient becomes zero, which costs nothing here, where each number has just been
    /// read.</summary>
    public abstract void Adam(Span<float> parameters, Span<float> first, Span<float> second, Span<float> gradient, in AdamFactors factors);
}
