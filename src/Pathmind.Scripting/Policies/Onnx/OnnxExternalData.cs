using System.Globalization;
using Pathmind.Files;

namespace Pathmind.Policies.Onnx;

/// <summary>Models whose weights are in separate files next to the .onnx file, as torch.onnx.export writes them. They
/// are joined into one file in memory, so that no later reader (ONNX Runtime included) opens another file.</summary>
/// <param name="read">Returns the bytes of a file next to the model by its name, or throws
/// (<see cref="InvalidDataException"/>).</param>
internal sealed class OnnxExternalData(Func<string, byte[]> read)
{
    const int External = 1;                                              // TensorProto.DataLocation

    readonly Dictionary<string, byte[]> files = [];
    long readBytes, taken;

    /// <summary>The model with all weights inside; the same bytes if they are inside already. Weights among the
    /// attributes of nodes stay where they are: no exporter writes those elsewhere.</summary>
    /// <exception cref="InvalidDataException">A file is not there, or has not the numbers that the model names; or all
    /// together are too large.</exception>
    public static byte[] Inline(byte[] model, Func<string, byte[]> read) => HasAny(model) ? new OnnxExternalData(read).Model(model) : model;

    static bool HasAny(byte[] bytes)
    {
        ProtoReader model = new(bytes, new());
        while (model.Next())
            if ((model.Field, model.Kind) != (7, ProtoKind.Bytes))
                model.Skip();
            else
                for (var graph = model.Message(); graph.Next();)
                    if ((graph.Field, graph.Kind) != (5, ProtoKind.Bytes))
                        graph.Skip();
                    else if (IsExternal(graph.Message()))
                        return true;
        return false;
    }

    static bool IsExternal(ProtoReader tensor)
    {
        while (tensor.Next())
            if ((tensor.Field, tensor.Kind) != (14, ProtoKind.Varint))
                tensor.Skip();
            else if (tensor.Number() == External)
                return true;
        return false;
    }

    byte[] Model(byte[] bytes)
    {
        ProtoBudget budget = new();
        ProtoWriter written = new();
        ProtoReader model = new(bytes, budget);
        while (model.Next())
            if ((model.Field, model.Kind) == (7, ProtoKind.Bytes))
                written.Bytes(7, Graph(new(model.Bytes(), budget)));
            else
                Copy(ref model, written);
        return written.Written.ToArray();
    }

    ReadOnlySpan<byte> Graph(ProtoReader graph)
    {
        ProtoWriter written = new();
        while (graph.Next())
            if ((graph.Field, graph.Kind) != (5, ProtoKind.Bytes))
                Copy(ref graph, written);
            else if (graph.Bytes() is var tensor && IsExternal(new(tensor, new())))
                written.Bytes(5, Tensor(new(tensor, new())));
            else
                written.Bytes(5, tensor);
        return written.Written;
    }

    /// <summary>A tensor with its numbers as raw data, little-endian as in their file.</summary>
    ReadOnlySpan<byte> Tensor(ProtoReader tensor)
    {
        ProtoWriter written = new();
        Dictionary<string, string> place = [];
        var name = "";
        while (tensor.Next())
            switch (tensor.Field, tensor.Kind)
            {
                case (8, ProtoKind.Bytes):
                    written.Text(8, name = tensor.Text());
                    break;
                case (13, ProtoKind.Bytes):
                    Entry(tensor.Message(), place);
                    break;
                case (1 or 2, _):
                    Copy(ref tensor, written);
                    break;
                default:
                    tensor.Skip();
                    break;
            }
        written.Bytes(9, Numbers(name, place));
        return written.Written;
    }

    static void Entry(ProtoReader entry, Dictionary<string, string> into)
    {
        var (key, value) = ("", "");
        while (entry.Next())
            if ((entry.Field, entry.Kind) == (1, ProtoKind.Bytes))
                key = entry.Text();
            else if ((entry.Field, entry.Kind) == (2, ProtoKind.Bytes))
                value = entry.Text();
            else
                entry.Skip();
        into[key] = value;
    }

    /// <summary>The bytes that the entries location, offset and length name; without the last two the whole
    /// file.</summary>
    ReadOnlySpan<byte> Numbers(string tensor, Dictionary<string, string> place)
    {
        var location = place.GetValueOrDefault("location", "");
        var file = File(tensor, location);
        var offset = Number("offset") ?? 0;
        var length = Number("length") ?? file.Length - offset;
        if (offset < 0 || length < 0 || offset > file.Length - length)
            throw new InvalidDataException(
                $"the numbers of the tensor '{tensor}' are the bytes {offset} to {offset + length} of '{location}', "
                + $"which has {file.Length}: copy both files again");
        RequireRoom(taken += length);
        return file.AsSpan((int)offset, (int)length);

        long? Number(string key) => !place.TryGetValue(key, out var text) ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue ? number
            : throw new InvalidDataException($"the {key} of the tensor '{tensor}' in '{location}' is '{text}', but must be a whole number");
    }

    byte[] File(string tensor, string location)
    {
        if (files.TryGetValue(location, out var file))
            return file;
        try
        {
            file = files[location] = read(location);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(
                $"the numbers of the tensor '{tensor}' are in the file '{location}', {exception.Message}", exception);
        }
        RequireRoom(readBytes += file.Length);
        return file;
    }

    static void RequireRoom(long bytes)
    {
        if (bytes > PolicySource.MaxBytes)
            throw new InvalidDataException($"its files of weights have more than {PolicySource.MaxBytes >> 20} MB, the most that is read");
    }

    /// <summary>Copies a field; fields of four or eight bytes are in no message that is copied.</summary>
    static void Copy(ref ProtoReader from, ProtoWriter to)
    {
        if (from.Kind == ProtoKind.Bytes)
            to.Bytes(from.Field, from.Bytes());
        else if (from.Kind == ProtoKind.Varint)
            to.Number(from.Field, from.Number());
        else
            from.Skip();
    }
}
