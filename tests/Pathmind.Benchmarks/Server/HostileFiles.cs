using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;

namespace Pathmind.Benchmarks;

/// <summary>Files that ask for the machine's time or memory, or are damaged: what reads a policy must refuse each
/// within 100 ms.</summary>
internal static class HostileFiles
{
    const int Damages = 40;

    public static IEnumerable<HostileFile> All => [.. Bytes(), .. Metadata(), .. HostileZips.All(), .. HostileGraphs.All()];

    /// <summary>Truncated in one half of the cases, with a few changed bytes in the other.</summary>
    public static IEnumerable<HostileFile> Damaged(string kind, byte[] good) =>
        Enumerable.Range(0, Damages).Select(seed => new HostileFile(kind, $"damaged {seed}", () =>
    {
        RandomStream random = new(seed, stream: 2);
        if (seed % 2 == 0)
            return good[..random.Next(good.Length)];
        var changed = (byte[])good.Clone();
        for (var i = 0; i <= seed % 8; i++)
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return changed;
    }));

    /// <summary>A field of the wire format that holds bytes.</summary>
    public static byte[] Field(int number, byte[] contents)
    {
        List<byte> field = [(byte)(number << 3 | 2)];
        var length = contents.Length;
        for (; length >= 0x80; length >>= 7)
            field.Add((byte)(length | 0x80));
        return [.. field, (byte)length, .. contents];
    }

    static IEnumerable<HostileFile> Bytes()
    {
        foreach (var damaged in Damaged("bytes", PolePolicy.Of(seed: 1).ToOnnx()))
            yield return damaged;
        yield return new("bytes", "random", () => Random(100_000));
        yield return new("bytes", "random as large as can be", () => Random(PolicySource.MaxBytes));
        yield return new("bytes", "larger than can be", () => new byte[PolicySource.MaxBytes + 1]);
        yield return new("bytes", "large and truncated", () => PolePolicy.Of(seed: 1, valueWidth: 2700).ToOnnx()[..^100]);
        yield return new("bytes", "a claim of 2 GB", () => [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]);
        yield return new("bytes", "a claim of more than there can be", () => [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
        yield return new(
            "bytes", "millions of empty nodes", () => Field(7, [.. Enumerable.Range(0, 15 << 20).SelectMany(_ => new byte[] { 0x0A, 0 })]));
        yield return new("bytes", "numbers of one byte", () => Field(7, Field(5, Field(7, new byte[30 << 20]))));
    }

    static IEnumerable<HostileFile> Metadata()
    {
        yield return new("metadata", "of 30 MB", () => WithEntry("pathmind.observations", "[" + new string(' ', 30 << 20) + "]"));
        yield return new(
            "metadata", "nested deeply", () => WithEntry("pathmind.actions", string.Concat(Enumerable.Repeat("{\"parts\":[", 90_000))));
        yield return new("metadata", "a billion choices", () => WithEntry("pathmind.actions",
            "{\"parts\":[" + string.Join(',', Enumerable.Repeat("{\"choices\":2,\"size\":1000000}", 1000)) + "]}"));
        yield return new("metadata", "thirty thousand observations", () => WithEntry("pathmind.observations",
            "[" + string.Join(',', Enumerable.Range(0, 30_000).Select(i => $"{{\"name\":\"{i}\",\"length\":1000}}")) + "]"));
    }

    static byte[] WithEntry(string key, string value)
    {
        var model = OnnxFile.Read(PolePolicy.Of(seed: 1).ToOnnx());
        return OnnxFile.Write(model with { Metadata = new Dictionary<string, string>(model.Metadata) { [key] = value } });
    }

    static byte[] Random(int count)
    {
        RandomStream random = new(seed: 3, stream: 0);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)random.Next(256);
        return bytes;
    }
}
