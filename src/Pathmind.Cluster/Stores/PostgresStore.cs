using Npgsql;

namespace Pathmind.Clusters.Stores;

/// <summary>State in PostgreSQL: two tables, made when they are not there.</summary>
internal sealed class PostgresStore : IClusterStore
{
    /// <summary>Days after which what nobody has touched is removed, when another store begins.</summary>
    const int KeptDays = 30;

    readonly NpgsqlDataSource database;

    PostgresStore(NpgsqlDataSource database) => this.database = database;

    /// <summary>Connects, and makes the tables.</summary>
    /// <param name="connection">As Npgsql writes it.</param>
    /// <exception cref="ArgumentException">It is not a connection.</exception>
    /// <exception cref="IOException">It cannot be used.</exception>
    public static async Task<PostgresStore> OpenAsync(string connection)
    {
        NpgsqlConnectionStringBuilder parts;
        try
        {
            parts = new(connection);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"--database is not the text of a connection, such as Host=db;Database=pathmind;Username=ada: {exception.Message}",
                exception);
        }
        PostgresStore store = new(NpgsqlDataSource.Create(parts));
        try
        {
            // One maker at a time, until what it made is committed: two at once would both find no table.
            await store.ExecuteAsync($"""
                SELECT pg_advisory_xact_lock(7061746);
                CREATE TABLE IF NOT EXISTS pathmind_cluster_documents (
                    key text PRIMARY KEY, value bytea NOT NULL, version bigint NOT NULL, touched timestamptz NOT NULL DEFAULT now());
                CREATE TABLE IF NOT EXISTS pathmind_cluster_contents (
                    hash text PRIMARY KEY, content bytea NOT NULL, touched timestamptz NOT NULL DEFAULT now());
                DELETE FROM pathmind_cluster_documents WHERE touched < now() - interval '{KeptDays} days';
                DELETE FROM pathmind_cluster_contents WHERE touched < now() - interval '{KeptDays} days';
                """);
            return store;
        }
        catch (NpgsqlException exception)
        {
            await store.DisposeAsync();
            throw new IOException($"The database {parts.Database} at {parts.Host} cannot be used: {exception.Message}", exception);
        }
    }

    public async Task<StoredDocument?> ReadAsync(string key)
    {
        await using var command = Command("SELECT value, version FROM pathmind_cluster_documents WHERE key = $1", key);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? new(reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)) : null;
    }

    public async Task<long?> WriteAsync(string key, byte[] value, long? known)
    {
        await using var command = known is { } version
            ? Command(
                "UPDATE pathmind_cluster_documents SET value = $2, version = version + 1, touched = now() "
                + "WHERE key = $1 AND version = $3 RETURNING version", key, value, version)
            : Command(
                "INSERT INTO pathmind_cluster_documents (key, value, version) VALUES ($1, $2, 1) "
                + "ON CONFLICT DO NOTHING RETURNING version", key, value);
        return (long?)await command.ExecuteScalarAsync();
    }

    public Task DeleteAsync(string key) => ExecuteAsync("DELETE FROM pathmind_cluster_documents WHERE key = $1", key);

    public Task PutAsync(string hash, byte[] content) => ExecuteAsync(
        "INSERT INTO pathmind_cluster_contents (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET touched = now()",
        hash, content);

    public async Task<byte[]?> GetAsync(string hash)
    {
        await using var command = Command("SELECT content FROM pathmind_cluster_contents WHERE hash = $1", hash);
        return (byte[]?)await command.ExecuteScalarAsync();
    }

    public async Task<bool> HasAsync(string hash)
    {
        await using var command = Command("SELECT true FROM pathmind_cluster_contents WHERE hash = $1", hash);
        return await command.ExecuteScalarAsync() is true;
    }

    public Task RemoveAsync(string hash) => ExecuteAsync("DELETE FROM pathmind_cluster_contents WHERE hash = $1", hash);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    async Task ExecuteAsync(string text, params object[] values)
    {
        await using var command = Command(text, values);
        await command.ExecuteNonQueryAsync();
    }

    NpgsqlCommand Command(string text, params object[] values)
    {
        var command = database.CreateCommand(text);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
