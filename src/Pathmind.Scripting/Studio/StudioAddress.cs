using Pathmind.Reporting;

namespace Pathmind;

/// <summary>Where a studio is, the web page in which trainings appear: <c>pathmind studio</c>
/// (docs/studio.md).</summary>
public sealed record StudioAddress
{
    readonly Uri? url;
    readonly string? token;

    StudioAddress()
    {
    }

    /// <summary>A studio at a known address.</summary>
    /// <param name="url">Its address, as in http://127.0.0.1:8777.</param>
    /// <param name="token">The token that it was started with.</param>
    /// <exception cref="ArgumentException">The address is not one of the web, or the token is empty.</exception>
    public StudioAddress(Uri url, string token)
    {
        if (url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new ArgumentException($"'{url}' is not the address of a studio: write one such as http://127.0.0.1:8777.");
        if (string.IsNullOrWhiteSpace(token))
            throw new ArgumentException("The token of a studio is empty: write the one that pathmind studio printed.");
        (this.url, this.token) = (url, token);
    }

    /// <summary>The studio that the variables PATHMIND_URL and PATHMIND_TOKEN name, or else that of this user on this
    /// machine, if one runs when a training begins. The variable PATHMIND_STUDIO=off turns the search off.</summary>
    public static StudioAddress Automatic { get; } = new();

    /// <summary>The studio to report to now; null if there is none.</summary>
    internal StudioFile? Find() => url is null ? StudioSearch.Find() : new() { Url = url.ToString(), Token = token! };

    /// <summary>Writes the address, never the token.</summary>
    public override string ToString() => url?.ToString() ?? "automatic";
}
