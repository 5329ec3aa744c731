using Pathmind.Clusters.Stores;

namespace Pathmind.Clusters.Work;

/// <summary>Contents that this worker has had: code and checkpoints travel once to each machine.</summary>
/// <param name="store">Has all of them.</param>
/// <param name="most">Bytes that are kept.</param>
internal sealed class ContentCache(IClusterStore store, long most)
{
    readonly Lock gate = new();
    readonly OrderedDictionary<string, byte[]> contents = [];           // the one used last at the end
    long bytes;

    /// <summary>A content; null if it is lost.</summary>
    public async Task<byte[]?> GetAsync(string hash)
    {
        lock (gate)
            if (contents.Remove(hash, out var known))
            {
                contents.Add(hash, known);
                return known;
            }
        var content = await store.GetAsync(hash);
        if (content is null || ContentHash.Of(content) != hash)
            return null;
        Keep(hash, content);
        return content;
    }

    /// <summary>Stores a content of this worker's.</summary>
    public async Task<string> PutAsync(byte[] content)
    {
        var hash = ContentHash.Of(content);
        await store.PutAsync(hash, content);
        Keep(hash, content);
        return hash;
    }

    void Keep(string hash, byte[] content)
    {
        lock (gate)
        {
            if (!contents.TryAdd(hash, content))
                return;
            bytes += content.Length;
            while (bytes > most && contents.Count > 1)
            {
                bytes -= contents.GetAt(0).Value.Length;
                contents.RemoveAt(0);
            }
        }
    }
}
