using Npgsql;

namespace Pathmind.Studios.Store;

/// <summary>The database of a studio that starts: checked, repaired if it is damaged, and with the tables of this
/// version.</summary>
internal sealed class StoreOpening : IAsyncDisposable
{
    readonly DatabaseClaim? claim;

    StoreOpening(DatabaseStore store, DatabaseClaim? claim, SqliteDamage? damage) => (Store, this.claim, Damage) = (store, claim, damage);

    public DatabaseStore Store { get; }

    /// <summary>What was repaired; null if nothing was.</summary>
    public SqliteDamage? Damage { get; }

    /// <summary>Opens it.</summary>
    /// <param name="database">Of a PostgreSQL server; null for the file.</param>
    /// <param name="file">Of SQLite.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="ArgumentException">The text is not that of a connection.</exception>
    /// <exception cref="IOException">It cannot be used.</exception>
    public static async Task<StoreOpening> OpenAsync(string? database, string file, CancellationToken cancellation)
    {
        if (database is null)
        {
            DatabaseStore store = new(StudioDatabase.Sqlite(file));
            var damage = await SqliteRepair.PrepareAsync(file, store.MigrateAsync, cancellation);
            return new(store, claim: null, damage);
        }
        try
        {
            _ = new NpgsqlConnectionStringBuilder(database);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"--database is not the text of a connection such as Host=localhost;Database=pathmind;Username=ada: {exception.Message}",
                exception);
        }
        var claim = await DatabaseClaim.TakeAsync(database, cancellation);
        try
        {
            DatabaseStore store = new(StudioDatabase.Postgres(database));
            await store.MigrateAsync(cancellation);
            return new(store, claim, damage: null);
        }
        catch
        {
            await claim.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => claim?.DisposeAsync() ?? ValueTask.CompletedTask;
}
