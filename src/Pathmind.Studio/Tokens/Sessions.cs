using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pathmind.Studios.Tokens;

/// <summary>What a browser keeps in the place of a token: number of the token, time, and a signature over both and the
/// token's digest. It is worth nothing once the token is revoked, rotated or expired, and no token can be made of
/// it.</summary>
/// <param name="tokens">All tokens.</param>
/// <param name="own">Holds the key of the signature.</param>
internal sealed class Sessions(TokenBoard tokens, IStudioTokens own)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public string Of(AccessToken token)
    {
        var issued = new DateTimeOffset(tokens.Now).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{token.Id}.{issued}.{SignatureOf(token, issued)}");
    }

    /// <summary>The token of a session; null if it is no session, or no longer.</summary>
    public AccessToken? Find(string? session)
    {
        if (session?.Split('.') is not [var number, var time, var signature]
            || !int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var issued)
            || tokens.Find(id) is not { } token)
            return null;
        var isOurs = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(SignatureOf(token, issued)));
        var age = new DateTimeOffset(tokens.Now).ToUnixTimeSeconds() - issued;
        return isOurs && age <= Longest.TotalSeconds ? token : null;
    }

    string SignatureOf(AccessToken token, long issued) => Convert.ToHexStringLower(HMACSHA256.HashData(
        own.SessionKey, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{token.Id}.{issued}.{token.Digest}"))));
}
