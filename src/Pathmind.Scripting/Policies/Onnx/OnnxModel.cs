namespace Pathmind.Policies.Onnx;

/// <summary>An ONNX graph in memory: what a file holds, without the file format.</summary>
internal sealed record OnnxModel
{
    /// <summary>Version of the file format. 7 came with opset 13 in ONNX 1.8 (November 2020): ONNX Runtime reads it
    /// from version 1.6 on.</summary>
    public long IrVersion { get; init; } = 7;

    /// <summary>Version of the operators' definitions.</summary>
    public long Opset { get; init; } = 13;

    public string Producer { get; init; } = "";

    public string ProducerVersion { get; init; } = "";

    public string Name { get; init; } = "policy";

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyList<OnnxValue> Inputs { get; init; }

    public required IReadOnlyList<OnnxValue> Outputs { get; init; }

    /// <summary>The nodes, in an order in which they can be executed.</summary>
    public required IReadOnlyList<OnnxNode> Nodes { get; init; }

    /// <summary>Weights and other constants by name, in the order of the file.</summary>
    public required OrderedDictionary<string, Tensor> Initializers { get; init; }
}

/// <summary>An input or output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Kind of its numbers.</param>
/// <param name="Shape">Its lengths; null where any length will do, as for the batch.</param>
internal sealed record OnnxValue(string Name, OnnxType Type, int?[] Shape);

/// <summary>One operator applied.</summary>
/// <param name="Operator">Its name in the standard.</param>
/// <param name="Inputs">Names of tensors; empty where an optional input is left out.</param>
/// <param name="Outputs">Names of the tensors made.</param>
internal sealed record OnnxNode(string Operator, string[] Inputs, string[] Outputs)
{
    public string Name { get; init; } = "";

    /// <summary>Domain of the operator; empty for operators of the ONNX standard.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Each a long, float, string, long[], float[] or <see cref="Tensor"/>.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = new Dictionary<string, object>();
}

/// <summary>Kinds of numbers, by the standard's codes.</summary>
internal enum OnnxType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Double = 11,
}
