using Pathmind.Networks;

namespace Pathmind.Policies.Onnx;

/// <summary>Finds dense layers that follow each other, normalise? (Gemm, activation)* Gemm, and runs them as one
/// <see cref="Network"/>: nearly all of a policy's work, and many times faster than node by node.</summary>
internal sealed class DenseChain
{
    const string Name = "dense layers";

    readonly OrderedDictionary<string, Tensor> constants;

    /// <summary>The one node that reads a tensor; null if several do, or the caller.</summary>
    readonly Dictionary<string, OnnxNode?> readers = [];
    readonly Dictionary<string, OnnxNode> makers = [];

    DenseChain(List<OnnxNode> nodes, OrderedDictionary<string, Tensor> constants, string[] outputs)
    {
        this.constants = constants;
        foreach (var node in nodes)
        {
            foreach (var input in node.Inputs)
                readers[input] = readers.ContainsKey(input) ? null : node;
            foreach (var output in node.Outputs)
                makers[output] = node;
        }
        foreach (var output in outputs)
            readers[output] = null;
    }

    /// <summary>A dense layer: weights [out, in] row by row, bias [out].</summary>
    sealed record Layer(string Input, string Output, Tensor Weights, Tensor Bias, OnnxNode[] Nodes)
    {
        public int Inputs => Weights.Shape[1];

        public int Outputs => Weights.Shape[0];
    }

    /// <summary>The steps of a graph, with one step for each chain of at least two layers, in the place of its last
    /// node.</summary>
    public static OnnxStep[] Fuse(List<OnnxNode> nodes, OrderedDictionary<string, Tensor> constants, string[] outputs)
    {
        DenseChain graph = new(nodes, constants, outputs);
        HashSet<OnnxNode> fused = new(ReferenceEqualityComparer.Instance);
        Dictionary<OnnxNode, OnnxStep> chains = new(ReferenceEqualityComparer.Instance);
        foreach (var node in nodes)
            if (!fused.Contains(node) && graph.LayerAt(node) is { } first
                && graph.Follow(first, out var activation, out var covered) is { Count: > 1 } layers)
            {
                var (last, from, before) = (covered[^1], first.Input, new List<OnnxNode>());
                var normalisation = Normalisation.Before(ref from, first.Inputs, graph.MakerForOne, graph.Known, before);
                fused.UnionWith([.. covered, .. before]);
                chains.Add(last, Step(from, normalisation, layers, activation));
            }
        return [.. nodes.Where(node => !fused.Contains(node) || chains.ContainsKey(node))
            .Select(node => chains.TryGetValue(node, out var chain) ? chain : new(node, Operators.Find(node)!))];
    }

    /// <summary>The layers from the first on, as long as one activation lies between them and no other node reads their
    /// outputs.</summary>
    List<Layer> Follow(Layer first, out Activation activation, out List<OnnxNode> covered)
    {
        List<Layer> layers = [first];
        covered = [.. first.Nodes];
        activation = default;
        while (Reader(layers[^1].Output) is { Operator: "Tanh" or "Relu" } active
            && (active.Operator == "Tanh" ? Activation.Tanh : Activation.Relu) is var kind && (layers.Count == 1 || kind == activation)
            && Reader(active.Outputs[0]) is { } reader && LayerAt(reader) is { } next && next.Input == active.Outputs[0]
            && next.Inputs == layers[^1].Outputs)
        {
            activation = kind;
            layers.Add(next);
            covered.AddRange([active, .. next.Nodes]);
        }
        return layers;
    }

    /// <summary>The layer that begins with a node: a Gemm, or a MatMul whose only reader adds a bias.</summary>
    Layer? LayerAt(OnnxNode node)
    {
        if (node.Operator is not ("Gemm" or "MatMul") || node.Inputs.Length < 2
            || Known(node.Inputs[1]) is not { Rank: 2, Count: > 0, IsInteger: false } weights)
            return null;
        if (node.Operator == "Gemm")
            return IsOne("alpha") && IsOne("beta") && !IsSet("transA") && node.Inputs.Length == 3 && Known(node.Inputs[2]) is { } bias
                ? Make(node.Outputs[0], IsSet("transB") ? weights : Transpose(weights), bias, [node])
                : null;
        return Reader(node.Outputs[0]) is { Operator: "Add", Inputs.Length: 2 } add
            && Known(add.Inputs[add.Inputs[0] == node.Outputs[0] ? 1 : 0]) is { } added
            ? Make(add.Outputs[0], Transpose(weights), added, [node, add])
            : null;

        Layer? Make(string output, Tensor outIn, Tensor row, OnnxNode[] of) =>
            row is { Rank: 1, IsInteger: false } && row.Count == outIn.Shape[0] ? new(node.Inputs[0], output, outIn, row, of) : null;

        bool IsOne(string attribute) => !node.Attributes.TryGetValue(attribute, out var value) || value is 1f;

        bool IsSet(string attribute) => node.Attributes.TryGetValue(attribute, out var value) && value is not 0L;
    }

    OnnxNode? MakerForOne(string tensor) => Reader(tensor) is null ? null : makers.GetValueOrDefault(tensor);

    OnnxNode? Reader(string tensor) => readers.GetValueOrDefault(tensor);

    Tensor? Known(string name) => constants.GetValueOrDefault(name);

    static Tensor Transpose(Tensor matrix)
    {
        var (rows, columns, turned) = (matrix.Shape[0], matrix.Shape[1], new float[matrix.Count]);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                turned[column * rows + row] = matrix.Floats[row * columns + column];
        return new([columns, rows], turned) { IsKnown = true };
    }

    static OnnxStep Step(string from, Normalisation? normalisation, List<Layer> layers, Activation activation)
    {
        Network network =
            new(new(layers[0].Inputs, [.. layers.SkipLast(1).Select(layer => layer.Outputs)], layers[^1].Outputs, activation));
        var parameters = new float[network.ParameterCount];
        var rest = parameters.AsSpan();
        foreach (var layer in layers)
        {
            layer.Weights.Floats.CopyTo(rest);
            layer.Bias.Floats.CopyTo(rest = rest[layer.Weights.Count..]);
            rest = rest[layer.Bias.Count..];
        }
        network.Load(parameters);
        return new(new(Name, [from], [layers[^1].Output]) { Name = layers[^1].Output }, binding => Bind(binding, normalisation, network));
    }

    static Action Bind(NodeContext binding, Normalisation? normalisation, Network network)
    {
        var x = binding.Input(0);
        var (inputs, outputs) = (network.Shape.Inputs, network.Shape.Outputs);
        if (x.Rank != 2 || x.Shape[1] != inputs)
            throw new InvalidDataException($"they need rows of {inputs} numbers, but got the shape {Tensor.Describe(x.Shape)}");
        var rows = x.Shape[0];
        var y = binding.Floats(rows, outputs).Floats;
        var normalised = normalisation is null ? x.Floats : new float[x.Count];
        Workspace workspace = new(network.Shape, rows);
        return () =>
        {
            normalisation?.Apply(x.Floats, normalised);
            network.Forward(normalised, rows, workspace);
            var columns = workspace.Outputs;
            var stride = workspace.RowStride;
            for (var row = 0; row < rows; row++)
                for (var output = 0; output < outputs; output++)
                    y[row * outputs + output] = columns[output * stride + row];     // [outputs, rows] to [rows, outputs]
        };
    }
}
