namespace Pathmind.Networks;

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
