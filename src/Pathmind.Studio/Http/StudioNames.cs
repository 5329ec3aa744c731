using System.Net;
using Microsoft.AspNetCore.Http;

namespace Pathmind.Studios.Http;

/// <summary>The names in an address that mean this studio. Any other name is of someone else who lets it lead here
/// (rebinding).</summary>
/// <param name="isOpen">Whether it listens beyond this machine: then by its addresses, which no one else can name, and
/// by the machine's name.</param>
/// <param name="given">Further names, behind whatever port: those of a proxy.</param>
internal sealed class StudioNames(bool isOpen, IReadOnlyList<string> given)
{
    public string Explanation { get; } = (isOpen, given.Count) switch
    {
        (false, 0) => "This studio is reached as 127.0.0.1 or localhost, and by no other name.",
        _ => "This studio is not reached by this name: by an address, or by a name that it was started with (--name).",
    };

    public bool Have(HostString host, int port, bool isHttps)
    {
        if (given.Contains(host.Host, StringComparer.OrdinalIgnoreCase))
            return true;
        return (host.Port ?? (isHttps ? 443 : 80)) == port && (host.Host is "127.0.0.1" or "localhost" or "[::1]"
            || isOpen && (IPAddress.TryParse(host.Host, out _)
                || host.Host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)));
    }
}
