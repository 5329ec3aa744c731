using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pathmind.Studios.Sharing;

/// <summary>How many wrong links one address may ask for: then nothing that it asks for is looked up, for a while,
/// except links that it has opened before.</summary>
internal sealed class GuessLimit(TimeProvider clock)
{
    /// <summary>Wrong links within <see cref="Window"/>.</summary>
    public const int Most = 20;

    /// <summary>After which an address begins again.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Addresses, and pairs of address and link, that are remembered.</summary>
    const int MostRemembered = 10_000;

    readonly ConcurrentDictionary<IPAddress, (DateTimeOffset Since, int Wrong)> guesses = new();
    readonly ConcurrentDictionary<(IPAddress Visitor, string Digest), bool> opened = new();

    /// <summary>Whether a link may be looked up for a visitor.</summary>
    public bool Admits(IPAddress? visitor, string digest)
    {
        var place = PlaceOf(visitor);
        return !guesses.TryGetValue(place, out var made) || made.Wrong < Most || clock.GetUtcNow() - made.Since >= Window
            || opened.ContainsKey((place, digest));
    }

    /// <summary>A visitor opened a link that there is.</summary>
    public void Opened(IPAddress? visitor, string digest)
    {
        if (opened.Count >= MostRemembered)
            opened.Clear();
        opened[(PlaceOf(visitor), digest)] = true;
    }

    /// <summary>A visitor asked for a link that there is not.</summary>
    public void Missed(IPAddress? visitor)
    {
        var now = clock.GetUtcNow();
        if (guesses.Count >= MostRemembered)
            foreach (var (place, made) in guesses)
                if (now - made.Since >= Window || guesses.Count >= 2 * MostRemembered)
                    guesses.TryRemove(place, out _);
        guesses.AddOrUpdate(
            PlaceOf(visitor), (now, 1), (_, made) => now - made.Since >= Window ? (now, 1) : (made.Since, made.Wrong + 1));
    }

    /// <summary>What counts as one address: all of a network of IPv6 that one subscriber has.</summary>
    static IPAddress PlaceOf(IPAddress? visitor)
    {
        if (visitor is null)
            return IPAddress.None;
        if (visitor.IsIPv4MappedToIPv6)
            return visitor.MapToIPv4();
        if (visitor.AddressFamily != AddressFamily.InterNetworkV6)
            return visitor;
        var bytes = visitor.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
