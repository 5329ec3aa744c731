namespace Pathmind.Policies.Onnx;

/// <summary>The normalisation before the first layer: clip((x − mean) · scale, low, high), each of the three steps as
/// the nodes Sub, Mul, Clip with constants.</summary>
internal sealed class Normalisation
{
    readonly float[] mean, scale;
    readonly float low, high;

    Normalisation(float[] mean, float[] scale, float low, float high) =>
        (this.mean, this.scale, this.low, this.high) = (mean, scale, low, high);

    /// <summary>Looks for the nodes in front of a tensor.</summary>
    /// <param name="tensor">What the first layer reads, [N, width].</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="maker">The node that makes a tensor for one reader alone; else null.</param>
    /// <param name="constant">A constant by name; else null.</param>
    /// <param name="covered">The nodes found, from the last to the first.</param>
    /// <returns>Null if there are none.</returns>
    public static Normalisation? Before(
        ref string tensor, int width, Func<string, OnnxNode?> maker, Func<string, Tensor?> constant, List<OnnxNode> covered)
    {
        var (mean, scale, low, high) = (new float[width], new float[width], float.NegativeInfinity, float.PositiveInfinity);
        Array.Fill(scale, 1);
        var from = tensor;
        if (Take("Clip", inputs: 3) is { } clip && constant(clip.Inputs[1]) is { Count: 1 } least
            && constant(clip.Inputs[2]) is { Count: 1 } most)
            (low, high, from) = (least.Floats[0], most.Floats[0], Cover(clip));
        if (Take("Mul", inputs: 2) is { } multiply && Row(multiply.Inputs[1]) is { } factors)
            (scale, from) = (factors, Cover(multiply));
        if (Take("Sub", inputs: 2) is { } subtract && Row(subtract.Inputs[1]) is { } means)
            (mean, from) = (means, Cover(subtract));
        tensor = from;
        return covered.Count > 0 ? new(mean, scale, low, high) : null;

        OnnxNode? Take(string operation, int inputs) =>
            maker(from) is { } node && node.Operator == operation && node.Inputs.Length == inputs ? node : null;

        float[]? Row(string name) => constant(name) is { Rank: 1, IsInteger: false } row && row.Count == width ? row.Floats : null;

        string Cover(OnnxNode node)
        {
            covered.Add(node);
            return node.Inputs[0];
        }
    }

    /// <summary>Rows one after the other: [N · width] to [N · width].</summary>
    public void Apply(ReadOnlySpan<float> x, Span<float> normalised)
    {
        for (var start = 0; start < x.Length; start += mean.Length)
            for (var i = 0; i < mean.Length; i++)
                normalised[start + i] = MathF.Min(MathF.Max((x[start + i] - mean[i]) * scale[i], low), high);
    }
}
