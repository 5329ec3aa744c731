using Pathmind.Numerics;

namespace Pathmind.Server.Http;

/// <summary>A random stream for each request, from one seed: requests draw independently of each other, in whichever
/// thread they are on.</summary>
/// <param name="seed">Null if nothing is drawn.</param>
internal sealed class RequestStreams(int? seed)
{
    long requests;

    /// <summary>The next request's stream; null if it takes the best action.</summary>
    public RandomStream? Next() => seed is { } value ? new(value, Interlocked.Increment(ref requests)) : null;
}
