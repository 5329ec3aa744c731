using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;
using StackExchange.Redis;

namespace Pathmind.Clusters.Nodes;

/// <summary>Calls that are made again while a node, Redis or the database is gone.</summary>
internal static class Persistence
{
    /// <summary>Time after which it is given up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), TryLongest = TimeSpan.FromSeconds(10);

    /// <summary>Calls until there is an answer.</summary>
    /// <exception cref="IOException">There was none for five minutes.</exception>
    public static async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
            try
            {
                return await call().WaitAsync(cancellation);
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                if (watch.Elapsed > Longest)
                    throw new IOException(
                        $"The cluster has not answered for {Longest.TotalMinutes:0} minutes: {exception.Message}", exception);
                await Task.Delay(Pause, cancellation);
            }
    }

    /// <inheritdoc cref="CallAsync{T}"/>
    public static Task CallAsync(Func<Task> call, CancellationToken cancellation) => CallAsync(
        async () =>
        {
            await call();
            return true;
        }, cancellation);

    /// <summary>Calls once, for ten seconds at most: what is not done is done by time, since leases run out and what is
    /// kept expires.</summary>
    public static void Try(Func<Task> call)
    {
        try
        {
            Task.Run(call).Wait(TryLongest);
        }
        catch (AggregateException exception) when (IsPassing(exception.InnerException!))
        {
            return;
        }
    }

    /// <summary>Whether it may be over at the next call.</summary>
    public static bool IsPassing(Exception exception) => exception is OrleansException or TimeoutException or RedisException
        or NpgsqlException or SocketException or IOException or Orleans.Storage.InconsistentStateException;
}
