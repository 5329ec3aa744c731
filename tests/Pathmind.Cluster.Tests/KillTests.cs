using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>Members that are killed in the middle of a slice: nothing is lost, nothing counts twice, and the policy is
/// that of a training alone, bit for bit.</summary>
public abstract partial class KillTests : ClusterFolder
{
    readonly RedisServer redis = new();
    readonly List<ToolRun> workers = [];

    public override void Dispose()
    {
        foreach (var worker in workers)
            worker.Dispose();
        redis.Dispose();
        base.Dispose();
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
        var (first, second) = (StartWorker(place), StartWorker(place));
        using (var killed = Train("cluster", place))
        {
            InTheMiddle(first, Done + 2).Kill();
            var third = StartWorker(place);
            InTheMiddle(second, Done + 3);
            redis.Kill(TimeSpan.FromSeconds(1));
            InTheMiddle(third, Done + 2);
            if (Postgres is not null)
            {
                Postgres.Restart();
                InTheMiddle(second, Done + 2);
            }
            killed.Kill();
        }
        second.Interrupt();                                              // leaves when it has finished what it runs
        Assert.Equal(0, second.ExitCode());
        using var again = Train("cluster", place);
        again.Succeed();
        Assert.Equal(expected, PolicyOf("cluster"));
        string[] done = [.. workers.SelectMany(worker => worker.Lines).Select(line => DoneLine().Match(line))
            .Where(match => match.Success).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.Equal(
            from member in Enumerable.Range(1, 4)
            from generation in Enumerable.Range(1, 9)
            select $"member {member} generation {generation}", done);
    }

    /// <summary>Slices that counted.</summary>
    int Done => workers.Sum(worker => worker.Lines.Count(line => DoneLine().IsMatch(line)));

    ToolRun StartWorker(string[] place)
    {
        var worker = Start(["worker", "--slots", "1", "--name", $"worker-{workers.Count + 1}", .. place]);
        workers.Add(worker);
        return worker.Until(
            lines => lines.Any(line => line.StartsWith("Pathmind worker", StringComparison.Ordinal)), "the worker has begun");
    }

    /// <summary>Waits until so many slices are done in all, and the worker has begun another one.</summary>
    ToolRun InTheMiddle(ToolRun worker, int done) => worker.Until(
        lines => Done >= done && lines[^1].EndsWith(": begun", StringComparison.Ordinal), $"a slice under way after {done} are done");

    [GeneratedRegex(@"(member \d+ generation \d+): done$")]
    private static partial Regex DoneLine();
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
