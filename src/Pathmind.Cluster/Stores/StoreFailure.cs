using System.Net.Sockets;
using Npgsql;
using StackExchange.Redis;

namespace Pathmind.Clusters.Stores;

/// <summary>What a store throws, as grains may throw it: exceptions of Redis and PostgreSQL cannot travel to the node
/// that called, which would get one about a missing codec, and not try again.</summary>
internal static class StoreFailure
{
    /// <summary>Calls the store for a grain.</summary>
    /// <exception cref="OrleansException">It did not answer, or refused.</exception>
    public static async Task<T> TellAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (
            exception is RedisException or TimeoutException or NpgsqlException or SocketException or IOException)
        {
            throw new OrleansException($"The store of the cluster does not answer: {exception.Message}");
        }
    }

    /// <inheritdoc cref="TellAsync{T}"/>
    public static Task TellAsync(Func<Task> call) => TellAsync(async () =>
    {
        await call();
        return true;
    });
}
