using System.Security.Cryptography;

namespace Pathmind.Clusters.Stores;

/// <summary>Where a cluster keeps what must not be lost: small documents, each with a version, and contents (code,
/// checkpoints) that are found by their hash.</summary>
internal interface IClusterStore : IAsyncDisposable
{
    /// <summary>A document; null if there is none.</summary>
    Task<StoredDocument?> ReadAsync(string key);

    /// <summary>Writes a document, if it still has the version that the writer knows.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its new value.</param>
    /// <param name="known">The version that is replaced; null if there is none yet.</param>
    /// <returns>Its new version; null if another one was there.</returns>
    Task<long?> WriteAsync(string key, byte[] value, long? known);

    Task DeleteAsync(string key);

    /// <summary>Keeps a content.</summary>
    /// <param name="hash"><see cref="ContentHash"/> of it.</param>
    /// <param name="content">Its bytes.</param>
    Task PutAsync(string hash, byte[] content);

    /// <summary>A content; null if there is none.</summary>
    Task<byte[]?> GetAsync(string hash);

    /// <summary>Whether there is such a content.</summary>
    Task<bool> HasAsync(string hash);

    Task RemoveAsync(string hash);
}

/// <summary>A document as it is stored.</summary>
/// <param name="Value">Its bytes.</param>
/// <param name="Version">Other after each write.</param>
internal sealed record StoredDocument(byte[] Value, long Version);

/// <summary>SHA-256 of a content, as 64 digits: its name.</summary>
internal static class ContentHash
{
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
