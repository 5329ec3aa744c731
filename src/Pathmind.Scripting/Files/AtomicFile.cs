namespace Pathmind.Files;

/// <summary>A file that appears whole or not at all: written under a temporary name in the same folder, flushed to the
/// disk, then renamed over the old one, whose permissions it keeps. Without <see cref="Commit"/> nothing
/// remains.</summary>
/// <remarks>A link stays, and the file that it names is replaced. A pipe or a device is never replaced: what is written
/// goes there at once.</remarks>
/// <example><code>using var file = new AtomicFile(path); Write(file.Stream); file.Commit();</code></example>
internal sealed class AtomicFile : IDisposable
{
    readonly string path;
    readonly string? temporary;
    FileStream? stream;

    /// <summary>Opens the temporary file; the folder is made if it is not there. A pipe is opened when the first bytes
    /// are written.</summary>
    /// <exception cref="IOException">The folder or the file cannot be made.</exception>
    public AtomicFile(string path)
    {
        var real = RealPath.Of(path);
        if (FileKind.IsPipeOrDevice(real))
        {
            this.path = Path.GetFullPath(path);
            return;
        }
        this.path = real;
        var folder = Path.GetDirectoryName(real) ?? throw new IOException($"'{path}' is a root, not a file.");
        Directory.CreateDirectory(folder);
        temporary = Path.Combine(folder, $".{Path.GetFileName(real)}.{Path.GetRandomFileName()}");
        stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Where to write. A named pipe blocks here until it is opened for reading.</summary>
    public Stream Stream => stream ??= OpenAsItIs();

    /// <summary>Ends the writing and waits until the disk has the bytes; <see cref="Commit"/> then only
    /// renames.</summary>
    public void Finish()
    {
        if (stream is not { CanWrite: true })
            return;
        stream.Flush(flushToDisk: temporary is not null);
        stream.Dispose();
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="IOException">The file there cannot be replaced; it is unchanged.</exception>
    public void Commit()
    {
        Finish();
        if (temporary is null)
            return;
        if (!OperatingSystem.IsWindows() && File.Exists(path))
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Removes the temporary file if it was not committed.</summary>
    public void Dispose()
    {
        stream?.Dispose();
        if (temporary is not null)
            File.Delete(temporary);
    }

    /// <summary>Opens the file to append: /dev/stdout may be a file that others write to as well.</summary>
    FileStream OpenAsItIs()
    {
        FileStream opened = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (opened.CanSeek)
            opened.Seek(0, SeekOrigin.End);
        return opened;
    }
}
