namespace Pathmind.Policies.Onnx;

/// <summary>Models as the bytes of .onnx files: messages of the standard's onnx.proto
/// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), whose field numbers never change.</summary>
internal static class OnnxFile
{
    /// <summary>The file's bytes: the same for the same model.</summary>
    public static byte[] Write(OnnxModel model) => OnnxWriter.Write(model);

    /// <summary>Reads a model. For any bytes, memory stays within three times their number and some 40 MB: see
    /// <see cref="ProtoBudget"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an ONNX model, or one that cannot be held; the message
    /// says why.</exception>
    public static OnnxModel Read(byte[] bytes) => OnnxReader.Read(bytes);
}

/// <summary>Kinds of attributes, by the standard's codes; others (graphs, sparse tensors) belong to no operator that is
/// executed here.</summary>
internal enum OnnxAttributeKind
{
    None = 0,
    Float = 1,
    Int = 2,
    Text = 3,
    Tensor = 4,
    Floats = 6,
    Ints = 7,
}
