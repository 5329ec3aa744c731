namespace Pathmind.Tool;

/// <summary>A folder that one process has for itself, below one that many use: claimed by an open file, also from
/// processes of other containers, and removed with it. Those that nobody claims any more are removed as
/// well.</summary>
internal sealed class OwnFolder : IDisposable
{
    const string Claim = ".claim";

    readonly FileStream claim;

    /// <param name="root">Made if it is not there.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public OwnFolder(string root)
    {
        Directory.CreateDirectory(root);
        foreach (var folder in Directory.GetDirectories(root))
            RemoveUnclaimed(folder);
        FullName = Directory.CreateDirectory(Path.Combine(root, Path.GetRandomFileName())).FullName;
        claim = Open(FullName, FileMode.CreateNew);
    }

    /// <summary>A full path.</summary>
    public string FullName { get; }

    public void Dispose()
    {
        Remove(FullName);
        claim.Dispose();
    }

    static FileStream Open(string folder, FileMode mode) => new(Path.Combine(folder, Claim), mode, FileAccess.ReadWrite, FileShare.None);

    /// <summary>A folder without a claim is not one of these, or was made just now.</summary>
    static void RemoveUnclaimed(string folder)
    {
        try
        {
            using var free = Open(folder, FileMode.Open);
            Remove(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is used, or another process removes it just now.
        }
    }

    static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next one removes it.
        }
    }
}
