namespace Pathmind.Tests;

/// <summary>The API on PostgreSQL: the same tests.</summary>
public sealed class ApiOnPostgresTests(PostgresCluster postgres) : ApiTests
{
    protected override string? Database { get; } = postgres.NewDatabase();
}

/// <summary>The pages on PostgreSQL: the same tests.</summary>
public sealed class PagesOnPostgresTests(PostgresCluster postgres) : PageTests
{
    protected override string? Database { get; } = postgres.NewDatabase();
}

/// <summary>The table of metrics on PostgreSQL: the same tests.</summary>
public sealed class MetricsOnPostgresTests(PostgresCluster postgres) : MetricsPageTests
{
    protected override string? Database { get; } = postgres.NewDatabase();
}

/// <summary>Tokens on PostgreSQL: the same tests.</summary>
public sealed class TokensOnPostgresTests(PostgresCluster postgres) : TokenTests
{
    protected override string? Database { get; } = postgres.NewDatabase();
}

/// <summary>Links on PostgreSQL: the same tests.</summary>
public sealed class SharingOnPostgresTests(PostgresCluster postgres) : SharingTests
{
    protected override string? Database { get; } = postgres.NewDatabase();
}

/// <summary>What is kept, on PostgreSQL: the same tests.</summary>
public sealed class StoreOnPostgresTests(PostgresCluster postgres) : StoreTests
{
    protected override string? Database { get; } = postgres.NewDatabase();

    [Fact]
    public async Task A_second_studio_on_the_same_database_is_told_that_it_is_taken()
    {
        await using var studio = await StartAsync();
        var error = await Assert.ThrowsAsync<IOException>(
            () => Studios.StudioServer.StartAsync(new() { Data = Path.Combine(Data, "another"), Database = Database, Port = 0 }));
        Assert.Contains("Another studio has its data in the database", error.Message);
    }

    [Fact]
    public async Task While_the_server_is_gone_rows_are_refused_and_none_that_was_taken_is_lost()
    {
        using PostgresCluster own = new();
        await using var studio = await Studios.StudioServer.StartAsync(
            new() { Data = Path.Combine(Data, "studio"), Database = own.NewDatabase(), Port = 0 });
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 3));
        own.Restart();
        var refused = 0;
        for (var row = 4; row <= 10; row++)
            try
            {
                await studio.Board.AppendAsync(1, Registration.Rows(row, row));
            }
            catch (Exception exception) when (studio.Store.Explain(exception) is not null)
            {
                (refused, row) = (refused + 1, row - 1);                 // as a training does: once more
                Assert.True(refused < 100);
            }
        Assert.Equal(10, studio.Board.Find(1)!.Rows);
        Assert.Equal(10, (await studio.Board.CurveAsync(1)).Rows);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Timeout=2", typeof(IOException), "cannot be used")]
    [InlineData("127.0.0.1", typeof(ArgumentException), "not the text of a connection")]
    public async Task A_database_that_cannot_be_used_is_said_in_words(string database, Type type, string message)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => Studios.StudioServer.StartAsync(new() { Data = Path.Combine(Data, "studio"), Database = database, Port = 0 }));
        Assert.IsType(type, error);
        Assert.Contains(message, error.Message);
    }
}

/// <summary>The list on PostgreSQL: the same tests.</summary>
public sealed class ListOnPostgresTests(PostgresCluster postgres) : ListPageTests
{
    protected override string? Database { get; } = postgres.NewDatabase();
}

/// <summary>Sets of trainings on PostgreSQL: the same tests.</summary>
public sealed class TrainingSetsOnPostgresTests(PostgresCluster postgres) : TrainingSetTests
{
    protected override string? Database { get; } = postgres.NewDatabase();
}

/// <summary>Charts on PostgreSQL: the same tests.</summary>
public sealed class ChartsOnPostgresTests(PostgresCluster postgres) : ChartTests
{
    protected override string? Database { get; } = postgres.NewDatabase();
}
