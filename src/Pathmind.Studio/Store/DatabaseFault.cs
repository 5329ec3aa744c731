using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Pathmind.Studios.Store;

/// <summary>What is wrong with the database, in words that say what to do.</summary>
internal static class DatabaseFault
{
    const int DiskIsFull = 13, ReadOnly = 8;

    /// <summary>Null if the error is not the database's.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: DbException inner } => Explain(inner),
        SqliteException { SqliteErrorCode: DiskIsFull } =>
            "The disk of the studio's data is full: nothing was kept of this. Make room; trainings send what they have again.",
        SqliteException damage when SqliteRepair.IsDamage(damage) =>
            "The studio's database is damaged: start the studio again, which saves what can be read.",
        SqliteException { SqliteErrorCode: ReadOnly } => "The studio's database cannot be written: look at the rights of its files.",
        DbException other => $"The studio's database does not do it: {other.Message}",
        InvalidOperationException { InnerException: DbException inner } => Explain(inner),
        _ => null,
    };
}
