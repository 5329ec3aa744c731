using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>What a network writes while it computes: one workspace serves one caller at a time, networks of one shape
/// may share it.</summary>
internal sealed class Workspace
{
    readonly AlignedBuffer[] hidden;
    readonly AlignedBuffer outputs;
    readonly AlignedBuffer outputGradients;

    /// <param name="shape">Shape of the networks that will use it.</param>
    /// <param name="maxRows">Most rows in one call; at least 1.</param>
    public Workspace(NetworkShape shape, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        Shape = shape;
        RowStride = AlignedBuffer.Padded(maxRows);
        hidden = [.. shape.Hidden.Select(width => new AlignedBuffer(RowStride * ParameterLayout.Stride(width)))];
        outputs = new AlignedBuffer(RowStride * shape.Outputs);
        outputGradients = new AlignedBuffer(RowStride * shape.Outputs);
    }

    public NetworkShape Shape { get; }

    /// <summary>Most rows in one call: those asked for, rounded up to 16.</summary>
    public int RowStride { get; }

    /// <summary>[Outputs, RowStride] output j of row r at j · RowStride + r, as Forward left them; rows beyond those
    /// given hold numbers without meaning.</summary>
    public Span<float> Outputs => outputs.Span;

    /// <summary>[Outputs, RowStride] derivative of the loss by each output, which the caller writes before Backward;
    /// rows beyond those given are ignored.</summary>
    public Span<float> OutputGradients => outputGradients.Span;

    /// <summary>What a memory before the network writes; null without one.</summary>
    public MemoryWorkspace? Memory { get; init; }

    /// <summary>[RowStride, Stride(width)] what hidden layer i left: its activations after Forward, the derivatives by
    /// its sums after Backward.</summary>
    public ref float Hidden(int layer) => ref hidden[layer][0];

    public ref float OutputStart => ref outputs[0];

    public ref float OutputGradientStart => ref outputGradients[0];
}
