using System.IO.Compression;

namespace Pathmind.Clusters.Work;

/// <summary>Files of a training as one content: the same files make the same bytes.</summary>
internal static class CodeBundle
{
    /// <summary>Bytes of all files together.</summary>
    public const long Most = 200L << 20;

    static readonly DateTimeOffset noTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs files.</summary>
    /// <param name="files">Name, with / between folders, and full path.</param>
    /// <exception cref="IOException">They are too much, or cannot be read.</exception>
    public static byte[] Pack(IEnumerable<(string Name, string Path)> files)
    {
        using MemoryStream packed = new();
        var bytes = 0L;
        using (ZipArchive zip = new(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, path) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                if ((bytes += new FileInfo(path).Length) > Most)
                    throw new IOException(
                        $"The files of the training have more than {Most >> 20} MB: workers get all of them, so leave out what the "
                        + "simulation does not read.");
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = noTime;
                using var content = entry.Open();
                using var file = File.OpenRead(path);
                file.CopyTo(content);
            }
        return packed.ToArray();
    }

    /// <summary>Writes the files into a folder, and nothing outside of it.</summary>
    /// <exception cref="InvalidDataException">It is not a bundle, or a name leads outside.</exception>
    public static void Unpack(byte[] bundle, string folder)
    {
        using ZipArchive zip = new(new MemoryStream(bundle));
        var (root, bytes) = (Path.GetFullPath(folder) + Path.DirectorySeparatorChar, 0L);
        foreach (var entry in zip.Entries)
        {
            var path = Path.GetFullPath(Path.Combine(root, entry.FullName));
            if (!path.StartsWith(root, StringComparison.Ordinal) || (bytes += entry.Length) > Most)
                throw new InvalidDataException($"The code has a file '{entry.FullName}' that leads outside of it, or is too large.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            entry.ExtractToFile(path);
        }
    }
}
