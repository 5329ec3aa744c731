using Pathmind.Files;

namespace Pathmind.Policies.Onnx;

/// <summary>Reads an input or output with its shape: ValueInfoProto, TypeProto, TensorShapeProto.</summary>
internal static class OnnxValueReader
{
    public static OnnxValue Value(ProtoReader value)
    {
        var name = "";
        (int Kind, int?[] Shape)? tensor = null;
        while (value.Next())
            switch (value.Field, value.Kind)
            {
                case (1, ProtoKind.Bytes):
                    name = value.Text();
                    break;
                case (2, ProtoKind.Bytes):
                    tensor = Type(value.Message());
                    break;
                default:
                    value.Skip();
                    break;
            }
        var (kind, shape) = tensor ?? throw new InvalidDataException($"'{name}' is not a tensor");
        return new(name, (OnnxType)kind, shape);
    }

    /// <summary>Null if it is another type than a tensor: a list, a map.</summary>
    static (int Kind, int?[] Shape)? Type(ProtoReader type)
    {
        (int, int?[])? tensor = null;
        while (type.Next())
            if ((type.Field, type.Kind) == (1, ProtoKind.Bytes))
                tensor = TensorType(type.Message());
            else
                type.Skip();
        return tensor;
    }

    static (int Kind, int?[] Shape) TensorType(ProtoReader tensor)
    {
        var kind = 0;
        int?[] shape = [];
        while (tensor.Next())
            switch (tensor.Field, tensor.Kind)
            {
                case (1, ProtoKind.Varint):
                    kind = (int)tensor.Number();
                    break;
                case (2, ProtoKind.Bytes):
                    shape = Shape(tensor.Message());
                    break;
                default:
                    tensor.Skip();
                    break;
            }
        return (kind, shape);
    }

    static int?[] Shape(ProtoReader shape)
    {
        List<int?> lengths = [];
        while (shape.Next())
            if ((shape.Field, shape.Kind) == (1, ProtoKind.Bytes))
                lengths.Add(Dimension(shape.Message()));
            else
                shape.Skip();
        return [.. lengths];
    }

    /// <summary>Null where any length will do: a dimension with a name, or of no length.</summary>
    static int? Dimension(ProtoReader dimension)
    {
        long? length = null;
        while (dimension.Next())
            switch (dimension.Field, dimension.Kind)
            {
                case (1, ProtoKind.Varint):
                    length = dimension.Number();
                    break;
                case (2, ProtoKind.Bytes):
                    dimension.Skip();
                    length = null;
                    break;
                default:
                    dimension.Skip();
                    break;
            }
        return length > 0 ? OnnxTensorReader.Length(length.Value) : null;
    }
}
