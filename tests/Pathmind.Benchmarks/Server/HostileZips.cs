using System.Buffers.Binary;
using System.IO.Compression;
using Pathmind.Policies;

namespace Pathmind.Benchmarks;

/// <summary>Archives that mean no good; see <see cref="HostileFiles"/>.</summary>
internal static class HostileZips
{
    /// <summary>Places of the unpacked size behind the signatures of an entry's own header and of the list's.</summary>
    const int SizeInHeader = 22, SizeInList = 24;

    /// <summary>Places in the record at the end: the number of files, where their list begins, the length of the
    /// comment.</summary>
    const int FilesInEnd = 10, PlaceInEnd = 16, CommentInEnd = 20;

    public static IEnumerable<HostileFile> All()
    {
        foreach (var damaged in HostileFiles.Damaged("zip", Zip((PolicySource.FileName, PolePolicy.Of(seed: 1).ToOnnx()))))
            yield return damaged;
        yield return new("zip", "a name that leaves the folder",
            () => Zip(("../../../../" + PolicySource.FileName, new byte[100]), ("/tmp/" + PolicySource.FileName, new byte[100])));
        yield return new("zip", "a bomb", () => Zip((PolicySource.FileName, new byte[PolicySource.MaxBytes])));
        yield return new("zip", "a bomb of more than is read", () => Zip((PolicySource.FileName, new byte[2 * PolicySource.MaxBytes])));
        yield return new(
            "zip", "a bomb that shrinks less", () => Zip((PolicySource.FileName, Weights(PolicySource.MaxBytes, noise: 1.0 / 60))));
        yield return new("zip", "a claim of 2 GB", () => Claiming(int.MaxValue, new byte[1000]));
        yield return new("zip", "a claim of 4 GB", () => Claiming(0xFFFF_FFF0, new byte[1000]));
        yield return new("zip", "a claim of more than it holds", () => Claiming(900_000, new byte[1000]));
        yield return new("zip", "a claim of less than it holds", () => Claiming(1000, new byte[2 * PolicySource.MaxBytes]));
        yield return new(
            "zip", "a zip of a zip", () => Zip((PolicySource.FileName, Zip((PolicySource.FileName, new byte[PolicySource.MaxBytes])))));
        yield return new("zip", "ten thousand files",
            () => Zip([.. Enumerable.Range(0, 10_000).Select(i => ($"{i}/{PolicySource.FileName}", Array.Empty<byte>()))]));
        yield return new("zip", "a hundred thousand files", () => Files(100_000));
        yield return new("zip", "many files behind a comment like an end", () => Commented(Files(50_000), "PK\x05\x06"u8));
        yield return new("zip", "many files behind a list of none", () => Misplaced(Files(100_000)));
    }

    static byte[] Files(int count) => Zip([.. Enumerable.Range(0, count).Select(i => ($"{i}", Array.Empty<byte>()))]);

    /// <summary>An archive with a comment, in which whoever looks for the record at the end from behind finds its
    /// signature first.</summary>
    static byte[] Commented(byte[] zip, ReadOnlySpan<byte> comment)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(
            zip.AsSpan(zip.AsSpan().LastIndexOf("PK\x05\x06"u8) + CommentInEnd), (ushort)comment.Length);
        return [.. zip, .. comment];
    }

    /// <summary>An archive of more than 65535 files, of which the record at the end claims that their list begins where
    /// it ends: the record of 64 bits before it tells the truth.</summary>
    static byte[] Misplaced(byte[] zip)
    {
        var end = zip.AsSpan().LastIndexOf("PK\x05\x06"u8);
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(end + FilesInEnd), ushort.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(end + PlaceInEnd), (uint)end);
        return zip;
    }

    static byte[] Zip(params (string Name, byte[] Contents)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, contents) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(contents);
            }
        return stream.ToArray();
    }

    /// <summary>An archive that claims another unpacked size of its entry than it has.</summary>
    static byte[] Claiming(uint size, byte[] contents)
    {
        var zip = Zip((PolicySource.FileName, contents));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.AsSpan().IndexOf("PK\x03\x04"u8) + SizeInHeader), size);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.AsSpan().LastIndexOf("PK\x01\x02"u8) + SizeInList), size);
        return zip;
    }

    /// <summary>Zeros with some noise at the beginning.</summary>
    static byte[] Weights(int count, double noise)
    {
        var bytes = new byte[count];
        new Random(4).NextBytes(bytes.AsSpan(0, (int)(count * noise)));
        return bytes;
    }
}
