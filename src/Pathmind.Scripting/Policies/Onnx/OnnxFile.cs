using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Pathmind.Policies.Onnx.Wire;

namespace Pathmind.Policies.Onnx;

/// <summary>Writes and reads models in the format of .onnx files. The only class that uses Protobuf, which a policy in memory never needs.</summary>
internal static class OnnxFile
{
    static readonly MessageParser<ModelProto> Parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>The file's bytes: the same for the same model.</summary>
    public static byte[] Write(OnnxModel model)
    {
        GraphProto graph = new() { Name = model.Name };
        graph.Node.AddRange(model.Nodes.Select(Node));
        graph.Initializer.AddRange(model.Initializers.Select(pair => Pack(pair.Key, pair.Value)));
        graph.Input.AddRange(model.Inputs.Select(Value));
        graph.Output.AddRange(model.Outputs.Select(Value));
        ModelProto proto = new() { IrVersion = model.IrVersion, ProducerName = model.Producer, ProducerVersion = model.ProducerVersion, Graph = graph };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = model.Opset });
        proto.MetadataProps.AddRange(model.Metadata.Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }));
        return proto.ToByteArray();
    }

    /// <summary>Reads a model. Whatever the bytes are, memory stays within three times their number and some 40 MB: see <see cref="OnnxCensus"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are no ONNX model, or one that cannot be held; the message says why.</exception>
    public static OnnxModel Read(byte[] bytes)
    {
        OnnxCensus.Check(bytes);
        var proto = Parse(bytes);
        if (proto.Graph is not { } graph || graph.Node.Count == 0)
            throw new InvalidDataException("it has no graph");
        OrderedDictionary<string, Tensor> initializers = [];
        foreach (var tensor in graph.Initializer)
            if (!initializers.TryAdd(tensor.Name, Unpack(tensor)))
                throw new InvalidDataException($"the tensor '{tensor.Name}' is there twice");
        Dictionary<string, string> metadata = [];
        foreach (var entry in proto.MetadataProps)
            metadata[entry.Key] = entry.Value;
        return new()
        {
            IrVersion = proto.IrVersion, Producer = proto.ProducerName, ProducerVersion = proto.ProducerVersion, Name = graph.Name, Metadata = metadata,
            Opset = proto.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? throw new InvalidDataException("it names no operator set"),
            // Files before IR version 4 list the weights among the inputs.
            Inputs = [.. graph.Input.Where(input => !initializers.ContainsKey(input.Name)).Select(Value)],
            Outputs = [.. graph.Output.Select(Value)],
            Nodes = [.. graph.Node.Select(Node)],
            Initializers = initializers,
        };
    }

    static ModelProto Parse(byte[] bytes)
    {
        try
        {
            return Parser.ParseFrom(bytes);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // Protobuf's own exception is not all that it throws: a claimed length near 2 GB overflows in its bounds check.
            throw new InvalidDataException("it is no ONNX file, or a truncated one", exception);
        }
    }

    static NodeProto Node(OnnxNode node)
    {
        NodeProto proto = new() { Name = node.Name, OpType = node.Operator };
        if (node.Domain.Length > 0)
            proto.Domain = node.Domain;
        proto.Input.AddRange(node.Inputs);
        proto.Output.AddRange(node.Outputs);
        proto.Attribute.AddRange(node.Attributes.Select(pair => Attribute(pair.Key, pair.Value)));
        return proto;
    }

    static OnnxNode Node(NodeProto proto)
    {
        Dictionary<string, object> attributes = [];
        foreach (var attribute in proto.Attribute)
            if (Attribute(attribute) is { } value)
                attributes[attribute.Name] = value;
        return new(proto.OpType, [.. proto.Input], [.. proto.Output]) { Name = proto.Name, Domain = proto.Domain, Attributes = attributes };
    }

    static AttributeProto Attribute(string name, object value)
    {
        AttributeProto proto = new() { Name = name };
        switch (value)
        {
            case long number:
                (proto.I, proto.Type) = (number, AttributeProto.Types.AttributeType.Int);
                break;
            case float number:
                (proto.F, proto.Type) = (number, AttributeProto.Types.AttributeType.Float);
                break;
            case string text:
                (proto.S, proto.Type) = (ByteString.CopyFromUtf8(text), AttributeProto.Types.AttributeType.String);
                break;
            case Tensor tensor:
                (proto.T, proto.Type) = (Pack("", tensor), AttributeProto.Types.AttributeType.Tensor);
                break;
            case long[] numbers:
                proto.Ints.AddRange(numbers);
                proto.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case float[] numbers:
                proto.Floats.AddRange(numbers);
                proto.Type = AttributeProto.Types.AttributeType.Floats;
                break;
            default:
                throw new ArgumentException($"The attribute '{name}' is a {value.GetType().Name}, which ONNX attributes cannot hold here.", nameof(value));
        }
        return proto;
    }

    /// <summary>The attribute's value; null for kinds that no supported operator has (graphs, sparse tensors).</summary>
    static object? Attribute(AttributeProto proto) => proto.Type switch
    {
        AttributeProto.Types.AttributeType.Int => proto.I,
        AttributeProto.Types.AttributeType.Float => proto.F,
        AttributeProto.Types.AttributeType.String => proto.S.ToStringUtf8(),
        AttributeProto.Types.AttributeType.Tensor => Unpack(proto.T ?? throw new InvalidDataException($"the attribute '{proto.Name}' is empty")),
        AttributeProto.Types.AttributeType.Ints => proto.Ints.ToArray(),
        AttributeProto.Types.AttributeType.Floats => proto.Floats.ToArray(),
        _ => null,
    };

    static ValueInfoProto Value(OnnxValue value)
    {
        TensorShapeProto shape = new();
        foreach (var length in value.Shape)
            shape.Dim.Add(length is { } number ? new TensorShapeProto.Types.Dimension { DimValue = number } : new() { DimParam = "N" });
        return new() { Name = value.Name, Type = new() { TensorType = new() { ElemType = (int)value.Type, Shape = shape } } };
    }

    static OnnxValue Value(ValueInfoProto proto)
    {
        var tensor = proto.Type?.TensorType ?? throw new InvalidDataException($"'{proto.Name}' is no tensor");
        var dimensions = tensor.Shape?.Dim.Select(dimension => dimension.HasDimValue && dimension.DimValue > 0 ? (int?)Length(dimension.DimValue) : null);
        return new(proto.Name, (OnnxType)tensor.ElemType, [.. dimensions ?? []]);
    }

    static TensorProto Pack(string name, Tensor tensor)
    {
        var bytes = new byte[tensor.Count * (tensor.IsInteger ? sizeof(long) : sizeof(float))];
        for (var i = 0; i < tensor.Count; i++)
            if (tensor.IsInteger)
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long) * i), tensor.Integers[i]);
            else
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), tensor.Floats[i]);
        TensorProto proto = new() { Name = name, DataType = (int)(tensor.IsInteger ? OnnxType.Int64 : OnnxType.Float), RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        proto.Dims.AddRange(tensor.Shape.Select(length => (long)length));
        return proto;
    }

    static Tensor Unpack(TensorProto proto)
    {
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
            throw new InvalidDataException($"the numbers of the tensor '{proto.Name}' are in another file: save the model as one file");
        int[] shape = [.. proto.Dims.Select(Length)];
        var raw = proto.RawData.Span;
        return (OnnxType)proto.DataType switch
        {
            OnnxType.Float => new(shape, proto.HasRawData ? Numbers<float>(raw) : [.. proto.FloatData]) { IsKnown = true },
            OnnxType.Double => new(shape, Array.ConvertAll(proto.HasRawData ? Numbers<double>(raw) : [.. proto.DoubleData], number => (float)number)) { IsKnown = true },
            OnnxType.Int64 => new(shape, proto.HasRawData ? Numbers<long>(raw) : [.. proto.Int64Data]) { IsKnown = true },
            OnnxType.Int32 => new(shape, Array.ConvertAll(proto.HasRawData ? Numbers<int>(raw) : [.. proto.Int32Data], number => (long)number)) { IsKnown = true },
            OnnxType.Bool => new(shape, Array.ConvertAll(proto.HasRawData ? Numbers<byte>(raw) : [.. proto.Int32Data.Select(number => (byte)number)], number => number == 0 ? 0L : 1L)) { IsKnown = true },
            var type => throw new InvalidDataException($"the tensor '{proto.Name}' holds numbers of the kind {type}; float32, double, int32, int64 and bool can be read"),
        };
    }

    /// <summary>Numbers stored as little-endian bytes, which is the order of every machine that .NET 10 runs on but s390x.</summary>
    static T[] Numbers<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged =>
        BitConverter.IsLittleEndian
            ? MemoryMarshal.Cast<byte, T>(bytes).ToArray()
            : throw new PlatformNotSupportedException("ONNX files are read on little-endian machines only.");

    static int Length(long length) =>
        length is >= 0 and <= Tensor.MaxCount ? (int)length : throw new InvalidDataException($"a tensor's length of {length} is not in 0 .. {Tensor.MaxCount}");
}
