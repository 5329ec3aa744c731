using Pathmind.Files;

namespace Pathmind.Policies.Onnx;

/// <summary>Reads a model message by message, in any order of the fields; what it does not know it leaves
/// out.</summary>
internal sealed class OnnxReader
{
    readonly Dictionary<string, string> metadata = [];
    readonly OrderedDictionary<string, Tensor> initializers = [];
    readonly List<OnnxNode> nodes = [];
    readonly List<OnnxValue> inputs = [], outputs = [];
    long irVersion;
    long? opset;
    string producer = "", producerVersion = "", name = "";

    public static OnnxModel Read(ReadOnlySpan<byte> bytes)
    {
        OnnxReader reader = new();
        reader.Model(new(bytes, new()));
        if (reader.nodes.Count == 0)
            throw new InvalidDataException("it has no graph");
        return new()
        {
            IrVersion = reader.irVersion, Producer = reader.producer, ProducerVersion = reader.producerVersion, Name = reader.name,
            Metadata = reader.metadata,
            Opset = reader.opset ?? throw new InvalidDataException("it names no operator set"),
            // Files before IR version 4 list the weights among the inputs.
            Inputs = [.. reader.inputs.Where(input => !reader.initializers.ContainsKey(input.Name))],
            Outputs = reader.outputs, Nodes = reader.nodes, Initializers = reader.initializers,
        };
    }

    void Model(ProtoReader model)
    {
        while (model.Next())
            switch (model.Field, model.Kind)
            {
                case (1, ProtoKind.Varint):
                    irVersion = model.Number();
                    break;
                case (2, ProtoKind.Bytes):
                    producer = model.Text();
                    break;
                case (3, ProtoKind.Bytes):
                    producerVersion = model.Text();
                    break;
                case (7, ProtoKind.Bytes):
                    Graph(model.Message());
                    break;
                case (8, ProtoKind.Bytes):
                    OperatorSet(model.Message());
                    break;
                case (14, ProtoKind.Bytes):
                    Entry(model.Message());
                    break;
                default:
                    model.Skip();
                    break;
            }
    }

    void OperatorSet(ProtoReader set)
    {
        var (domain, version) = ("", 0L);
        while (set.Next())
            switch (set.Field, set.Kind)
            {
                case (1, ProtoKind.Bytes):
                    domain = set.Text();
                    break;
                case (2, ProtoKind.Varint):
                    version = set.Number();
                    break;
                default:
                    set.Skip();
                    break;
            }
        if (domain is "" or "ai.onnx")
            opset ??= version;
    }

    void Entry(ProtoReader entry)
    {
        var (key, value) = ("", "");
        while (entry.Next())
            switch (entry.Field, entry.Kind)
            {
                case (1, ProtoKind.Bytes):
                    key = entry.Text();
                    break;
                case (2, ProtoKind.Bytes):
                    value = entry.Text();
                    break;
                default:
                    entry.Skip();
                    break;
            }
        metadata[key] = value;
    }

    void Graph(ProtoReader graph)
    {
        while (graph.Next())
            switch (graph.Field, graph.Kind)
            {
                case (1, ProtoKind.Bytes):
                    nodes.Add(OnnxNodeReader.Node(graph.Message()));
                    break;
                case (2, ProtoKind.Bytes):
                    name = graph.Text();
                    break;
                case (5, ProtoKind.Bytes):
                    var (tensorName, tensor) = OnnxTensorReader.Tensor(graph.Message());
                    if (!initializers.TryAdd(tensorName, tensor))
                        throw new InvalidDataException($"the tensor '{tensorName}' is there twice");
                    break;
                case (11, ProtoKind.Bytes):
                    inputs.Add(OnnxValueReader.Value(graph.Message()));
                    break;
                case (12, ProtoKind.Bytes):
                    outputs.Add(OnnxValueReader.Value(graph.Message()));
                    break;
                default:
                    graph.Skip();
                    break;
            }
    }
}
