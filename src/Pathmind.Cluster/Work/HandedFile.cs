using Pathmind.Files;

namespace Pathmind.Clusters.Work;

/// <summary>Checkpoints that a worker and the process of a slice hand each other as files. The process runs a user's
/// code, which may put a link there: none is followed, so that the worker neither reads nor writes for it what only the
/// worker may.</summary>
internal static class HandedFile
{
    /// <summary>Bytes of a checkpoint.</summary>
    public const long Most = 1L << 30;

    /// <summary>Writes one for the process.</summary>
    public static async Task WriteAsync(string path, byte[] content, CancellationToken cancellation)
    {
        File.Delete(path);                                               // a link, not what it leads to
        await using FileStream file = new(path, FileMode.CreateNew);     // which follows none
        await file.WriteAsync(content, cancellation);
    }

    /// <summary>Reads what the process left.</summary>
    /// <exception cref="SliceCrashException">It left none, or something else.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (FileKind.IsPipeOrDevice(path))
                throw new IOException("it is not a file");
            await using var file = File.OpenRead(path);
            if (Opened(file) != Path.Combine(RealPath.Of(Path.GetDirectoryName(path)!), Path.GetFileName(path)))
                throw new IOException("it is a link");
            if (file.Length > Most)
                throw new IOException($"it has {file.Length >> 20:N0} MB, more than {Most >> 20:N0} MB");
            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancellation);
            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SliceCrashException($"The slice left no checkpoint that can be read: {exception.Message}.");
        }
    }

    /// <summary>The path of a file as it was opened: what is there by now does not matter.</summary>
    static string Opened(FileStream file) => OperatingSystem.IsLinux()
        ? new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget! : RealPath.Of(file.Name);
}
