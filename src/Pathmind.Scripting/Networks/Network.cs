namespace Pathmind.Networks;

/// <summary>Dense layers, plainly, until the kernels come.</summary>
internal sealed class Network(NetworkShape shape)
{
    readonly float[] all = new float[CountOf(shape)];

    public NetworkShape Shape => shape;

    public int ParameterCount => all.Length;

    public void CopyTo(Span<float> parameters) => all.CopyTo(parameters);

    public void Load(ReadOnlySpan<float> parameters) => parameters.CopyTo(all);

    public void Forward(ReadOnlySpan<float> inputs, int rows, Workspace workspace)
    {
        int[] widths = [shape.Inputs, .. shape.Hidden, shape.Outputs];
        for (var row = 0; row < rows; row++)
        {
            var x = inputs.Slice(row * shape.Inputs, shape.Inputs).ToArray();
            for (var (layer, from) = (1, 0); layer < widths.Length; layer++)
            {
                var y = new float[widths[layer]];
                for (var o = 0; o < y.Length; o++)
                {
                    for (var i = 0; i < x.Length; i++)
                        y[o] += x[i] * all[from + o * x.Length + i];
                    y[o] += all[from + x.Length * y.Length + o];
                    if (layer < widths.Length - 1)
                        y[o] = shape.Activation == Activation.Tanh ? MathF.Tanh(y[o]) : MathF.Max(y[o], 0);
                }
                from += (x.Length + 1) * y.Length;
                x = y;
            }
            for (var o = 0; o < x.Length; o++)
                workspace.Outputs[o * workspace.RowStride + row] = x[o];
        }
    }

    static int CountOf(NetworkShape shape)
    {
        int[] widths = [shape.Inputs, .. shape.Hidden, shape.Outputs];
        return widths.Zip(widths.Skip(1), (inputs, outputs) => (inputs + 1) * outputs).Sum();
    }
}

internal sealed class Workspace(NetworkShape shape, int maxRows)
{
    readonly float[] outputs = new float[(maxRows + 15) / 16 * 16 * shape.Outputs];

    public int RowStride => (maxRows + 15) / 16 * 16;

    public Span<float> Outputs => outputs;
}
