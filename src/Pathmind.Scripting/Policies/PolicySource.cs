using System.Buffers.Binary;
using System.IO.Compression;

namespace Pathmind.Policies;

/// <summary>Finds the bytes of policy.onnx in what the user names: a policy folder, a .zip of one, or the file itself.</summary>
internal static class PolicySource
{
    public const string FileName = "policy.onnx";

    /// <summary>Of files that are policies; what else follows a dot belongs to the name.</summary>
    static readonly string[] Endings = [".onnx", ".zip"];

    /// <summary>Bytes of the largest file that is read; a policy of two layers of 1024 neurons has 10 million, of 2048 neurons 34 million.</summary>
    public const int MaxBytes = 40 << 20;

    /// <summary>How far a .zip may shrink a policy; weights hardly shrink at all, a bomb does a thousandfold.</summary>
    const int MaxRatio = 100;

    /// <summary>Bytes of the list of files at the end of a .zip: some ten thousand files.</summary>
    const int MaxDirectory = 1 << 20;

    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at the path, or no policy in the folder.</exception>
    /// <exception cref="InvalidDataException">The .zip has no policy, or is damaged; or the file is too large.</exception>
    public static byte[] Read(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new ArgumentException("The path of the policy is empty: name a policy folder, its .zip, or an .onnx file.");
        if (Directory.Exists(path))
            return Path.Combine(path, FileName) is var inside && File.Exists(inside) ? ReadFile(inside)
                : throw new FileNotFoundException($"The folder '{path}' has no {FileName}, so it is no policy folder: name the folder that policy.Save(folder) wrote.", inside);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file or folder '{path}': name a policy folder, its .zip, or an .onnx file.", path);
        return path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? ReadZip(path) : ReadFile(path);
    }

    /// <summary>The one rule for a policy's name: that of the folder, dots and all; or of the file without .onnx, .zip; policy.onnx is named as its folder.</summary>
    public static string NameOf(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var file = Path.GetFileName(full);
        if (Directory.Exists(full))
            return file;
        if (file == FileName && Path.GetFileName(Path.GetDirectoryName(full)) is { Length: > 0 } folder)
            return folder;
        return Path.GetExtension(file) is var ending && Endings.Contains(ending, StringComparer.OrdinalIgnoreCase) ? file[..^ending.Length] : file;
    }

    static byte[] ReadFile(string path)
    {
        using var stream = File.OpenRead(path);
        return ReadAll(stream, stream.CanSeek ? stream.Length : 0, path);
    }

    /// <summary>Reads one entry into memory and unpacks nothing else, so that names in the archive can do no harm.</summary>
    static byte[] ReadZip(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (DirectoryBytes(file) > MaxDirectory)
                throw new InvalidDataException($"'{path}' lists too many files: make it of one policy folder.");
            using ZipArchive archive = new(file);
            var entries = archive.Entries.Where(entry => entry.Name == FileName).ToArray();
            if (entries.Length != 1)
                throw new InvalidDataException($"'{path}' contains {entries.Length} files {FileName}: make it of one policy folder.");
            var (claimed, packed) = (entries[0].Length, entries[0].CompressedLength);
            if (claimed <= MaxBytes && claimed > MaxRatio * Math.Max(packed, 10_000))
                throw new InvalidDataException($"The policy in '{path}' claims to grow from {packed} to {claimed} bytes, which no policy does: make it again of the policy folder.");
            using var stream = entries[0].Open();
            return ReadAll(stream, claimed, path);
        }
        catch (InvalidDataException exception) when (exception.Source == "System.IO.Compression")
        {
            throw new InvalidDataException($"'{path}' is no .zip file, or a damaged one: make it again of the policy folder.", exception);
        }
    }

    /// <summary>Bytes between the place where the list of files begins, as the record at the end says, and that record; 0 if there is none, as the archive's reader will say.
    /// Endless if the record refers to one of 64 bits, which only archives of 65535 files or 4 GB need.</summary>
    /// <remarks>https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.16: signature, number of the disk [4], numbers, files of all disks [10], size of the list [12],
    /// its place [16], length of a comment [20], the comment [22], which may contain the signature as well.</remarks>
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
        var (disk, files, place) = (BinaryPrimitives.ReadUInt16LittleEndian(record[4..]), BinaryPrimitives.ReadUInt16LittleEndian(record[10..]), BinaryPrimitives.ReadUInt32LittleEndian(record[16..]));
        return disk == ushort.MaxValue || files == ushort.MaxValue || place == uint.MaxValue ? long.MaxValue : file.Length - end.Length + at - place;
    }

    /// <summary>Reads to the end, whatever length is claimed, in memory for the claimed length.</summary>
    static byte[] ReadAll(Stream stream, long claimed, string path)
    {
        if (claimed > MaxBytes)
            throw TooLarge();
        using MemoryStream all = new((int)claimed);
        var buffer = new byte[81920];
        for (int count; (count = stream.Read(buffer)) > 0; all.Write(buffer, 0, count))
            if (all.Length + count > MaxBytes)
                throw TooLarge();
        return all.Length == all.Capacity ? all.GetBuffer() : all.ToArray();

        InvalidDataException TooLarge() => new($"The policy in '{path}' is larger than {MaxBytes >> 20} MB, the most that is read.");
    }
}
