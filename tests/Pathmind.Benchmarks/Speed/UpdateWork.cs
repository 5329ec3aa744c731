using Pathmind.Networks;

namespace Pathmind.Benchmarks;

/// <summary>What an update has to compute, however it does so.</summary>
internal static class UpdateWork
{
    /// <summary>Useful floating-point operations of one row's forward and backward pass through one network: the
    /// products of all layers forward, their weight gradients, and the input gradients of all layers but the first; a
    /// multiply-add counts as two. Not counted: biases, activations, the loss, Adam, padding.</summary>
    /// <remarks>4-64-64-2 has 256 + 4096 + 128 = 4480 weights: 2 · (4480 + 4480 + 4224) = 26 368.</remarks>
    public static double FlopsPerRow(NetworkShape shape)
    {
        int[] widths = [shape.Inputs, .. shape.Hidden, shape.Outputs];
        var weights = widths.Zip(widths.Skip(1), (inputs, outputs) => (double)inputs * outputs).ToArray();
        return 2 * (weights.Sum() + weights.Sum() + weights.Skip(1).Sum());
    }
}
