using Npgsql;

namespace Pathmind.Studios.Store;

/// <summary>A studio's hold on a database of a server: another studio, of whatever machine, is told that it is
/// taken. The server ends it when the connection ends, as after kill -9.</summary>
internal sealed class DatabaseClaim : IAsyncDisposable
{
    const long Key = 0x7061_7468_6d69_6e64;                              // "pathmind"; a lock is of one database

    readonly NpgsqlConnection connection;

    DatabaseClaim(NpgsqlConnection connection) => this.connection = connection;

    /// <exception cref="IOException">The server cannot be reached, or another studio has the database.</exception>
    public static async Task<DatabaseClaim> TakeAsync(string database, CancellationToken cancellation)
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(database) { Pooling = false, KeepAlive = 30 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using NpgsqlCommand command = new("SELECT pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", Key) } };
            if (await command.ExecuteScalarAsync(cancellation) is not true)
                throw new IOException(
                    $"Another studio has its data in the database '{connection.Database}' of {connection.Host}: open that one, stop it, or "
                    + "name another database.");
            return new(connection);
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();
            if (exception is NpgsqlException)
                throw new IOException(
                    $"The database of the studio cannot be used: {exception.Message} Check --database (Host, Port, Database, Username, "
                    + "Password).", exception);
            throw;
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
