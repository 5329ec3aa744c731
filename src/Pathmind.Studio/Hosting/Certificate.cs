using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pathmind.Studios.Hosting;

/// <summary>The certificate of a studio that is reached from other machines.</summary>
internal static class Certificate
{
    /// <summary>Of a file with a password, which a list of processes would show.</summary>
    public const string PasswordVariable = "PATHMIND_CERTIFICATE_PASSWORD";

    /// <summary>Reads a file: .pfx or .p12, or .pem with certificate and key.</summary>
    /// <exception cref="ArgumentException">It is none, has no private key, or another password.</exception>
    public static X509Certificate2 Read(string file)
    {
        var password = Environment.GetEnvironmentVariable(PasswordVariable);
        try
        {
            var isPem = Path.GetExtension(file).Equals(".pem", StringComparison.OrdinalIgnoreCase);
            var certificate = !isPem ? X509CertificateLoader.LoadPkcs12FromFile(file, password)
                : password is null ? X509Certificate2.CreateFromPemFile(file)
                : X509Certificate2.CreateFromEncryptedPemFile(file, password);
            return certificate.HasPrivateKey ? certificate : throw new CryptographicException("it has no private key");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException(
                $"'{file}' is not a certificate that can be used: {exception.Message} Give a .pfx, or a .pem with certificate and key; "
                + $"a password in the variable {PasswordVariable}.", exception);
        }
    }
}
