namespace Pathmind.Policies.Onnx;

/// <summary>What is needed of a graph to compute some of its outputs, in order of execution. Immutable: any number of
/// sessions, on any threads, may share it.</summary>
internal sealed class OnnxPlan
{
    /// <summary>Weights of all layers, each as often as it is read: as many as the largest file holds.</summary>
    const long MaxWeights = PolicySource.MaxBytes / sizeof(float);

    OnnxPlan(OnnxModel model, OnnxStep[] steps, string[] outputs)
    {
        (Constants, Opset, Steps) = (model.Initializers, model.Opset, steps);
        var used = steps.SelectMany(step => step.Node.Inputs).Concat(outputs).ToHashSet();
        Inputs = [.. model.Inputs.Where(input => used.Contains(input.Name))];
    }

    public OrderedDictionary<string, Tensor> Constants { get; }

    public long Opset { get; }

    /// <summary>The inputs that these outputs depend on.</summary>
    public OnnxValue[] Inputs { get; }

    public OnnxStep[] Steps { get; }

    /// <summary>Plans the computation of the named outputs.</summary>
    /// <exception cref="InvalidDataException">The graph has no such output, is not in order, or has operators that
    /// this kit does not have; the message names them all.</exception>
    public static OnnxPlan Compile(OnnxModel model, params string[] outputs)
    {
        var nodes = Needed(model, outputs);
        Check(model, nodes, outputs);
        return new(model, DenseChain.Fuse(nodes, model.Initializers, outputs), outputs);
    }

    /// <summary>The nodes that the outputs depend on.</summary>
    public static List<OnnxNode> Needed(OnnxModel model, string[] outputs)
    {
        var wanted = outputs.ToHashSet();
        List<OnnxNode> needed = [];
        foreach (var node in model.Nodes.Reverse())
            if (node.Outputs.Any(wanted.Contains))
            {
                needed.Add(node);
                wanted.UnionWith(node.Inputs);
            }
        needed.Reverse();
        return needed;
    }

    /// <summary>The inputs that these outputs depend on.</summary>
    public static IEnumerable<string> InputsOf(OnnxModel model, string[] outputs)
    {
        var used = Needed(model, outputs).SelectMany(node => node.Inputs).ToHashSet();
        return model.Inputs.Select(input => input.Name).Where(used.Contains);
    }

    /// <summary>The operators that these outputs need and that this kit does not have, each once.</summary>
    public static string[] Foreign(OnnxModel model, string[] outputs) => Foreign(Needed(model, outputs));

    static string[] Foreign(List<OnnxNode> nodes) =>
        [.. nodes.Where(node => Operators.Find(node) is null)
            .Select(node => node.Domain is "" or "ai.onnx" ? node.Operator : $"{node.Domain}.{node.Operator}").Distinct()
                .Order(StringComparer.Ordinal)];

    static void Check(OnnxModel model, List<OnnxNode> nodes, string[] outputs)
    {
        var foreign = Foreign(nodes);
        if (foreign.Length > 0)
            throw new InvalidDataException($"it needs operators that are not built in: {string.Join(", ", foreign)}");
        var weights = nodes.Where(node => node.Operator is "Gemm" or "MatMul")
            .Sum(node => node.Inputs.Sum(input => (long)(model.Initializers.GetValueOrDefault(input)?.Count ?? 0)));
        if (weights > MaxWeights)
            throw new InvalidDataException($"its layers read {weights} weights; at most {MaxWeights} are possible here");
        var made = model.Inputs.Select(input => input.Name).Concat(model.Initializers.Keys).Append("").ToHashSet();
        foreach (var node in nodes)
        {
            if (node.Inputs.FirstOrDefault(input => !made.Contains(input)) is { } missing)
                throw new InvalidDataException($"{node.Operator} '{node.Name}' reads '{missing}', which nothing before it makes");
            made.UnionWith(node.Outputs);
        }
        if (outputs.FirstOrDefault(output => !made.Contains(output)) is { } absent)
            throw new InvalidDataException($"it has no output '{absent}'");
    }
}

/// <summary>A step of a plan: an operator and the names of what it reads and makes.</summary>
internal sealed record OnnxStep(OnnxNode Node, Operator Operator);
