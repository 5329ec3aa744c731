using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pathmind.Server.Protocol;

/// <summary>The key that clients must send as header, query parameter or cookie <c>access-token</c>.</summary>
internal sealed class AccessKey(string key)
{
    public const string Name = "access-token";

    readonly byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>A new key that cannot be guessed: 128 random bits.</summary>
    public static string Create() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Whether the request carries the key, in any of the three places.</summary>
    public bool Admits(HttpRequest request) =>
        Matches(request.Headers[Name]) || (request.QueryString.HasValue && Matches(request.Query[Name]))
        || Matches(request.Cookies[Name]);

    /// <summary>Compares digests in constant time: the time reveals nothing, not even the length.</summary>
    public bool Matches(string? given)
    {
        if (string.IsNullOrEmpty(given))
            return false;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (given.Length <= 256)
        {
            Span<byte> bytes = stackalloc byte[3 * 256];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(given, bytes)], digest);
        }
        else
            SHA256.HashData(Encoding.UTF8.GetBytes(given), digest);
        return CryptographicOperations.FixedTimeEquals(digest, expected);
    }
}
