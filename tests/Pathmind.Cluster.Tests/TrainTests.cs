namespace Pathmind.Tests;

/// <summary>What a user of the tool sees of a cluster.</summary>
public sealed class TrainTests : ClusterFolder
{
    const string InSlice = "if (System.Environment.GetCommandLineArgs() is [_, \"slices\", ..])";

    [Fact]
    public void Without_a_server_processes_of_this_machine_train_the_same_policy_and_nothing_remains()
    {
        var expected = Alone();
        using var training = Train("local", "--cluster", "local");
        training.Succeed();
        Assert.Equal(expected, PolicyOf("local"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Folder, "data", "cluster")));
    }

    [Fact]
    public void What_a_simulation_throws_on_a_worker_is_the_error_of_the_training()
    {
        Write($"{InSlice} throw new System.InvalidOperationException(\"the fuse is blown\");");
        using var training = Train("failed", "--cluster", "local");
        Assert.Equal(1, training.ExitCode());
        Assert.Contains(training.Lines, line => line.Contains("the fuse is blown", StringComparison.Ordinal));
    }

    [Fact]
    public void A_process_that_crashes_is_tried_three_times_and_its_last_words_are_the_error()
    {
        Write($"{InSlice} System.Environment.FailFast(\"out of fuses\");");
        using var training = Train("crashed", "--cluster", "local", "--threads", "1");
        Assert.Equal(1, training.ExitCode());
        Assert.Contains(training.Lines, line => line.Contains("It was tried 3 times.", StringComparison.Ordinal));
        Assert.Contains(training.Lines, line => line.Contains("out of fuses", StringComparison.Ordinal));
    }

    [Fact]
    public void Code_on_a_worker_sees_neither_its_secret_nor_its_files_and_a_missing_secret_is_asked_for()
    {
        using RedisServer redis = new();
        (string, string)[] secret = [("PATHMIND_CLUSTER_SECRET", "known to nodes alone")];
        using var worker = Start(["worker", "--slots", "1", "--cluster", redis.Address, "--data", "workers"], secret)
            .Until(lines => lines.Length > 0, "the worker has begun");
        var neighbour = Directory.CreateDirectory(Path.Combine(Folder, "workers", "neighbour"));
        File.WriteAllText(Path.Combine(neighbour.FullName, "checkpoint.json"), "of another training");
        Write($$"""
            {{InSlice}} throw new System.InvalidOperationException("secret: " + System.Environment.GetEnvironmentVariable(
                "PATHMIND_CLUSTER_SECRET") + "; file: " + See("{{neighbour.FullName}}/checkpoint.json"));
            static string See(string file) { try { return System.IO.File.ReadAllText(file); } catch (System.Exception e) { return e.GetType().Name; } }
            """);
        using var training = Start([
            "train", "coin.cs", "--population", "2", "--steps", "2000", "--progress", "none", "--cluster", redis.Address], secret);
        Assert.Equal(1, training.ExitCode());
        Assert.Contains(training.Lines, line => line.Contains("secret: ; file: UnauthorizedAccessException", StringComparison.Ordinal));
        foreach (var (left, isClaimed) in new[] { ("of-a-killed-one", true), ("unknown", false) })
        {
            Directory.CreateDirectory(Path.Combine(Folder, "workers", left));
            if (isClaimed)
                File.WriteAllText(Path.Combine(Folder, "workers", left, ".claim"), "");
        }
        using var others = Start(["worker", "--slots", "1", "--cluster", redis.Address, "--data", "workers"], secret)
            .Until(lines => lines.Length > 0, "another worker has begun");
        Assert.Equal(
            ["neighbour", "unknown"], Directory.GetDirectories(Path.Combine(Folder, "workers"))
                .Where(folder => !File.Exists(Path.Combine(folder, ".claim"))).Select(Path.GetFileName).Order());
        Assert.Equal(4, Directory.GetDirectories(Path.Combine(Folder, "workers")).Length);       // with those of both workers
        using var stranger = Start(["worker", "--cluster", redis.Address], ("PATHMIND_CLUSTER_SECRET", "guessed by a stranger"));
        Assert.Equal(1, stranger.ExitCode());
        Assert.Contains(stranger.Lines, line => line.Contains("another secret than the first node", StringComparison.Ordinal));
        using var open = Start(["worker", "--cluster", redis.Address, "--listen", "192.0.2.1"]);
        Assert.Equal(1, open.ExitCode());
        Assert.Contains(open.Lines, line => line.Contains("it needs the cluster's secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--cluster shares out the members of a population", "--cluster", "local")]
    [InlineData("--cluster and --resume are both given", "--cluster", "local", "--population", "4", "--resume", "--out", "policy")]
    [InlineData("Redis at 127.0.0.1:1 does not answer", "--cluster", "127.0.0.1:1,connectTimeout=500", "--population", "4")]
    public void What_cannot_be_is_said_before_anything_is_trained(string expected, params string[] arguments)
    {
        Write("");
        using var training = Start(["train", "coin.cs", .. arguments]);
        Assert.NotEqual(0, training.ExitCode());
        Assert.Contains(training.Lines, line => line.Contains(expected, StringComparison.Ordinal));
    }
}
