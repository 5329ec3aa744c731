namespace Pathmind.Networks;

/// <summary>Dense layers: the parameters only, until the kernels come.</summary>
internal sealed class Network(NetworkShape shape)
{
    readonly float[] all = new float[CountOf(shape)];

    public NetworkShape Shape => shape;

    public int ParameterCount => all.Length;

    public void CopyTo(Span<float> parameters) => all.CopyTo(parameters);

    public void Load(ReadOnlySpan<float> parameters) => parameters.CopyTo(all);

    static int CountOf(NetworkShape shape)
    {
        int[] widths = [shape.Inputs, .. shape.Hidden, shape.Outputs];
        return widths.Zip(widths.Skip(1), (inputs, outputs) => (inputs + 1) * outputs).Sum();
    }
}
