using System.Security.Cryptography;
using System.Text;

namespace Pathmind.Studios.Tokens;

/// <summary>What its holder shows to be admitted: 128 random bits. The studio keeps its digest alone.</summary>
internal static class Secret
{
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>SHA-256, as hexadecimal digits.</summary>
    public static string DigestOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The one whose secret is given; null if there is none. Compares with each in constant time.</summary>
    /// <param name="all">Any number.</param>
    /// <param name="digest">Of one of them.</param>
    /// <param name="given">As a request has it.</param>
    public static T? Find<T>(IEnumerable<T> all, Func<T, string> digest, string given)
        where T : class
    {
        var wanted = Encoding.ASCII.GetBytes(DigestOf(given));
        T? found = null;
        foreach (var one in all)
            if (CryptographicOperations.FixedTimeEquals(wanted, Encoding.ASCII.GetBytes(digest(one))))
                found = one;
        return found;
    }
}
