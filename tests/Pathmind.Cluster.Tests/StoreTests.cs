using System.Text;
using Pathmind.Clusters.Stores;
using StackExchange.Redis;

namespace Pathmind.Tests;

/// <summary>What is kept, in each of the places where it may be.</summary>
public abstract class StoreTests : IAsyncDisposable
{
    internal abstract Task<IClusterStore> OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    [Fact]
    public async Task Of_two_writers_that_know_the_same_version_one_is_refused()
    {
        await using var store = await OpenAsync();
        Assert.Null(await store.ReadAsync("trial/1"));
        Assert.Null(await store.WriteAsync("trial/1", Bytes("x"), known: 7));
        var first = await store.WriteAsync("trial/1", Bytes("first"), known: null);
        Assert.NotNull(first);
        Assert.Null(await store.WriteAsync("trial/1", Bytes("also first"), known: null));
        var second = await store.WriteAsync("trial/1", Bytes("second"), first);
        Assert.NotNull(second);
        Assert.Null(await store.WriteAsync("trial/1", Bytes("also second"), first));
        var document = (await store.ReadAsync("trial/1"))!;
        Assert.Equal(("second", second), (Encoding.UTF8.GetString(document.Value), document.Version));
        await store.DeleteAsync("trial/1");
        Assert.Null(await store.ReadAsync("trial/1"));
    }

    [Fact]
    public async Task A_hundred_writers_at_once_count_to_a_hundred()
    {
        await using var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            while (true)
            {
                var known = await store.ReadAsync("count");
                var count = known is null ? 0 : int.Parse(Encoding.UTF8.GetString(known.Value));
                if (await store.WriteAsync("count", Bytes($"{count + 1}"), known?.Version) is not null)
                    return;
            }
        }));
        Assert.Equal("100", Encoding.UTF8.GetString((await store.ReadAsync("count"))!.Value));
    }

    [Fact]
    public async Task A_content_is_found_by_its_hash_until_it_is_removed()
    {
        await using var store = await OpenAsync();
        var content = Enumerable.Range(0, 300_000).Select(i => (byte)(i * i)).ToArray();
        var hash = ContentHash.Of(content);
        Assert.Null(await store.GetAsync(hash));
        await store.PutAsync(hash, content);
        await store.PutAsync(hash, content);
        Assert.Equal(content, await store.GetAsync(hash));
        await store.RemoveAsync(hash);
        Assert.Null(await store.GetAsync(hash));
    }

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>In a folder.</summary>
public sealed class FolderStoreTests : StoreTests
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-store-").FullName;

    internal override Task<IClusterStore> OpenAsync() => Task.FromResult<IClusterStore>(new FolderStore(folder));

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_second_process_is_told_that_the_folder_is_used()
    {
        await using var store = await OpenAsync();
        Assert.Contains("the same training runs already", (await Assert.ThrowsAsync<IOException>(OpenAsync)).Message);
    }
}

/// <summary>In Redis.</summary>
public sealed class RedisStoreTests : StoreTests
{
    readonly RedisServer server = new();

    internal override async Task<IClusterStore> OpenAsync() => await OpenRedisAsync();

    public override ValueTask DisposeAsync()
    {
        server.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task All_agree_on_the_secret_of_the_first()
    {
        await using var one = await OpenRedisAsync();
        await using var other = await OpenRedisAsync();
        Assert.Equal(await one.SecretAsync(), await other.SecretAsync());
    }

    async Task<RedisStore> OpenRedisAsync() => new(await ConnectionMultiplexer.ConnectAsync(server.Address));
}

/// <summary>In PostgreSQL.</summary>
public sealed class PostgresStoreTests(PostgresCluster postgres) : StoreTests
{
    readonly string database = postgres.NewDatabase();

    internal override async Task<IClusterStore> OpenAsync() => await PostgresStore.OpenAsync(database);

    [Fact]
    public async Task Many_that_begin_at_once_make_the_tables_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresStore.OpenAsync(database)));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_in_words()
    {
        var gone = await Assert.ThrowsAsync<IOException>(() => PostgresStore.OpenAsync("Host=127.0.0.1;Port=1;Database=none;Timeout=2"));
        Assert.Contains("The database none at 127.0.0.1 cannot be used", gone.Message);
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => PostgresStore.OpenAsync("127.0.0.1"));
        Assert.Contains("--database is not the text of a connection", wrong.Message);
    }
}
