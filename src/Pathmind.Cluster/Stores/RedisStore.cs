using System.Security.Cryptography;
using StackExchange.Redis;

namespace Pathmind.Clusters.Stores;

/// <summary>State in Redis. What nobody has touched for a month is gone.</summary>
/// <param name="redis">Disposed of with the store.</param>
internal sealed class RedisStore(IConnectionMultiplexer redis) : IClusterStore
{
    const string Prefix = "pathmind:";
    const string Value = "value", Version = "version";

    static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Compares and writes in one step: Redis runs a script alone.</summary>
    const string Write = """
        local known = redis.call('HGET', KEYS[1], 'version') or ''
        if known ~= ARGV[1] then return -1 end
        local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
        redis.call('HSET', KEYS[1], 'value', ARGV[2])
        redis.call('EXPIRE', KEYS[1], ARGV[3])
        return version
        """;

    IDatabase Database => redis.GetDatabase();

    public async Task<StoredDocument?> ReadAsync(string key)
    {
        var fields = await Database.HashGetAsync(DocumentKey(key), [Value, Version]);
        return fields[0].IsNull || fields[1].IsNull ? null : new((byte[])fields[0]!, (long)fields[1]);
    }

    public async Task<long?> WriteAsync(string key, byte[] value, long? known)
    {
        var version = (long)await Database.ScriptEvaluateAsync(
            Write, [DocumentKey(key)], [known is { } number ? number : RedisValue.EmptyString, value, (long)Kept.TotalSeconds]);
        return version < 0 ? null : version;
    }

    public Task DeleteAsync(string key) => Database.KeyDeleteAsync(DocumentKey(key));

    public async Task PutAsync(string hash, byte[] content)
    {
        if (!await Database.KeyExpireAsync(ContentKey(hash), Kept))      // the same content is kept once, and longer
            await Database.StringSetAsync(ContentKey(hash), content, Kept);
    }

    public async Task<byte[]?> GetAsync(string hash) => await Database.StringGetAsync(ContentKey(hash));

    public Task<bool> HasAsync(string hash) => Database.KeyExistsAsync(ContentKey(hash));

    public Task RemoveAsync(string hash) => Database.KeyDeleteAsync(ContentKey(hash));

    /// <summary>A value that all who use this Redis share: the one that the first of them gives.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="own">Taken if there is none yet.</param>
    public async Task<string> AgreeAsync(string name, string own)
    {
        await Database.StringSetAsync(Prefix + name, own, when: When.NotExists);
        return (await Database.StringGetAsync(Prefix + name)).ToString();
    }

    /// <summary>A secret that only those know who may read this Redis.</summary>
    public Task<string> SecretAsync() => AgreeAsync("secret", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    public ValueTask DisposeAsync() => redis.DisposeAsync();

    static RedisKey DocumentKey(string key) => $"{Prefix}document:{key}";

    static RedisKey ContentKey(string hash) => $"{Prefix}content:{hash}";
}
