namespace Pathmind.Policies;

/// <summary>A file that appears whole or not at all: written under a temporary name in the same folder, flushed to the disk, then renamed over the
/// old one. Without <see cref="Commit"/> nothing remains.</summary>
/// <example><code>using var file = new AtomicFile(path); Write(file.Stream); file.Commit();</code></example>
internal sealed class AtomicFile : IDisposable
{
    readonly string path, temporary;
    readonly FileStream stream;

    /// <summary>Opens the temporary file; the folder is made if it is not there.</summary>
    /// <exception cref="IOException">The folder or the file cannot be made.</exception>
    public AtomicFile(string path)
    {
        this.path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(this.path) ?? throw new IOException($"'{path}' is a root, not a file.");
        Directory.CreateDirectory(folder);
        temporary = Path.Combine(folder, $".{Path.GetFileName(this.path)}.{Path.GetRandomFileName()}");
        stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Where to write.</summary>
    public Stream Stream => stream;

    /// <summary>Ends the writing and waits until the disk has the bytes; <see cref="Commit"/> then only renames.</summary>
    public void Finish()
    {
        if (!stream.CanWrite)
            return;
        stream.Flush(flushToDisk: true);
        stream.Dispose();
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="IOException">The file there cannot be replaced; it is unchanged.</exception>
    public void Commit()
    {
        Finish();
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Removes the temporary file if it was not committed.</summary>
    public void Dispose()
    {
        stream.Dispose();
        File.Delete(temporary);
    }
}
