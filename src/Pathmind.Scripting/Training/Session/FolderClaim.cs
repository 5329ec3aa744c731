namespace Pathmind.Training;

/// <summary>Holds a policy folder for one training: a file that is locked as long as the training runs. The system
/// releases the lock of a process that was killed, so what such a process leaves behind keeps no later training
/// out.</summary>
internal sealed class FolderClaim : IDisposable
{
    /// <summary>The locked file.</summary>
    public const string Name = ".training";

    readonly FileStream stream;
    readonly IReadOnlyList<string> made;

    FolderClaim(FileStream stream, IReadOnlyList<string> made) => (this.stream, this.made) = (stream, made);

    /// <param name="folder">Is there.</param>
    /// <param name="made">It and the folders that it is in, as far as they were made for it, the inner ones first: they
    /// go again with the claim if nothing was written to them.</param>
    /// <exception cref="ArgumentException">Another training holds the folder.</exception>
    public static FolderClaim Take(string folder, params IReadOnlyList<string> made)
    {
        var path = Path.Combine(folder, Name);
        while (true)
            try
            {
                FileStream stream = new(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
                if (File.Exists(path))
                    return new(stream, made);
                stream.Dispose();                                        // the one before removed it between our opening and locking it
            }
            catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && File.Exists(path))
            {
                throw new ArgumentException(
                    $"Another training runs in '{folder}': name another Folder, or wait until it has ended. (If none runs, delete {path}.)",
                    exception);
            }
    }

    /// <summary>Those of a folder and the ones that it is in that are not there, the inner ones first.</summary>
    public static IReadOnlyList<string> Missing(string folder)
    {
        List<string> missing = [];
        for (var at = Path.GetFullPath(folder); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            missing.Add(at);
        return missing;
    }

    public void Dispose()
    {
        stream.Dispose();
        try
        {
            foreach (var folder in made.TakeWhile(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
                Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // somebody else uses it, or has taken it away: it is theirs
        }
    }
}
