namespace Pathmind.Training;

/// <summary>Holds a policy folder for one training: a file that is locked as long as the training runs. The system
/// releases the lock of a process that was killed, so what such a process leaves behind keeps no later training
/// out.</summary>
internal sealed class FolderClaim : IDisposable
{
    /// <summary>The locked file.</summary>
    public const string Name = ".training";

    readonly FileStream stream;

    FolderClaim(FileStream stream) => this.stream = stream;

    /// <exception cref="ArgumentException">Another training holds the folder.</exception>
    public static FolderClaim Take(string folder)
    {
        var path = Path.Combine(folder, Name);
        while (true)
            try
            {
                FileStream stream = new(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
                if (File.Exists(path))
                    return new(stream);
                stream.Dispose();                                        // the one before removed it between our opening and locking it
            }
            catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && File.Exists(path))
            {
                throw new ArgumentException(
                    $"Another training runs in '{folder}': name another Folder, or wait until it has ended. (If none runs, delete {path}.)",
                    exception);
            }
    }

    public void Dispose() => stream.Dispose();
}
