using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>How the parameters of a shape (and their gradients and moments) lie in one padded buffer, and the way from
/// and to the canonical order: per layer the weights [outputs, inputs] row by row, then the biases, as PyTorch's Linear
/// has them. Padding is 0 and stays 0.</summary>
internal sealed class ParameterLayout
{
    public ParameterLayout(NetworkShape shape)
    {
        Shape = shape;
        Layers = new LayerLayout[shape.Hidden.Length + 1];
        var inputs = shape.Inputs;
        for (var i = 0; i < Layers.Length; i++)
        {
            var isOutput = i == shape.Hidden.Length;
            var outputs = isOutput ? shape.Outputs : shape.Hidden[i];
            var weights = isOutput ? outputs * Stride(inputs) : RoundUpToFour(inputs) * Stride(outputs);
            Layers[i] = new(inputs, outputs, isOutput, Size, Size + weights, TransposedSize);
            Size += weights + AlignedBuffer.Padded(outputs);
            TransposedSize += i == 0 || isOutput ? 0 : RoundUpToFour(outputs) * Stride(inputs);
            Count += outputs * (inputs + 1);
            inputs = outputs;
        }
    }

    public NetworkShape Shape { get; }

    public LayerLayout[] Layers { get; }

    /// <summary>Floats in the padded buffer.</summary>
    public int Size { get; }

    /// <summary>Floats in the buffer of transposed copies.</summary>
    public int TransposedSize { get; }

    /// <summary>Parameters, without padding.</summary>
    public int Count { get; }

    /// <summary>Distance of two rows of a matrix: whole cache lines, and no multiple of 8 lines, whose rows would fall
    /// into the same few sets of the cache.</summary>
    public static int Stride(int columns)
    {
        var padded = AlignedBuffer.Padded(columns);
        return padded % (8 * AlignedBuffer.Line) == 0 ? padded + AlignedBuffer.Line : padded;
    }

    /// <summary>Rows are counted in fours where a matrix is transposed in blocks of 4 × 4.</summary>
    public static int RoundUpToFour(int rows) => (rows + 3) / 4 * 4;

    /// <summary>Padded order to canonical order.</summary>
    public void Export(ReadOnlySpan<float> padded, Span<float> canonical)
    {
        Require(canonical.Length);
        var next = 0;
        foreach (var layer in Layers)
        {
            var (inputStep, outputStep) = Steps(layer);
            for (var output = 0; output < layer.Outputs; output++)
                for (var input = 0; input < layer.Inputs; input++)
                    canonical[next++] = padded[layer.WeightStart + output * outputStep + input * inputStep];
            padded.Slice(layer.BiasStart, layer.Outputs).CopyTo(canonical[next..]);
            next += layer.Outputs;
        }
    }

    /// <summary>Canonical order to padded order.</summary>
    public void Import(ReadOnlySpan<float> canonical, Span<float> padded)
    {
        Require(canonical.Length);
        var next = 0;
        foreach (var layer in Layers)
        {
            var (inputStep, outputStep) = Steps(layer);
            for (var output = 0; output < layer.Outputs; output++)
                for (var input = 0; input < layer.Inputs; input++)
                    padded[layer.WeightStart + output * outputStep + input * inputStep] = canonical[next++];
            canonical.Slice(next, layer.Outputs).CopyTo(padded[layer.BiasStart..]);
            next += layer.Outputs;
        }
    }

    static (int Input, int Output) Steps(LayerLayout layer) => layer.IsOutput ? (1, layer.WeightStride) : (layer.WeightStride, 1);

    void Require(int count)
    {
        if (count != Count)
            throw new ArgumentException($"{count} numbers for a network of {Count} parameters: give as many numbers as parameters.");
    }
}

/// <summary>Where one layer's parameters lie among those of its network, padded for vectors.</summary>
/// <param name="Inputs">Numbers that enter the layer.</param>
/// <param name="Outputs">Numbers that leave it.</param>
/// <param name="IsOutput">Whether it is the last layer, whose weights are stored [Outputs, Inputs]; those of a hidden
/// layer are stored [Inputs, Outputs].</param>
/// <param name="WeightStart">First weight.</param>
/// <param name="BiasStart">First of the Outputs biases.</param>
/// <param name="TransposedStart">First weight of the transposed copy [Outputs, Inputs] in its own buffer; only hidden
/// layers after the first have one.</param>
internal readonly record struct LayerLayout(int Inputs, int Outputs, bool IsOutput, int WeightStart, int BiasStart, int TransposedStart)
{
    /// <summary>Distance of two rows of weights.</summary>
    public int WeightStride => ParameterLayout.Stride(IsOutput ? Inputs : Outputs);

    /// <summary>Distance of two rows of the transposed copy, and of two rows of the layer's input where a hidden layer
    /// wrote it.</summary>
    public int InputStride => ParameterLayout.Stride(Inputs);

    /// <summary>Distance of two rows of a hidden layer's output.</summary>
    public int OutputStride => ParameterLayout.Stride(Outputs);
}
