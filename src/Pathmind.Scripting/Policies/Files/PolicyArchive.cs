using System.Buffers.Binary;
using System.IO.Compression;

namespace Pathmind.Policies;

/// <summary>Reads files of a .zip of a policy folder into memory, one at a time, and unpacks nothing: names in the
/// archive can do no harm.</summary>
internal static class PolicyArchive
{
    /// <summary>How far a .zip may shrink a policy; weights hardly shrink at all, a bomb does a thousandfold.</summary>
    const int MaxRatio = 100;

    /// <summary>Bytes of the list of files at the end of a .zip: some ten thousand files.</summary>
    const int MaxDirectory = 1 << 20;

    /// <summary>policy.onnx of the archive.</summary>
    /// <exception cref="InvalidDataException">The .zip has no policy, or is damaged; or the file is too
    /// large.</exception>
    public static byte[] Read(string path) => Read(path, PolicyOf);

    /// <summary>A file next to policy.onnx in the archive.</summary>
    /// <inheritdoc cref="PolicySource.ReadBeside"/>
    public static byte[] ReadBeside(string path, string name) => Read(path, (archive, _) =>
    {
        var policy = PolicyOf(archive, path).FullName;
        var entry = archive.GetEntry(policy[..^PolicySource.FileName.Length] + name)
            ?? throw new InvalidDataException(
                $"which is not next to {PolicySource.FileName} in '{path}': make the archive again from the policy folder");
        return entry.Length <= PolicySource.MaxBytes ? entry : throw PolicySource.TooLargeBeside();
    });

    static ZipArchiveEntry PolicyOf(ZipArchive archive, string path)
    {
        var entries = archive.Entries.Where(entry => entry.Name == PolicySource.FileName).ToArray();
        return entries.Length == 1 ? entries[0]
            : throw new InvalidDataException(
                $"'{path}' contains {entries.Length} files {PolicySource.FileName}: make it of one policy folder.");
    }

    static byte[] Read(string path, Func<ZipArchive, string, ZipArchiveEntry> find)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (DirectoryBytes(file) > MaxDirectory)
                throw new InvalidDataException($"'{path}' lists too many files: make it of one policy folder.");
            using ZipArchive archive = new(file);
            var entry = find(archive, path);
            var (claimed, packed) = (entry.Length, entry.CompressedLength);
            if (claimed <= PolicySource.MaxBytes && claimed > MaxRatio * Math.Max(packed, 10_000))
                throw new InvalidDataException(
                    $"The policy in '{path}' claims to grow from {packed} to {claimed} bytes, which no policy does: make it again from the "
                    + "policy folder.");
            using var stream = entry.Open();
            return PolicySource.ReadAll(stream, claimed, path);
        }
        catch (InvalidDataException exception) when (exception.Source == "System.IO.Compression")
        {
            throw new InvalidDataException($"'{path}' is not a .zip file, or is damaged: make it again from the policy folder.", exception);
        }
    }

    /// <summary>Bytes between the place where the list of files begins, according to the record at the end, and that
    /// record; 0 if there is none, which the archive's reader reports. Endless if the record refers to one of 64 bits,
    /// which only archives of 65535 files or 4 GB need.</summary>
    /// <remarks>https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.16: signature, number of the disk [4],
    /// numbers, files of all disks [10], size of the list [12], its place [16], length of a comment [20], the comment
    /// [22], which may contain the signature as well.</remarks>
    static long DirectoryBytes(FileStream file)
    {
        const int Record = 22;
        var end = new byte[Math.Min(file.Length, Record + ushort.MaxValue)];
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        file.Position = 0;
        var at = end.AsSpan(0, Math.Max(0, end.Length - Record + sizeof(int))).LastIndexOf("PK\x05\x06"u8);
        if (at < 0)
            return 0;
        var record = end.AsSpan(at, Record);
        var (disk, files) = (BinaryPrimitives.ReadUInt16LittleEndian(record[4..]), BinaryPrimitives.ReadUInt16LittleEndian(record[10..]));
        var place = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        return disk == ushort.MaxValue || files == ushort.MaxValue || place == uint.MaxValue
            ? long.MaxValue
            : file.Length - end.Length + at - place;
    }
}
