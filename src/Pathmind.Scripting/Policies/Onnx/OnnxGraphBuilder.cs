namespace Pathmind.Policies.Onnx;

/// <summary>Collects the nodes of a graph in the order of execution.</summary>
internal sealed class OnnxGraphBuilder
{
    readonly List<OnnxNode> nodes = [];
    readonly List<OnnxValue> inputs = [], outputs = [];
    readonly OrderedDictionary<string, Tensor> initializers = [];

    /// <summary>An input of shape [N, width].</summary>
    public string Input(string name, int width)
    {
        inputs.Add(new(name, OnnxType.Float, [null, width]));
        return name;
    }

    /// <summary>Declares a tensor made by a node an output, of shape [N, width].</summary>
    public void Output(string name, int width) => outputs.Add(new(name, OnnxType.Float, [null, width]));

    public string Constant(string name, int[] shape, float[] values)
    {
        initializers.Add(name, new(shape, values) { IsKnown = true });
        return name;
    }

    public string Constant(string name, int[] shape, long[] values)
    {
        initializers.Add(name, new(shape, values) { IsKnown = true });
        return name;
    }

    public void Constant(string name, Tensor tensor) => initializers.Add(name, tensor);

    /// <summary>Numbers in a row of an input.</summary>
    public int Width(string input) => inputs.First(value => value.Name == input).Shape[^1]!.Value;

    /// <summary>A tensor as rows of this width.</summary>
    public string Reshape(string output, string from, int width) =>
        Node(output, "Reshape", [from, Constant($"{output}_shape", [2], [-1L, width])]);

    public void Node(OnnxNode node) => nodes.Add(node);

    /// <summary>Adds a node with one output, and returns the output's name.</summary>
    public string Node(
        string output, string operation, ReadOnlySpan<string> from, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Node([output], operation, from, attributes);
        return output;
    }

    public void Node(string[] to, string operation, ReadOnlySpan<string> from, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Dictionary<string, object> named = [];
        foreach (var (name, value) in attributes)
            named.Add(name, value);
        nodes.Add(new(operation, from.ToArray(), to) { Name = to[0], Attributes = named });
    }

    public OnnxModel Build() => new() { Inputs = inputs, Outputs = outputs, Nodes = nodes, Initializers = initializers };
}
