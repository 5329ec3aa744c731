using System.Buffers.Binary;
using Pathmind.Files;

namespace Pathmind.Policies.Onnx;

/// <summary>Writes a model message by message, the fields of each in the order of their numbers.</summary>
internal static class OnnxWriter
{
    public static byte[] Write(OnnxModel model)
    {
        ProtoWriter file = new();                                        // ModelProto
        file.Number(1, model.IrVersion);
        file.Text(2, model.Producer);
        file.Text(3, model.ProducerVersion);
        file.Message(7, graph => Graph(graph, model));
        file.Message(8, operators =>
        {
            operators.Text(1, "");                                       // domain: the standard's own
            operators.Number(2, model.Opset);
        });
        foreach (var (key, value) in model.Metadata)
            file.Message(14, entry =>
            {
                entry.Text(1, key);
                entry.Text(2, value);
            });
        return file.Written.ToArray();
    }

    static void Graph(ProtoWriter graph, OnnxModel model)
    {
        foreach (var node in model.Nodes)
            graph.Message(1, message => Node(message, node));
        graph.Text(2, model.Name);
        foreach (var (name, tensor) in model.Initializers)
            graph.Message(5, message => Tensor(message, name, tensor));
        foreach (var input in model.Inputs)
            graph.Message(11, message => Value(message, input));
        foreach (var output in model.Outputs)
            graph.Message(12, message => Value(message, output));
    }

    static void Node(ProtoWriter message, OnnxNode node)
    {
        foreach (var input in node.Inputs)
            message.Text(1, input);
        foreach (var output in node.Outputs)
            message.Text(2, output);
        message.Text(3, node.Name);
        message.Text(4, node.Operator);
        foreach (var (name, value) in node.Attributes)
            message.Message(5, attribute => Attribute(attribute, name, value));
        if (node.Domain.Length > 0)
            message.Text(7, node.Domain);
    }

    static void Attribute(ProtoWriter message, string name, object value)
    {
        message.Text(1, name);
        message.Number(20, (long)Content());

        OnnxAttributeKind Content()
        {
            switch (value)
            {
                case float number:
                    message.Number(2, number);
                    return OnnxAttributeKind.Float;
                case long number:
                    message.Number(3, number);
                    return OnnxAttributeKind.Int;
                case string text:
                    message.Text(4, text);
                    return OnnxAttributeKind.Text;
                case Tensor tensor:
                    message.Message(5, inner => Tensor(inner, "", tensor));
                    return OnnxAttributeKind.Tensor;
                case float[] numbers:
                    foreach (var number in numbers)
                        message.Number(7, number);
                    return OnnxAttributeKind.Floats;
                case long[] numbers:
                    foreach (var number in numbers)
                        message.Number(8, number);
                    return OnnxAttributeKind.Ints;
                default:
                    throw new ArgumentException(
                        $"The attribute '{name}' is a {value.GetType().Name}, which ONNX attributes cannot hold here.");
            }
        }
    }

    static void Value(ProtoWriter message, OnnxValue value)
    {
        message.Text(1, value.Name);
        message.Message(2, type => type.Message(1, tensor =>             // TypeProto, TypeProto.Tensor
        {
            tensor.Number(1, (long)value.Type);
            tensor.Message(2, shape =>
            {
                foreach (var length in value.Shape)
                    shape.Message(1, dimension =>
                    {
                        if (length is { } number)
                            dimension.Number(1, (long)number);
                        else
                            dimension.Text(2, "N");
                    });
            });
        }));
    }

    static void Tensor(ProtoWriter message, string name, Tensor tensor)
    {
        foreach (var length in tensor.Shape)
            message.Number(1, (long)length);
        message.Number(2, (long)(tensor.IsInteger ? OnnxType.Int64 : OnnxType.Float));
        message.Text(8, name);
        message.Bytes(9, Raw(tensor));
    }

    static byte[] Raw(Tensor tensor)
    {
        var bytes = new byte[tensor.Count * (tensor.IsInteger ? sizeof(long) : sizeof(float))];
        for (var i = 0; i < tensor.Count; i++)
            if (tensor.IsInteger)
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long) * i), tensor.Integers[i]);
            else
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), tensor.Floats[i]);
        return bytes;
    }
}
