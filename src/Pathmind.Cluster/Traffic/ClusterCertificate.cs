using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pathmind.Clusters.Traffic;

/// <summary>The certificate that a shared secret makes: whoever knows the secret has its key. All nodes show it, and
/// accept nothing else, so that TLS both hides the traffic and keeps strangers out.</summary>
internal static class ClusterCertificate
{
    /// <summary>Characters of a secret: whoever reaches a node sees the public key, and may try words
    /// against it.</summary>
    public const int ShortestSecret = 16;

    const int Rounds = 600_000;                                          // as OWASP asks of PBKDF2 with SHA-256

    /// <summary>Numbers below this one are keys of the curve NIST P-256 (SEC 2, section 2.4.2).</summary>
    static readonly BigInteger order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);

    /// <summary>The same key for the same secret, on any machine.</summary>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public static X509Certificate2 Of(string secret)
    {
        if (secret.Length < ShortestSecret)
            throw new ArgumentException(
                $"The cluster's secret has {secret.Length} characters, but needs at least {ShortestSecret}: take one from "
                + "openssl rand -hex 32.");
        var bytes = Rfc2898DeriveBytes.Pbkdf2(
            secret, Encoding.UTF8.GetBytes("pathmind cluster"), Rounds, HashAlgorithmName.SHA256, 48);
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % (order - 1) + 1;
        var key = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        using var curve = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, D = [.. new byte[32 - key.Length], .. key],
        });
        CertificateRequest request = new("CN=pathmind cluster", curve, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Whether another certificate is of the same secret: it has the same key, and its owner has shown in the
    /// handshake that he knows it.</summary>
    public static bool IsSame(X509Certificate2 one, X509Certificate2? other) => other is not null
        && CryptographicOperations.FixedTimeEquals(
            one.PublicKey.ExportSubjectPublicKeyInfo(), other.PublicKey.ExportSubjectPublicKeyInfo());
}
