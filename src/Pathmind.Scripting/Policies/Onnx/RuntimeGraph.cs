namespace Pathmind.Policies.Onnx;

/// <summary>Runs a whole graph on ONNX Runtime as if it were one operator: what has operators that are not built in
/// goes this way, and everything around it (the plan, the session, the policy) stays as it is.</summary>
internal static class RuntimeGraph
{
    /// <summary>Names of the single node and its attributes; its domain and the attribute's type, bytes, cannot come
    /// from a file.</summary>
    public const string Domain = "pathmind", Model = "model", Types = "types", InputNames = "inputs", OutputNames = "outputs";

    static IGraphRuntime? found;

    /// <summary>Null where the package Pathmind.OnnxRuntime was not added; a notebook may add it later.</summary>
    public static IGraphRuntime? Installed => found ??= Find();

    /// <summary>What to do where there is none.</summary>
    static string Advice => "The package Pathmind.OnnxRuntime runs them: add #r \"nuget: Pathmind.OnnxRuntime\" to the notebook or .csx, "
        + $"#:package Pathmind.OnnxRuntime@{PolicyMetadata.KitVersion} to a file-based script, or a PackageReference to a project";

    /// <summary>The model itself if all operators are built in; else one with a single node, which runs all of it on
    /// ONNX Runtime.</summary>
    /// <param name="model">As read.</param>
    /// <param name="bytes">The file that it was read from.</param>
    /// <param name="outputs">Those that are needed.</param>
    /// <exception cref="InvalidDataException">Operators are missing, and so is the package; the message names the
    /// operators and the package.</exception>
    public static OnnxModel Wrap(OnnxModel model, byte[] bytes, string[] outputs)
    {
        var foreign = OnnxPlan.Foreign(model, outputs);
        if (foreign.Length == 0)
            return model;
        return Installed is not null ? Whole(model, bytes, outputs)
            : throw new InvalidDataException($"it needs operators that are not built in: {string.Join(", ", foreign)}. {Advice}");
    }

    /// <summary>A model with a single node that runs all of another model on ONNX Runtime, with any
    /// operators.</summary>
    /// <inheritdoc cref="Wrap"/>
    public static OnnxModel Whole(OnnxModel model, byte[] bytes, string[] outputs)
    {
        var names = model.Inputs.Select(input => input.Name).ToArray();
        Dictionary<string, object> attributes = new()
        {
            [Model] = bytes, [Types] = model.Inputs.Select(input => input.Type).ToArray(), [InputNames] = names, [OutputNames] = outputs,
        };
        return model with
        {
            Nodes = [new("OnnxRuntime", names, outputs) { Domain = Domain, Attributes = attributes }],
            Initializers = [],
            Outputs = [.. model.Outputs.Where(output => outputs.Contains(output.Name))],
        };
    }

    /// <summary>The operator of a node that <see cref="Wrap"/> made.</summary>
    public static Operator Bind(OnnxNode node) => binding =>
    {
        var (names, types) = ((string[])node.Attributes[InputNames], (OnnxType[])node.Attributes[Types]);
        GraphInput[] inputs = [.. names.Select((name, i) => new GraphInput(name, types[i], binding.Input(i)))];
        var session = Installed!.Load((byte[])node.Attributes[Model], inputs, (string[])node.Attributes[OutputNames]);
        List<Tensor> outputs = [];
        session.Run((type, shape) =>
        {
            var output = type is OnnxType.Float or OnnxType.Double ? binding.Floats(shape) : binding.Integers(shape);
            outputs.Add(output);
            return output;
        });
        return () =>
        {
            var next = 0;
            session.Run((_, shape) => outputs[next++] is var output && output.Shape.AsSpan().SequenceEqual(shape) ? output
                : throw new InvalidOperationException($"An output of the graph changed its shape from {Tensor.Describe(output.Shape)} "
                    + $"to {Tensor.Describe(shape)} between two runs: policies must keep theirs."));
        };
    };

    /// <summary>Finds the runtime by a constant name, so that trimmed and native programs keep it and a script's
    /// packages are searched.</summary>
    static IGraphRuntime? Find() =>
        Type.GetType("Pathmind.Policies.Onnx.OnnxRuntime, Pathmind.OnnxRuntime") is { } type
        ? (IGraphRuntime?)Activator.CreateInstance(type) : null;
}
