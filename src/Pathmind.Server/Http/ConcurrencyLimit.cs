using System.Threading.RateLimiting;

namespace Pathmind.Server.Http;

/// <summary>Keeps the number of predictions at a time, and per second, within the limits.</summary>
internal sealed class ConcurrencyLimit : IDisposable
{
    readonly int atATime;
    readonly TokenBucketRateLimiter? rate;
    int present;

    public ConcurrencyLimit(ServerOptions options)
    {
        atATime = options.MaxConcurrentRequests;
        if (options.RequestsPerSecond is not { } limit)
            return;
        var perPeriod = Math.Max(1, limit / 10);                         // refilled ten times a second, or as often as a whole request fits
        rate = new(new()
        {
            TokenLimit = (int)Math.Max(1, limit), TokensPerPeriod = (int)perPeriod,
            ReplenishmentPeriod = TimeSpan.FromSeconds((int)perPeriod / limit),
            QueueLimit = 0, AutoReplenishment = true,
        });
    }

    /// <summary>Lets a request in; <see cref="Leave"/> must follow if it did.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref present) <= atATime && (rate is null || rate.AttemptAcquire().IsAcquired))
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref present);

    /// <inheritdoc/>
    public void Dispose() => rate?.Dispose();
}
