using Microsoft.Data.Sqlite;

namespace Pathmind.Studios.Store;

/// <summary>Copies from a damaged file what can be read: each table from its beginning until a page cannot be read,
/// from its end until one cannot, and then what lies between.</summary>
internal static class SqliteSalvage
{
    /// <summary>Rows that are looked for one by one after the first that cannot be read; further ones in steps that
    /// double.</summary>
    const long MostBetween = 2_000;

    /// <summary>Copies what both files have tables and columns for.</summary>
    /// <returns>Rows that were copied, of each table.</returns>
    public static IReadOnlyDictionary<string, int> Copy(string damaged, string whole)
    {
        Dictionary<string, int> copied = [];
        using SqliteConnection to = new($"Data Source={whole};Pooling=False;Foreign Keys=False");
        to.Open();
        using SqliteConnection from = new($"Data Source={damaged};Pooling=False");
        try
        {
            from.Open();
        }
        catch (SqliteException)
        {
            return copied;
        }
        foreach (var table in Texts(to, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            + "AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'"))
        {
            string[] columns;
            try
            {
                columns = [.. Texts(from, $"SELECT name FROM pragma_table_info('{table}')").Intersect(
                    Texts(to, $"SELECT name FROM pragma_table_info('{table}')"))];
            }
            catch (SqliteException)
            {
                continue;                                                // the list of tables is damaged itself
            }
            copied[table] = columns.Length == 0 ? 0 : CopyTable(from, to, table, columns);
        }
        return copied;
    }

    static int CopyTable(SqliteConnection from, SqliteConnection to, string table, string[] columns)
    {
        var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
        using var transaction = to.BeginTransaction();
        using var insert = to.CreateCommand();
        var parameters = columns.Select((_, i) => insert.Parameters.Add(new($"$v{i}", null))).ToArray();
        var places = string.Join(", ", parameters.Select(parameter => parameter.ParameterName));
        insert.CommandText = $"INSERT OR IGNORE INTO \"{table}\" ({names}) VALUES ({places})";
        var count = 0;
        var select = $"SELECT rowid, {names} FROM \"{table}\"";
        var (first, isWhole) = Read($"{select} ORDER BY rowid", otherwise: 0);
        if (!isWhole)
        {
            var (last, _) = Read($"{select} ORDER BY rowid DESC", otherwise: long.MaxValue);
            for (var row = first + 1; row < last && row <= first + MostBetween; row++)
                Read($"{select} WHERE rowid = {row}", otherwise: 0);
            var (at, step) = (first + MostBetween, MostBetween);
            for (; at < last && step < long.MaxValue / 4; (at, step) = (at + step, 2 * step))
                if (Read($"{select} WHERE rowid > {at} AND rowid < {last} ORDER BY rowid", otherwise: 0) is { Last: > 0 } next)
                    (at, step) = (next.IsWhole ? last : next.Last, 1);
        }
        transaction.Commit();
        return count;

        // The last row that could be read, and whether there was no error after it.
        (long Last, bool IsWhole) Read(string select, long otherwise)
        {
            var last = otherwise;
            try
            {
                using var command = from.CreateCommand();
                command.CommandText = select;
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    var row = reader.GetInt64(0);
                    for (var i = 0; i < columns.Length; i++)
                        parameters[i].Value = reader.GetValue(i + 1);
                    last = row;
                    try
                    {
                        count += insert.ExecuteNonQuery();
                    }
                    catch (SqliteException)
                    {
                        continue;                                        // a row that the table does not take
                    }
                }
                return (last, true);
            }
            catch (SqliteException)
            {
                return (last, false);
            }
        }
    }

    static List<string> Texts(SqliteConnection connection, string select)
    {
        using var command = connection.CreateCommand();
        command.CommandText = select;
        using var reader = command.ExecuteReader();
        List<string> texts = [];
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
