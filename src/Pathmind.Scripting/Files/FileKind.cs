using System.Formats.Tar;

namespace Pathmind.Files;

/// <summary>Distinguishes files from pipes, terminals and other devices, which must never be replaced by a
/// file.</summary>
internal static class FileKind
{
    /// <summary>Whether something is there that takes bytes but is not a file: a named pipe, a device, an output of a
    /// process.</summary>
    /// <param name="real">A path without links: see <see cref="RealPath"/>.</param>
    public static bool IsPipeOrDevice(string real)
    {
        if (OperatingSystem.IsWindows())
            return real.StartsWith(@"\\.\", StringComparison.Ordinal);
        if (RealPath.IsOfOpenFiles(real))
            return true;
        return new FileInfo(real) is { Exists: true, Length: 0 } file && !Directory.Exists(real)
            && TypeOf(file.FullName) != TarEntryType.RegularFile;
    }

    /// <summary>The base library reveals a file's kind only where it archives one; an empty file costs a header, and
    /// nothing is opened.</summary>
    static TarEntryType TypeOf(string path)
    {
        using MemoryStream archive = new();
        try
        {
            using (TarWriter writer = new(archive, TarEntryFormat.Ustar, leaveOpen: true))
                writer.WriteEntry(path, "entry");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // Only a file is opened to be archived; a socket is refused, and is not a file either.
            return exception is UnauthorizedAccessException ? TarEntryType.RegularFile : TarEntryType.Fifo;
        }
        archive.Position = 0;
        using TarReader reader = new(archive);
        return reader.GetNextEntry()?.EntryType ?? TarEntryType.RegularFile;
    }
}
