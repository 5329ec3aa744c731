using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pathmind.Studios.Store;

/// <summary>Finds a damaged file of SQLite when the studio starts, saves it aside, and reads from it what can be
/// read.</summary>
internal static class SqliteRepair
{
    const int Corrupt = 11, NotADatabase = 26;

    /// <summary>A file that takes longer to check is taken as whole: damage then shows when it is read.</summary>
    static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(5);

    /// <summary>Makes the file ready for use.</summary>
    /// <param name="file">It may not exist yet.</param>
    /// <param name="migrate">Makes the tables, or brings them to this version.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What happened to a damaged file; null for a whole one.</returns>
    public static async Task<SqliteDamage?> PrepareAsync(
        string file, Func<CancellationToken, Task> migrate, CancellationToken cancellation)
    {
        try
        {
            if (!File.Exists(file) || Check(file) is not { } complaint)
            {
                await migrate(cancellation);
                return null;
            }
            return await RepairAsync(file, complaint, migrate, cancellation);
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            return await RepairAsync(file, exception.Message, migrate, cancellation);
        }
    }

    /// <summary>Whether an error says that the file is damaged.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>What SQLite finds wrong; null if nothing, as far as there was time.</summary>
    static string? Check(string file)
    {
        using SqliteConnection connection = new($"Data Source={file};Pooling=False");
        connection.Open();
        using Timer limit = new(_ => raw.sqlite3_interrupt(connection.Handle), state: null, LongestCheck, Timeout.InfiniteTimeSpan);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        try
        {
            return command.ExecuteScalar() is string answer && answer != "ok" ? answer : null;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            return null;
        }
    }

    static async Task<SqliteDamage> RepairAsync(
        string file, string complaint, Func<CancellationToken, Task> migrate, CancellationToken cancellation)
    {
        SqliteConnection.ClearAllPools();
        var aside = Path.Combine(
            Path.GetDirectoryName(file)!, $"damaged-{DateTime.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}");
        Directory.CreateDirectory(aside);
        foreach (var ending in new[] { "", "-wal", "-shm" })
            if (File.Exists(file + ending))
                File.Move(file + ending, Path.Combine(aside, Path.GetFileName(file) + ending));
        await migrate(cancellation);
        SqliteConnection.ClearAllPools();
        var saved = Path.Combine(aside, Path.GetFileName(file));
        var work = Path.Combine(aside, "read");                          // reading changes a file: what was saved stays as it was
        foreach (var ending in new[] { "", "-wal" })
            if (File.Exists(saved + ending))
                File.Copy(saved + ending, work + ending, overwrite: true);
        SqliteDamage damage = new(saved, complaint, SqliteSalvage.Copy(work, file));
        foreach (var ending in new[] { "", "-wal", "-shm", "-journal" })
            File.Delete(work + ending);
        return damage;
    }
}

/// <summary>A damaged file that was found.</summary>
/// <param name="Saved">Where it is now.</param>
/// <param name="Complaint">What SQLite said of it.</param>
/// <param name="Rows">How many rows of how many could be read, of each table; the number is not known if the end of a
/// table could not be read.</param>
internal sealed record SqliteDamage(string Saved, string Complaint, IReadOnlyDictionary<string, int> Rows);
