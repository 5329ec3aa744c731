using System.Buffers.Binary;
using Pathmind.Files;

namespace Pathmind.Clusters.Stores;

/// <summary>A cluster of one process keeps its state in a folder.</summary>
internal sealed class FolderStore : IClusterStore
{
    readonly SemaphoreSlim gate = new(1);
    readonly string documents, contents;
    readonly FileStream claim;

    /// <param name="folder">Made if it is not there.</param>
    /// <exception cref="IOException">Another process uses it, or it cannot be written.</exception>
    public FolderStore(string folder)
    {
        (documents, contents) = (Path.Combine(folder, "documents"), Path.Combine(folder, "contents"));
        Directory.CreateDirectory(documents);
        Directory.CreateDirectory(contents);
        try
        {
            claim = new(Path.Combine(folder, ".claim"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"{folder} is used by another process: the same training runs already. Wait for it, or stop it.", exception);
        }
    }

    public async Task<StoredDocument?> ReadAsync(string key)
    {
        await gate.WaitAsync();
        try
        {
            return Read(key);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<long?> WriteAsync(string key, byte[] value, long? known)
    {
        await gate.WaitAsync();
        try
        {
            if (Read(key)?.Version != known)
                return null;
            var version = (known ?? 0) + 1;
            var bytes = new byte[sizeof(long) + value.Length];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, version);
            value.CopyTo(bytes, sizeof(long));
            Write(PathOf(key), bytes);
            return version;
        }
        finally
        {
            gate.Release();
        }
    }

    public Task DeleteAsync(string key)
    {
        File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    public Task PutAsync(string hash, byte[] content)
    {
        if (Path.Combine(contents, hash) is var path && !File.Exists(path))
            Write(path, content);
        return Task.CompletedTask;
    }

    public async Task<byte[]?> GetAsync(string hash) =>
        Path.Combine(contents, hash) is var path && File.Exists(path) ? await File.ReadAllBytesAsync(path) : null;

    public Task<bool> HasAsync(string hash) => Task.FromResult(File.Exists(Path.Combine(contents, hash)));

    public Task RemoveAsync(string hash)
    {
        File.Delete(Path.Combine(contents, hash));
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await claim.DisposeAsync();
        gate.Dispose();
    }

    StoredDocument? Read(string key) => PathOf(key) is var path && File.Exists(path) && File.ReadAllBytes(path) is var bytes
        ? new(bytes[sizeof(long)..], BinaryPrimitives.ReadInt64LittleEndian(bytes)) : null;

    string PathOf(string key) => Path.Combine(documents, Uri.EscapeDataString(key));

    static void Write(string path, byte[] bytes)
    {
        using AtomicFile file = new(path);
        file.Stream.Write(bytes);
        file.Commit();
    }
}
