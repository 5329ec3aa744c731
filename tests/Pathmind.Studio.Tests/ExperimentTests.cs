using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Store;

namespace Pathmind.Tests;

/// <summary>Parts of the studio that need no server: sparklines, settings, charts, the queue, the tables.</summary>
public sealed class ExperimentTests : StudioFolder
{
    [Fact]
    public void A_trend_has_few_points_each_the_mean_of_equally_many_values()
    {
        Trend trend = new();
        for (var i = 1; i <= 240; i++)
            trend.Add(i);
        Assert.Equal(60, trend.Points.Count);                                // 1.5, 3.5, …, twice halved: of 4 values each
        Assert.Equal([2.5, 6.5, 10.5], trend.Points.Take(3));
        trend.Add(1_000);
        Assert.Equal(1_000, trend.Points[^1]);                               // not yet a whole point
        Assert.Equal(trend.Points, Trend.Parse(trend.ToString()).Points);
        Assert.Empty(Trend.Parse("something else").Points);
    }

    [Fact]
    public void Settings_differ_within_a_simulation_alone_and_those_of_a_machine_never_do()
    {
        (string, string)[] given =
        [
            ("Mouse", """{ "options": { "Steps": 1000, "Threads": 1, "Ppo": { "Discount": 0.9, "Hidden": [64, 64] } } }"""),
            ("Mouse", """{ "options": { "Steps": 1000, "Threads": 2, "Ppo": { "Discount": 0.99, "Hidden": [64, 64] } } }"""),
            ("Shop", """{ "options": { "Steps": 5000, "Ppo": { "Hidden": [32] } } }"""),
            ("Broken", "not JSON"),
        ];
        var settings = given.Select(one => (one.Item1, SettingsDifference.Of(one.Item2))).ToArray();
        Assert.Equal(["Ppo.Discount"], SettingsDifference.Differing(settings));
        Assert.Equal("64, 64", settings[0].Item2["Ppo.Hidden"]);
    }

    [Fact]
    public void Charts_follow_the_columns_terms_together_metrics_alone()
    {
        var charts = ChartPlan.Of(["iteration", "steps", "episodes", "reward_mean", "reward_min", "reward_max", "length_mean", "entropy",
            "kl", "learning_rate", "steps_per_second", "seconds", "reward_sales", "reward_waste", "metric_wait"]);
        Assert.Equal(["reward", "terms", "metric_wait", "length", "entropy", "kl", "learning_rate", "speed"], charts.Select(one => one.Id));
        Assert.Equal(["sales", "waste"], charts[1].Lines.Select(line => line.Name));
        Assert.Equal(("reward_min", "reward_max"), (charts[0].Lines[0].Low, charts[0].Lines[0].High));
    }

    [Fact]
    public void A_full_queue_keeps_the_whole_course_and_the_newest_row()
    {
        ProgressQueue queue = new(capacity: 8);
        for (var i = 1; i <= 100; i++)
        {
            var iteration = i;
            queue.Add(() => [("iteration", iteration)]);
        }
        var kept = ProgressBatch.Of(queue.Take(100).Select(row => row())).Rows.Select(row => (int)row[0]!.Value).ToArray();
        Assert.True(kept.Length is >= 4 and <= 8);
        Assert.Equal(100, kept[^1]);
        Assert.Equal(1, kept[0]);
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 40));   // no gap in its course
    }

    /// <summary>What the migrations make is what the model says, in every table and index.</summary>
    [Fact]
    public async Task The_migrations_make_the_tables_of_the_model()
    {
        var (migrated, created) = (Path.Combine(Data, "migrated.db"), Path.Combine(Data, "created.db"));
        await new DatabaseStore(StudioDatabase.Sqlite(migrated)).MigrateAsync();
        await using (StudioDatabase model = new(StudioDatabase.Sqlite(created)))
            await model.Database.EnsureCreatedAsync();
        var tables = Tables(migrated).Where(row => !row.Contains("__EF")).ToArray();
        Assert.Contains(tables, row => row.Contains("TrendText TEXT 1"));
        Assert.Equal(Tables(created), tables);
    }

    [Fact]
    public async Task A_damaged_batch_changes_nothing_and_the_next_one_is_taken()
    {
        DatabaseStore store = new(StudioDatabase.Sqlite(Path.Combine(Data, "studio.db")));
        await store.MigrateAsync();
        using ExperimentBoard board = new(store, TimeProvider.System);
        await board.RegisterAsync(Registration.Of("Mouse"));
        var good = Registration.Rows(1, 3);
        await Assert.ThrowsAsync<InvalidDataException>(
            () => board.AppendAsync(1, good with { Rows = [good.Rows[0], good.Rows[1][..2]] }));
        Assert.Equal(0, (await board.CurveAsync(1)).Rows);
        await board.AppendAsync(1, good);
        using ExperimentBoard later = new(store, TimeProvider.System);
        await later.LoadAsync();
        Assert.Equal(board.Find(1)! with { LastSign = default }, later.Find(1)! with { LastSign = default });
        Assert.Equal([1, 2, 3], (await later.CurveAsync(1))["reward_mean"]);
    }

    static string[] Tables(string file)
    {
        using SqliteConnection connection = new($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT m.type || ' ' || m.name || ': ' || IFNULL(GROUP_CONCAT(c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk), '') AS line
            FROM sqlite_master m LEFT JOIN (SELECT m2.name AS owner, p.* FROM sqlite_master m2 JOIN pragma_table_info(m2.name) p ORDER BY p.name) c
            ON c.owner = m.name GROUP BY m.name ORDER BY m.name
            """;
        using var reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read())
            lines.Add(reader.GetString(0));
        return [.. lines];
    }
}
