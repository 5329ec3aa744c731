namespace Pathmind.Tests;

/// <summary>Members that are killed in the middle of a slice: nothing is lost, nothing counts twice, and the policy is
/// that of a training alone, bit for bit.</summary>
public abstract class KillTests : WorkersFolder
{
    readonly RedisServer redis = new();

    public override void Dispose()
    {
        base.Dispose();
        redis.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>PostgreSQL of the state; null for Redis.</summary>
    protected virtual PostgresCluster? Postgres => null;

    [Fact]
    public void Workers_the_tool_and_the_servers_are_killed_and_the_policy_is_that_of_a_training_alone()
    {
        var expected = Alone();
        Write(Pause);
        string[] place = ["--cluster", redis.Address, .. Postgres is null ? [] : new[] { "--database", Postgres.NewDatabase() }];
        var (first, second) = (StartWorker(null, place), StartWorker(null, place));
        using (var killed = Train("cluster", place))
        {
            InTheMiddle(first, Done.Length + 2).Kill();
            var third = StartWorker(null, place);
            InTheMiddle(second, Done.Length + 3);
            redis.Kill(TimeSpan.FromSeconds(1));
            InTheMiddle(third, Done.Length + 2);
            if (Postgres is not null)
            {
                Postgres.Restart();
                InTheMiddle(second, Done.Length + 2);
            }
            killed.Kill();
        }
        second.Interrupt();                                              // leaves when it has finished what it runs
        Assert.Equal(0, second.ExitCode());
        using var again = Train("cluster", place);
        again.Succeed();
        Assert.Equal(expected, PolicyOf("cluster"));
        Assert.Equal(Slices, Done);
    }
}

/// <summary>With all in Redis.</summary>
public sealed class KillsOnRedisTests : KillTests;

/// <summary>With the state in PostgreSQL, which is killed as well.</summary>
public sealed class KillsOnPostgresTests : KillTests
{
    readonly PostgresCluster own = new();

    protected override PostgresCluster Postgres => own;

    public override void Dispose()
    {
        base.Dispose();
        own.Dispose();
    }
}
