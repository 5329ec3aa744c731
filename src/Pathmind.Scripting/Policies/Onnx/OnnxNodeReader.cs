using Pathmind.Files;

namespace Pathmind.Policies.Onnx;

/// <summary>Reads a node and its attributes: NodeProto, AttributeProto.</summary>
internal static class OnnxNodeReader
{
    public static OnnxNode Node(ProtoReader node)
    {
        List<string> inputs = [], outputs = [];
        Dictionary<string, object> attributes = [];
        var (name, type, domain) = ("", "", "");
        while (node.Next())
            switch (node.Field, node.Kind)
            {
                case (1, ProtoKind.Bytes):
                    inputs.Add(node.Text());
                    break;
                case (2, ProtoKind.Bytes):
                    outputs.Add(node.Text());
                    break;
                case (3, ProtoKind.Bytes):
                    name = node.Text();
                    break;
                case (4, ProtoKind.Bytes):
                    type = node.Text();
                    break;
                case (5, ProtoKind.Bytes):
                    if (Attribute(node.Message()) is { Value: { } value } attribute)
                        attributes[attribute.Name] = value;
                    break;
                case (7, ProtoKind.Bytes):
                    domain = node.Text();
                    break;
                default:
                    node.Skip();
                    break;
            }
        return new(type, [.. inputs], [.. outputs]) { Name = name, Domain = domain, Attributes = attributes };
    }

    /// <summary>An attribute's name and value; null for kinds that no supported operator has.</summary>
    static (string Name, object? Value) Attribute(ProtoReader attribute)
    {
        var (name, text, kind, number, single) = ("", "", OnnxAttributeKind.None, 0L, 0f);
        Tensor? tensor = null;
        List<float> floats = [];
        List<long> integers = [];
        while (attribute.Next())
            switch (attribute.Field, attribute.Kind)
            {
                case (1, ProtoKind.Bytes):
                    name = attribute.Text();
                    break;
                case (2, ProtoKind.Four):
                    single = attribute.Single();
                    break;
                case (3, ProtoKind.Varint):
                    number = attribute.Number();
                    break;
                case (4, ProtoKind.Bytes):
                    text = attribute.Text();
                    break;
                case (5, ProtoKind.Bytes):
                    tensor = OnnxTensorReader.Tensor(attribute.Message()).Tensor;
                    break;
                case (7, ProtoKind.Four or ProtoKind.Bytes):
                    attribute.Numbers(floats);
                    break;
                case (8, ProtoKind.Varint or ProtoKind.Bytes):
                    attribute.Numbers(integers);
                    break;
                case (20, ProtoKind.Varint):
                    kind = (OnnxAttributeKind)(int)attribute.Number();
                    break;
                default:
                    attribute.Skip();
                    break;
            }
        return (name, kind switch
        {
            OnnxAttributeKind.Int => number,
            OnnxAttributeKind.Float => single,
            OnnxAttributeKind.Text => text,
            OnnxAttributeKind.Tensor => tensor ?? throw new InvalidDataException($"the attribute '{name}' is empty"),
            OnnxAttributeKind.Ints => integers.ToArray(),
            OnnxAttributeKind.Floats => floats.ToArray(),
            _ => null,
        });
    }
}
